import type { DataType } from '../../../nodes/kit/data-type.ts'
import * as t from '../../../nodes/kit/data-type.ts'

/** Types from the words of a declaration; SQLite itself keeps only affinities. */
export function dataTypeOf(declared: string): DataType {
  const type = declared.trim().toUpperCase()
  const [, first, second] = /\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(type) ?? []
  if (/^BOOL/.test(type)) return t.boolean
  if (/^(TINYINT|SMALLINT|INT2)\b/.test(type)) return { kind: 'integer', bits: 16 }
  if (/^MEDIUMINT\b/.test(type)) return t.integer
  if (/^(DECIMAL|NUMERIC|NUMBER|MONEY)/.test(type)) return decimalOf(first, second)
  if (/^JSON/.test(type)) return t.json
  if (/^(DATETIME|TIMESTAMP)/.test(type))
    return /TZ|WITH TIME ZONE/.test(type) ? t.timestamptz : t.timestamp
  if (/^DATE\b/.test(type)) return t.date
  if (/^TIME\b/.test(type)) return t.time
  if (/^(UUID|GUID|UNIQUEIDENTIFIER)\b/.test(type)) return t.uuid
  if (/INT/.test(type)) return t.bigint
  if (/CHAR|CLOB|TEXT/.test(type)) return first ? { kind: 'text', length: Number(first) } : t.text
  if (/BLOB|BINARY/.test(type)) return t.binary
  if (/REAL|FLOA|DOUB/.test(type)) return t.double
  return t.text
}

/** Without a precision SQLite computes in doubles. */
function decimalOf(precision: string | undefined, scale: string | undefined): DataType {
  const p = Number(precision ?? 0)
  const s = Number(scale ?? 0)
  return p >= 1 && p <= 38 && s <= p ? t.decimal(p, s) : t.double
}

/** From what is there, where nothing is declared: the storage classes of a sample. */
export function dataTypeOfValues(classes: ReadonlySet<string>): DataType {
  const seen = new Set(classes)
  seen.delete('null')
  if (seen.size === 0) return t.text
  if ([...seen].every((c) => c === 'integer')) return t.bigint
  if ([...seen].every((c) => c === 'integer' || c === 'real')) return t.double
  if ([...seen].every((c) => c === 'blob')) return t.binary
  return t.text
}

/**
 * The declaration of a new column. Its affinity must keep the text exact: decimals of more
 * than 15 digits and JSON stay text.
 */
export function declarationFor(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN'
    case 'integer':
      return { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'INTEGER' }[type.bits]
    case 'decimal':
      return type.precision <= 15
        ? `DECIMAL(${type.precision},${type.scale})`
        : `DECIMAL TEXT(${type.precision},${type.scale})`
    case 'float':
      return 'REAL'
    case 'text':
      return type.length === undefined ? 'TEXT' : `VARCHAR(${type.length})`
    case 'binary':
      return 'BLOB'
    case 'date':
      return 'DATE'
    case 'time':
      return 'TIME'
    case 'timestamp':
      return type.zone ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP'
    case 'interval':
      return 'TEXT'
    case 'uuid':
      return 'UUID'
    case 'json':
    case 'list':
    case 'struct':
      return 'JSON TEXT'
  }
}

/** Canonical text as what is stored. What cannot be converted stays text and is refused. */
export function storedValue(v: string, type: DataType, declared: DataType): string {
  if (type.kind === 'boolean' && declared.kind !== 'text')
    return `CASE ${v} WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE ${v} END`
  if (type.kind === 'binary' && declared.kind === 'binary')
    return `CASE WHEN substr(${v}, 1, 2) = '\\x' THEN coalesce(unhex(substr(${v}, 3)), ${v}) ELSE ${v} END`
  if (type.kind === 'float' && declared.kind !== 'text')
    return `CASE ${v} WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999 ELSE ${v} END`
  return v
}

/** A condition that holds where the stored value is not of the declared type. */
export function misfit(column: string, declared: DataType, exactText: boolean): string | undefined {
  switch (declared.kind) {
    case 'boolean':
      return `${column} NOT IN (0, 1)`
    case 'integer':
      return `typeof(${column}) NOT IN ('integer', 'null')`
    case 'float':
      return `typeof(${column}) NOT IN ('real', 'integer', 'null')`
    case 'decimal':
      return exactText ? undefined : `typeof(${column}) NOT IN ('real', 'integer', 'null')`
    case 'binary':
      return `typeof(${column}) NOT IN ('blob', 'null')`
    case 'text':
      return declared.length === undefined ? undefined : `length(${column}) > ${declared.length}`
    default:
      return undefined
  }
}
