import type { FieldMeta } from '../../nodes/kit/field.ts'
import type { IssuePath } from '../../nodes/kit/issue.ts'

/** As much of a JSON Schema as our forms produce. */
export interface FormSchema {
  readonly field?: FieldMeta
  readonly properties?: Readonly<Record<string, FormSchema>>
  readonly additionalProperties?: FormSchema | boolean
  readonly items?: FormSchema | boolean
  readonly prefixItems?: readonly FormSchema[]
  readonly anyOf?: readonly FormSchema[]
  readonly oneOf?: readonly FormSchema[]
  readonly allOf?: readonly FormSchema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, FormSchema>>
}

export interface FilledField {
  readonly path: IssuePath
  readonly value: unknown
  readonly field: FieldMeta
}

/** Every field of a form that has a value, with its meta, each place once. */
export function* filledFields(root: FormSchema, value: unknown): Generator<FilledField> {
  const seen = new Set<string>()
  for (const found of walk(root, value, [], root)) {
    const place = JSON.stringify(found.path)
    if (!seen.has(place)) yield found
    seen.add(place)
  }
}

function* walk(
  schema: FormSchema,
  value: unknown,
  path: IssuePath,
  root: FormSchema,
): Generator<FilledField> {
  if (value === undefined) return
  if (schema.field) yield { path, value, field: schema.field }
  const referred = schema.$ref ? resolve(root, schema.$ref) : undefined
  const variants = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((it) => it ?? [])
  for (const variant of referred ? [referred, ...variants] : variants)
    yield* walk(variant, value, path, root)
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const of = schema.prefixItems?.[index] ?? schema.items
      if (typeof of === 'object') yield* walk(of, item, [...path, index], root)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const named = schema.properties
      const of = named && Object.hasOwn(named, key) ? named[key] : schema.additionalProperties
      if (typeof of === 'object') yield* walk(of, item, [...path, key], root)
    }
  }
}

function resolve(root: FormSchema, reference: string): FormSchema | undefined {
  if (reference === '#') return root
  const name = /^#\/\$defs\/(.+)$/.exec(reference)?.[1]
  return name === undefined ? undefined : root.$defs?.[name]
}
