import { z } from 'zod'
import { registry } from '../../nodes/index.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { FilledField, FormSchema } from './walk-fields.ts'
import { filledFields } from './walk-fields.ts'

const forms = new Map<string, FormSchema>()

function formOf(type: string): FormSchema | undefined {
  const known = forms.get(type)
  const definition = registry.get(type)
  if (known || !definition) return known
  const form = z.toJSONSchema(definition.config, { io: 'input', unrepresentable: 'any' })
  forms.set(type, form as FormSchema)
  return form as FormSchema
}

/** Names of the connections that a document's nodes refer to, sorted. */
export function connectionNames(document: Pipeline): string[] {
  const names = new Set<string>()
  for (const node of document.nodes)
    for (const { value } of connectionFields(node.type, node.config)) names.add(value)
  return [...names].sort()
}

/** The document with other connection names; names that are not in `renames` stay. */
export function renameConnections(
  document: Pipeline,
  renames: ReadonlyMap<string, string>,
): Pipeline {
  const copy = structuredClone(document)
  for (const node of copy.nodes) {
    for (const { value, path } of connectionFields(node.type, node.config)) {
      const name = renames.get(value)
      if (name !== undefined) setAt(node.config, path, name)
    }
  }
  return copy
}

function* connectionFields(
  type: string,
  config: unknown,
): Generator<FilledField & { value: string }> {
  const form = formOf(type)
  if (!form) return
  for (const { path, value, field } of filledFields(form, config))
    if (field.widget === 'connection' && typeof value === 'string' && value !== '')
      yield { path, value, field }
}

/** Puts a value at a path whose parents exist. */
export function setAt(root: unknown, path: readonly (string | number)[], value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as never)[key], root)
  ;(parent as Record<string | number, unknown>)[path.at(-1) as string] = value
}
