/**
 * Column types of the algebra. They are engine-neutral: each dialect maps them
 * to its own names (`runtime/sql`, `runtime/connectors/<system>/types.ts`).
 */
export type DataType =
  | { readonly kind: 'boolean' }
  /** Signed integer of 8, 16, 32 or 64 bits. */
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64 }
  /** Exact number; 1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision. */
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** IEEE 754 number of 32 or 64 bits. */
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  /** Unicode text; `length` is a declared maximum in characters, where there is one. */
  | { readonly kind: 'text'; readonly length?: number }
  | { readonly kind: 'binary' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  /** Microsecond timestamp; `zone: true` is an instant, `false` a wall-clock reading. */
  | { readonly kind: 'timestamp'; readonly zone: boolean }
  | { readonly kind: 'interval' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'json' }
  | { readonly kind: 'list'; readonly item: DataType }
  | { readonly kind: 'struct'; readonly fields: readonly StructField[] }

export type TypeKind = DataType['kind']

export interface StructField {
  readonly name: string
  readonly type: DataType
}

export const boolean: DataType = { kind: 'boolean' }
export const integer: DataType = { kind: 'integer', bits: 32 }
export const bigint: DataType = { kind: 'integer', bits: 64 }
export const double: DataType = { kind: 'float', bits: 64 }
export const text: DataType = { kind: 'text' }
export const binary: DataType = { kind: 'binary' }
export const date: DataType = { kind: 'date' }
export const time: DataType = { kind: 'time' }
export const timestamp: DataType = { kind: 'timestamp', zone: false }
export const timestamptz: DataType = { kind: 'timestamp', zone: true }
export const interval: DataType = { kind: 'interval' }
export const uuid: DataType = { kind: 'uuid' }
export const json: DataType = { kind: 'json' }
export const decimal = (precision: number, scale: number): DataType => ({
  kind: 'decimal',
  precision,
  scale,
})
export const list = (item: DataType): DataType => ({ kind: 'list', item })

export const isNumeric = (type: DataType): boolean =>
  type.kind === 'integer' || type.kind === 'decimal' || type.kind === 'float'

export const isTemporal = (type: DataType): boolean =>
  type.kind === 'date' || type.kind === 'time' || type.kind === 'timestamp'

/** Structural equality; a declared text length is part of the type. */
export function sameType(a: DataType, b: DataType): boolean {
  return formatType(a) === formatType(b)
}

/**
 * The text people read and write: `integer`, `decimal(18,2)`, `text(40)`,
 * `timestamp with time zone`, `list(text)`, `struct(a integer, b text)`.
 * `parseType` reads it back.
 */
export function formatType(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return { 8: 'tinyint', 16: 'smallint', 32: 'integer', 64: 'bigint' }[type.bits]
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'float':
      return type.bits === 32 ? 'real' : 'double'
    case 'text':
      return type.length === undefined ? 'text' : `text(${type.length})`
    case 'timestamp':
      return type.zone ? 'timestamp with time zone' : 'timestamp'
    case 'list':
      return `list(${formatType(type.item)})`
    case 'struct':
      return `struct(${type.fields.map((f) => `${quoteField(f.name)} ${formatType(f.type)}`).join(', ')})`
    default:
      return type.kind
  }
}

const quoteField = (name: string) =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
