import { z } from 'zod'
import type { NodeDefinition } from '../../nodes/kit/define-node.ts'
import type { FieldMeta } from '../../nodes/kit/field.ts'
import type { Message } from '../../nodes/kit/message.ts'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'

export type Json = PipelineNode['config'][string]

/** One setting of a form. */
export interface FieldSpec {
  readonly name: string
  readonly meta: FieldMeta
  readonly required: boolean
  /** What holds while the config says nothing. */
  readonly fallback: Json | undefined
  readonly control: Control
}

/** What edits a value, by the shape of the value; `meta.widget` refines texts. */
export type Control =
  | { readonly kind: 'text'; readonly maxLength?: number }
  | {
      readonly kind: 'number'
      readonly integer: boolean
      readonly minimum?: number
      readonly maximum?: number
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'columns' }
  | { readonly kind: 'rows' }
  | { readonly kind: 'table' }
  | { readonly kind: 'group'; readonly fields: readonly FieldSpec[] }
  /** Items without fields are single values, edited by `item`. */
  | {
      readonly kind: 'list'
      readonly item: Control
      readonly meta: FieldMeta | undefined
      readonly maxItems?: number
    }
  /** Objects of several shapes, told apart by the value of `key`. */
  | {
      readonly kind: 'variants'
      readonly key: string
      /** Title of the choice, and titles of the shapes as its options. */
      readonly meta: FieldMeta | undefined
      readonly variants: readonly Variant[]
    }
  /** A shape without an editor of its own: edited as JSON. */
  | { readonly kind: 'json' }

export interface Variant {
  readonly value: string
  readonly fields: readonly FieldSpec[]
}

/** The part of JSON Schema that zod writes for configs. */
interface Shape {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: Json
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly maxItems?: number
  readonly field?: FieldMeta
}

const known = new WeakMap<NodeDefinition, readonly FieldSpec[]>()

/** The form of a node type, from nothing but its config schema. */
export function describeConfig(definition: NodeDefinition): readonly FieldSpec[] {
  const found = known.get(definition)
  if (found) return found
  const fields = describeSchema(definition.config)
  known.set(definition, fields)
  return fields
}

export function describeSchema(schema: z.ZodType): readonly FieldSpec[] {
  const options = { io: 'input', unrepresentable: 'any', reused: 'inline' } as const
  return describeShape(z.toJSONSchema(schema, options) as Shape)
}

/** The fields of an object written as JSON Schema, as the server sends those of connections. */
export const describeShape = (shape: unknown): readonly FieldSpec[] => fieldsOf(shape as Shape)

const fieldsOf = (shape: Shape): FieldSpec[] =>
  Object.entries(shape.properties ?? {}).map(([name, property]) => ({
    name,
    meta: metaOf(property) ?? { title: plain(name) },
    required: shape.required?.includes(name) ?? false,
    fallback: property.default,
    control: controlOf(property),
  }))

/** A name that the schema gives no title. */
const plain = (text: string): Message => ({ id: text, message: text })

const metaOf = (shape: Shape): FieldMeta | undefined =>
  shape.field ?? (shape.anyOf ?? []).find((s) => s.field)?.field

function controlOf(shape: Shape): Control {
  const inner = withoutNull(shape)
  const widget = metaOf(shape)?.widget
  if (widget === 'rows' || widget === 'table') return { kind: widget }
  if (widget === 'columns' && isType(inner, 'array') && isType(inner.items ?? {}, 'string'))
    return { kind: 'columns' }
  if (inner.oneOf ?? inner.anyOf) return variantsOf((inner.oneOf ?? inner.anyOf) as Shape[])
  if (inner.enum?.every((v) => typeof v === 'string'))
    return { kind: 'choice', values: inner.enum as string[] }
  if (isType(inner, 'string')) return { kind: 'text', ...pick(inner, 'maxLength') }
  if (isType(inner, 'integer') || isType(inner, 'number'))
    return { kind: 'number', integer: isType(inner, 'integer'), ...limitsOf(inner) }
  if (isType(inner, 'boolean')) return { kind: 'boolean' }
  if (inner.properties) return { kind: 'group', fields: fieldsOf(inner) }
  if (isType(inner, 'array') && inner.items) {
    const item = controlOf(inner.items)
    return { kind: 'list', item, meta: metaOf(inner.items), ...pick(inner, 'maxItems') }
  }
  return { kind: 'json' }
}

function variantsOf(shapes: readonly Shape[]): Control {
  const [first] = shapes
  const key = Object.keys(first?.properties ?? {}).find((name) =>
    shapes.every((s) => typeof s.properties?.[name]?.const === 'string'),
  )
  if (key === undefined) return { kind: 'json' }
  const variants = shapes.map((shape) => ({
    value: String(shape.properties?.[key]?.const),
    fields: fieldsOf(shape).filter((f) => f.name !== key),
  }))
  const meta = first?.properties?.[key]?.field
  return { kind: 'variants', key, meta, variants }
}

function withoutNull(shape: Shape): Shape {
  const others = (shape.anyOf ?? []).filter((s) => !isType(s, 'null'))
  const [only] = others
  return others.length === 1 && only
    ? { ...only, ...(shape.field ? { field: shape.field } : {}) }
    : shape
}

const isType = (shape: Shape, type: string): boolean =>
  shape.type === type || (Array.isArray(shape.type) && shape.type.includes(type))

/** zod writes the bounds of safe integers; those bound nothing a person would type. */
const limitsOf = (shape: Shape) => ({
  ...(shape.minimum !== undefined && shape.minimum > Number.MIN_SAFE_INTEGER
    ? { minimum: shape.minimum }
    : {}),
  ...(shape.maximum !== undefined && shape.maximum < Number.MAX_SAFE_INTEGER
    ? { maximum: shape.maximum }
    : {}),
})

const pick = <K extends 'maxLength' | 'maxItems'>(shape: Shape, key: K) =>
  (shape[key] === undefined ? {} : { [key]: shape[key] }) as { readonly [P in K]?: number }

/** A value to start a new list item or variant with: defaults, and empty texts. */
export function blankOf(control: Control): Json {
  switch (control.kind) {
    case 'text':
      return ''
    case 'number':
      return control.minimum ?? 0
    case 'boolean':
      return false
    case 'choice':
      return control.values[0] ?? ''
    case 'columns':
    case 'rows':
    case 'list':
      return []
    case 'table':
      return { name: '' }
    case 'group':
      return blankFields(control.fields)
    case 'variants': {
      const [first] = control.variants
      return first ? { [control.key]: first.value, ...blankFields(first.fields) } : {}
    }
    case 'json':
      return null
  }
}

/** Only what has no default of its own: the rest is better left unsaid. */
export const blankFields = (fields: readonly FieldSpec[]): Record<string, Json> =>
  Object.fromEntries(
    fields.filter((f) => f.required).map((f) => [f.name, f.fallback ?? blankOf(f.control)]),
  )

/** Is a field shown, given the values of its siblings? */
export function isShown(
  spec: FieldSpec,
  siblings: readonly FieldSpec[],
  values: Readonly<Record<string, Json | undefined>>,
): boolean {
  const { when } = spec.meta
  if (!when) return true
  const value = values[when.field] ?? siblings.find((s) => s.name === when.field)?.fallback
  return when.is.some((wanted) => wanted === value)
}
