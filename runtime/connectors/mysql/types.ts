import type { DataType } from '../../../nodes/kit/data-type.ts'
import * as t from '../../../nodes/kit/data-type.ts'

/** How the bytes of a field become canonical text. */
export type Encoding = 'raw' | 'text' | 'boolean' | 'hex' | 'unsigned' | 'date' | 'instant'

export interface NativeType {
  readonly type: DataType
  readonly encoding: Encoding
  /** What to ask the server for, where its own text would not do. */
  readonly select: (column: string) => string
  /** The same for a table of MySQL, with all that the usual form leaves out. */
  readonly selectOwn?: (column: string) => string
}

/** A row of `information_schema.columns`. */
export interface ColumnInfo {
  readonly name: string
  /** `decimal`, and `decimal(10,2) unsigned`. */
  readonly base: string
  readonly full: string
  readonly length: number | null
  readonly precision: number | null
  readonly scale: number | null
  readonly json: boolean
}

const asIs = (column: string) => column
const native = (
  type: DataType,
  encoding: Encoding,
  select: (column: string) => string = asIs,
): NativeType => ({ type, encoding, select })

const integer = (bits: 8 | 16 | 32 | 64): DataType => ({ kind: 'integer', bits })
const asNumber = (column: string) => `${column} + 0`
/** FLOAT prints six digits; as DOUBLE it prints all it holds. */
const asDouble = (column: string) => `CAST(${column} AS DOUBLE)`

export function nativeOf(c: ColumnInfo): NativeType {
  const unsigned = /\bunsigned\b/.test(c.full)
  switch (c.base) {
    case 'tinyint':
      if (/^tinyint\(1\)/.test(c.full)) return native(t.boolean, 'boolean')
      return native(integer(unsigned ? 16 : 8), 'raw')
    case 'smallint':
      return native(integer(unsigned ? 32 : 16), 'raw')
    case 'mediumint':
      return native(integer(32), 'raw')
    case 'int':
      return native(integer(unsigned ? 64 : 32), 'raw')
    case 'bigint':
      return unsigned ? native(t.decimal(20, 0), 'unsigned') : native(t.bigint, 'raw')
    case 'year':
      return native(integer(16), 'raw')
    case 'bit':
      return bitType(c.precision ?? 1)
    case 'decimal':
      return native(decimalType(c.precision ?? 10, c.scale ?? 0), 'raw')
    case 'float':
      return native({ kind: 'float', bits: 32 }, 'raw', asDouble)
    case 'double':
      return native(t.double, 'raw')
    case 'date':
      return native(t.date, 'date')
    case 'datetime':
      return native(t.timestamp, 'date')
    case 'timestamp':
      return native(t.timestamptz, 'instant')
    case 'time':
      return native(t.time, 'raw')
    case 'json':
      return native(t.json, 'text')
    case 'uuid':
      return native(t.uuid, 'raw')
    case 'binary':
    case 'varbinary':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return native(t.binary, 'hex')
    case 'char':
    case 'varchar':
      return native(c.length ? { kind: 'text', length: Number(c.length) } : t.text, 'text')
    case 'geometry':
    case 'point':
    case 'linestring':
    case 'polygon':
    case 'multipoint':
    case 'multilinestring':
    case 'multipolygon':
    case 'geometrycollection':
    case 'geomcollection':
      return {
        ...native(t.text, 'text', (column) => `ST_AsText(${column})`),
        // The server's own form has the SRID and every digit.
        selectOwn: (column) => `HEX(${column})`,
      }
    default:
      return native(c.json ? t.json : t.text, 'text')
  }
}

function bitType(bits: number): NativeType {
  if (bits === 1) return native(t.boolean, 'boolean', asNumber)
  return native(bits < 64 ? t.bigint : t.decimal(20, 0), 'raw', asNumber)
}

const decimalType = (precision: number, scale: number): DataType =>
  precision <= 38 ? t.decimal(precision, scale) : t.text

/** What the encoder makes of a field, as SQL. */
export function canonicalSql(sql: string, encoding: Encoding): string {
  const text = `CAST(${sql} AS CHAR)`
  switch (encoding) {
    case 'boolean':
      return `CASE ${sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE ${text} END`
    case 'hex':
      return `CONCAT(_utf8mb4 X'5C78', LOWER(HEX(${sql})))`
    case 'date':
    case 'instant':
      return `CASE WHEN MONTH(${sql}) > 0 AND DAY(${sql}) > 0 AND YEAR(${sql}) > 0 THEN ${
        encoding === 'date' ? text : `CONCAT(${text}, '+00')`
      } END`
    default:
      return text
  }
}

