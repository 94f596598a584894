import type { DataType } from '../../../nodes/kit/data-type.ts'
import * as t from '../../../nodes/kit/data-type.ts'

/** A type as sys.columns describes it; alias types are already resolved. */
export interface NativeType {
  /** `nvarchar`, `decimal`, `geometry`. */
  readonly base: string
  /** In bytes; -1 for `(max)`. */
  readonly maxLength: number
  readonly precision: number
  readonly scale: number
}

const wide = (base: string) => base === 'nchar' || base === 'nvarchar'

/** Characters or bytes of a type that has a length; undefined for `(max)`. */
export const lengthOf = ({ base, maxLength }: NativeType): number | undefined =>
  maxLength < 0 ? undefined : wide(base) ? maxLength / 2 : maxLength

/** The whole type in the words of DDL: `nvarchar(40)`, `decimal(12,2)`, `rowversion`. */
export function typeName(native: NativeType): string {
  const { base, precision, scale } = native
  switch (base) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return `${base}(${lengthOf(native) ?? 'max'})`
    case 'decimal':
    case 'numeric':
      return `${base}(${precision},${scale})`
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return `${base}(${scale})`
    case 'timestamp':
      return 'rowversion'
    default:
      return base
  }
}

const synonyms: Readonly<Record<string, string>> = {
  integer: 'int',
  dec: 'decimal',
  rowversion: 'timestamp',
  sysname: 'nvarchar',
  character: 'char',
  'character varying': 'varchar',
  'char varying': 'varchar',
  'national character varying': 'nvarchar',
  'national char varying': 'nvarchar',
  'national character': 'nchar',
  'national char': 'nchar',
  'national text': 'ntext',
  'binary varying': 'varbinary',
  'double precision': 'float',
}

/** The reverse of `typeName`, for types that other code has written. */
export function parseTypeName(text: string): NativeType {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\s+collate\s+\w+$/, '')
  const found = /^([a-z_ ]*[a-z_]\d?)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(plain)
  const word = found?.[1]?.replace(/\s+/g, ' ') ?? plain
  const base = synonyms[word] ?? word
  const first = found?.[2]
  const number = first === undefined || first === 'max' ? undefined : Number(first)
  const of = (maxLength: number, precision = 0, scale = 0): NativeType =>
    base === 'float' && number !== undefined && number <= 24
      ? { base: 'real', maxLength: 4, precision: 24, scale: 0 }
      : { base, maxLength, precision, scale }
  switch (base) {
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return of(first === 'max' ? -1 : (number ?? 1))
    case 'nchar':
    case 'nvarchar':
      return of(first === 'max' ? -1 : 2 * (number ?? (word === 'sysname' ? 128 : 1)))
    case 'decimal':
    case 'numeric':
      return of(17, number ?? 18, Number(found?.[3] ?? 0))
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return of(8, 0, number ?? 7)
    default:
      return of(fixedLength[base] ?? -1)
  }
}

const fixedLength: Readonly<Record<string, number>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  real: 4,
  float: 8,
  smallmoney: 4,
  money: 8,
  date: 3,
  smalldatetime: 4,
  datetime: 8,
  uniqueidentifier: 16,
  timestamp: 8,
}

const simple: Readonly<Record<string, DataType>> = {
  bit: t.boolean,
  tinyint: { kind: 'integer', bits: 16 },
  smallint: { kind: 'integer', bits: 16 },
  int: t.integer,
  bigint: t.bigint,
  real: { kind: 'float', bits: 32 },
  float: t.double,
  smallmoney: t.decimal(10, 4),
  money: t.decimal(19, 4),
  date: t.date,
  time: t.time,
  smalldatetime: t.timestamp,
  datetime: t.timestamp,
  datetime2: t.timestamp,
  datetimeoffset: t.timestamptz,
  uniqueidentifier: t.uuid,
  binary: t.binary,
  varbinary: t.binary,
  image: t.binary,
  timestamp: t.binary,
  json: t.json,
}

/** The engine-neutral type; what has no counterpart is text. */
export function dataTypeOf(native: NativeType): DataType {
  const { base, precision, scale } = native
  if (Object.hasOwn(simple, base)) return simple[base] ?? t.text
  if (base === 'decimal' || base === 'numeric') return t.decimal(precision, scale)
  if (/^n?(var)?char$/.test(base)) {
    const length = lengthOf(native)
    return length === undefined ? t.text : { kind: 'text', length }
  }
  return t.text
}

/** Keys are compared byte by byte, so that no two keys of the source become one. */
export const keyCollation = 'Latin1_General_100_BIN2'

/** The bytes a clustered key may have, less what fixed columns may need. */
const keyBytes = 880

/** The type of a new column. `keyShare`: how many texts share the key's 900 bytes; 0: no key. */
export function nativeTypeFor(type: DataType, keyShare = 0): string {
  switch (type.kind) {
    case 'boolean':
      return 'bit'
    case 'integer':
      // SQL Server's tinyint has no negative numbers.
      return { 8: 'smallint', 16: 'smallint', 32: 'int', 64: 'bigint' }[type.bits]
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'float':
      return type.bits === 32 ? 'real' : 'float'
    case 'text':
      if (keyShare > 0) {
        const most = Math.floor(keyBytes / 2 / keyShare)
        return `nvarchar(${Math.min(type.length ?? most, most)}) COLLATE ${keyCollation}`
      }
      return type.length !== undefined && type.length > 0 && type.length <= 4000
        ? `nvarchar(${type.length})`
        : 'nvarchar(max)'
    case 'binary':
      return keyShare > 0 ? `varbinary(${Math.floor(keyBytes / keyShare)})` : 'varbinary(max)'
    case 'date':
      return 'date'
    case 'time':
      return 'time(6)'
    case 'timestamp':
      return type.zone ? 'datetimeoffset(6)' : 'datetime2(6)'
    case 'interval':
      return 'nvarchar(100)'
    case 'uuid':
      return 'uniqueidentifier'
    case 'json':
    case 'list':
    case 'struct':
      return keyShare > 0 ? `nvarchar(${Math.floor(keyBytes / 2 / keyShare)})` : 'nvarchar(max)'
  }
}

const plainName = /^[a-z][a-z0-9_]*(?:\((?:max|\d{1,4}(?:,\d{1,2})?)\))?$/
const copied = new Set(
  (
    'bit tinyint smallint int bigint decimal numeric money smallmoney float real date time datetime ' +
    'datetime2 datetimeoffset smalldatetime char varchar nchar nvarchar text ntext binary varbinary ' +
    'image uniqueidentifier xml sql_variant hierarchyid geometry geography'
  ).split(' '),
)

/** Native types come from another server: only built-in types enter DDL. */
export const isPlainTypeName = (text: string): boolean =>
  plainName.test(text) && copied.has(parseTypeName(text).base)
