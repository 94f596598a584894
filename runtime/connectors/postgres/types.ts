import type { DataType } from '../../../nodes/kit/data-type.ts'
import * as t from '../../../nodes/kit/data-type.ts'

/** A type as PostgreSQL's catalog describes it; domains are already resolved. */
export interface NativeType {
  /** As in DDL: `numeric(50,10)`, `text[]`. */
  readonly name: string
  /** `pg_type.typname`, and `typtype`: b base, c composite, e enum, r range, m multirange. */
  readonly base: string
  readonly kind: string
  readonly modifier: number
  /** Of `pg_catalog`, and sendable in binary. */
  readonly portable: boolean
  /** Of arrays. */
  readonly item: Omit<NativeType, 'item' | 'modifier' | 'name'> | null
}

const simple: Readonly<Record<string, DataType>> = {
  bool: t.boolean,
  int2: { kind: 'integer', bits: 16 },
  int4: t.integer,
  int8: t.bigint,
  oid: t.bigint,
  float4: { kind: 'float', bits: 32 },
  float8: t.double,
  money: t.decimal(19, 2),
  text: t.text,
  name: { kind: 'text', length: 63 },
  bytea: t.binary,
  date: t.date,
  time: t.time,
  timestamp: t.timestamp,
  timestamptz: t.timestamptz,
  interval: t.interval,
  uuid: t.uuid,
  json: t.json,
  jsonb: t.json,
}

/**
 * The engine-neutral type. What has no counterpart is text. A `numeric` without
 * precision is `decimal(38,10)`: it travels exactly, and expressions compute with ten places.
 */
export function dataTypeOf(native: NativeType): DataType {
  if (native.kind === 'c') return t.json
  if (native.item) return native.item.kind === 'c' ? t.json : t.list(itemType(native))
  if (native.kind !== 'b') return t.text
  return baseType(native.base, native.modifier)
}

const itemType = (array: NativeType): DataType =>
  array.item?.kind === 'b' ? baseType(array.item.base, array.modifier) : t.text

function baseType(base: string, modifier: number): DataType {
  const known = Object.hasOwn(simple, base) ? simple[base] : undefined
  if (known) return known
  if (base === 'numeric') return numericType(modifier)
  if ((base === 'varchar' || base === 'bpchar') && modifier > 4)
    return { kind: 'text', length: modifier - 4 }
  return t.text
}

function numericType(modifier: number): DataType {
  if (modifier < 4) return t.decimal(38, 10)
  const precision = ((modifier - 4) >> 16) & 0xffff
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024
  return precision <= 38 && scale >= 0 && scale <= precision ? t.decimal(precision, scale) : t.text
}

/** A column as canonical text, where PostgreSQL's own text is something else. */
export function canonicalText(sql: string, native: NativeType): string {
  if (native.item || native.kind === 'c') return `to_json(${sql})`
  if (native.base === 'bool') return `${sql}::text`
  if (native.base === 'money') return `${sql}::numeric`
  return sql
}

/** A column as it may travel in COPY BINARY, and the type it then has. */
export function portableBinary(sql: string, native: NativeType): { sql: string; type: string } {
  if (native.kind === 'c' || native.item?.kind === 'c')
    return { sql: `to_json(${sql})`, type: 'json' }
  if (native.base === 'money') return { sql: `${sql}::numeric`, type: 'numeric(19,2)' }
  if (native.item)
    return native.item.portable
      ? { sql, type: native.name }
      : { sql: `${sql}::text[]`, type: 'text[]' }
  return native.portable ? { sql, type: native.name } : { sql: `${sql}::text`, type: 'text' }
}

const plainName =
  /^(?:[a-z][a-z0-9_ ]*|"char")(?:\(\d{1,5}(?:,-?\d{1,5})?\))?[a-z ]*(?:\(\d\))?(?:\[\])*$/

/** Native types come from another server: only what looks like a built-in type enters DDL. */
export const isPlainTypeName = (name: string): boolean => plainName.test(name)

const isString = (type: string) => type === 'text' || /^character varying(\(\d+\))?$/.test(type)

/** True where COPY BINARY of the one type can be read into the other. */
export const binaryFits = (source: string, target: string): boolean =>
  source === target || (isString(source) && isString(target))

/** The type of a new column. */
export function nativeTypeFor(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return { 8: 'smallint', 16: 'smallint', 32: 'integer', 64: 'bigint' }[type.bits]
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`
    case 'float':
      return type.bits === 32 ? 'real' : 'double precision'
    case 'text':
      return type.length === undefined || type.length > 10_485_760
        ? 'text'
        : `character varying(${type.length})`
    case 'binary':
      return 'bytea'
    case 'time':
      return 'time without time zone'
    case 'timestamp':
      return type.zone ? 'timestamp with time zone' : 'timestamp without time zone'
    case 'json':
    case 'struct':
      return 'jsonb'
    case 'list':
      return type.item.kind === 'list' || type.item.kind === 'struct' || type.item.kind === 'json'
        ? 'jsonb'
        : `${nativeTypeFor(type.item)}[]`
    case 'boolean':
    case 'date':
    case 'interval':
    case 'uuid':
      return type.kind
  }
}