/** What the protocol says about a column of a query's result. */
export interface FieldInfo {
  readonly columnType: number
  readonly columnLength: number
  readonly decimals: number
  readonly flags: number
  readonly characterSet: number
}

const unsignedFlag = 32
const binaryCharset = 63
const codes: Readonly<Record<number, string>> = {
  0: 'decimal',
  1: 'tinyint',
  2: 'smallint',
  3: 'int',
  4: 'float',
  5: 'double',
  7: 'timestamp',
  8: 'bigint',
  9: 'mediumint',
  10: 'date',
  11: 'time',
  12: 'datetime',
  13: 'year',
  16: 'bit',
  245: 'json',
  246: 'decimal',
  255: 'geometry',
}

/** The same from a result's metadata, for queries. Text lengths come in bytes of four. */
export function nativeOfField(name: string, field: FieldInfo): NativeType {
  const unsigned = (field.flags & unsignedFlag) !== 0
  const known = codes[field.columnType]
  const binary = field.characterSet === binaryCharset
  const base = known ?? (binary ? 'varbinary' : 'text')
  const scale = field.decimals === 39 ? 0 : field.decimals
  const bits = base === 'bit'
  return nativeOf({
    name,
    base,
    full: `${base}${base === 'tinyint' ? `(${field.columnLength})` : ''}${unsigned ? ' unsigned' : ''}`,
    length: null,
    precision: bits
      ? field.columnLength
      : field.columnLength - (scale > 0 ? 1 : 0) - (unsigned ? 0 : 1),
    scale,
    json: false,
  })
}

/** The type of a new column. Keys need a length; other texts never are cut. */
export function nativeTypeFor(type: DataType, key: boolean): string {
  switch (type.kind) {
    case 'boolean':
      return 'tinyint(1)'
    case 'integer':
      return { 8: 'tinyint', 16: 'smallint', 32: 'int', 64: 'bigint' }[type.bits]
    case 'decimal':
      return type.scale <= 30 ? `decimal(${type.precision},${type.scale})` : 'varchar(42)'
    case 'float':
      return type.bits === 32 ? 'float' : 'double'
    case 'text':
      if (key) return `varchar(${Math.min(type.length ?? 255, 768)}) COLLATE utf8mb4_bin`
      return type.length !== undefined && type.length <= 255
        ? `varchar(${type.length})`
        : 'longtext'
    case 'binary':
      return key ? 'varbinary(255)' : 'longblob'
    case 'date':
      return 'date'
    case 'time':
      return 'time(6)'
    case 'timestamp':
      return 'datetime(6)'
    case 'interval':
      return 'varchar(100)'
    case 'uuid':
      return 'char(36)'
    case 'json':
    case 'list':
    case 'struct':
      return 'json'
  }
}

/** An expression of canonical text `v`, in which `v` occurs once, that the column accepts. */
export function fromCanonical(type: DataType, target: string): ((v: string) => string) | undefined {
  const numeric = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)\b/.test(
    target,
  )
  const bits = (sql: string) => (/^bit\b/.test(target) ? `CAST(${sql} AS UNSIGNED)` : sql)
  if (type.kind === 'boolean' && numeric)
    return (v) => bits(`REPLACE(REPLACE(${v}, 'true', '1'), 'false', '0')`)
  if (/^bit\b/.test(target)) return bits
  if (type.kind === 'binary' && /(binary|blob)\b/.test(target))
    return (v) => `UNHEX(SUBSTRING(${v}, 3))`
  if (type.kind === 'timestamp' && type.zone && /^(datetime|timestamp)\b/.test(target))
    return (v) => `SUBSTRING_INDEX(${v}, '+', 1)`
  if (
    /^(geometry|point|linestring|polygon|multi(point|linestring|polygon)|geom\w*collection)\b/.test(
      target,
    )
  )
    return (v) => `IF(${v} REGEXP '^[0-9A-F]*$', UNHEX(${v}), ST_GeomFromText(${v}))`
  return undefined
}
