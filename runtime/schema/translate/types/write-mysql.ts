import type { Meaning, TargetType, WriterContext } from './meaning.ts'
import { readMysql } from './read-mysql.ts'

/** InnoDB keys have 3072 bytes, a character up to four. */
const keyCharacters = 768
/** `varchar` counts towards a row's 65,535 bytes; longer ones are better off elsewhere. */
const longestVarchar = 4000

const plain = (nativeType: string): TargetType => ({ nativeType, meaning: readMysql(nativeType) })

export function writeMysql(meaning: Meaning, context: WriterContext): TargetType {
  switch (meaning.kind) {
    case 'boolean':
      return plain('tinyint(1)')
    case 'integer': {
      const word = { 8: 'tinyint', 16: 'smallint', 24: 'mediumint', 32: 'int', 64: 'bigint' }
      if (meaning.year) return plain('year')
      return plain(`${word[meaning.bits]}${meaning.unsigned ? ' unsigned' : ''}`)
    }
    case 'decimal':
      return plain(decimalType(meaning.precision, meaning.scale, meaning.unsigned))
    case 'float':
      return plain(meaning.bits === 32 ? 'float' : 'double')
    case 'bits':
      if (meaning.length !== undefined && meaning.length <= 64 && !meaning.varying)
        return meaning.length === 1
          ? { nativeType: 'bit(1)', meaning: { kind: 'boolean' } }
          : plain(`bit(${meaning.length})`)
      return textType({ kind: 'text', length: meaning.length }, context)
    case 'text':
      return textType(meaning, context)
    case 'binary':
      return plain(binaryType(meaning.length, meaning.fixed, context))
    case 'rowversion':
      return plain('binary(8)')
    case 'date':
      return plain('date')
    case 'time':
      return meaning.zone ? plain('varchar(30)') : plain(`time${digits(meaning.precision)}`)
    case 'timestamp':
      return plain(`datetime${digits(meaning.precision)}`)
    case 'interval':
      return plain('varchar(100)')
    case 'uuid':
      return hasUuid(context) ? plain('uuid') : plain('char(36)')
    case 'json':
    case 'array':
      return { nativeType: 'json', meaning: { kind: 'json', text: context.mariadb } }
    case 'xml':
      return plain('longtext')
    case 'enum':
    case 'set':
      return listType(meaning.kind, meaning.values, context)
    case 'geometry':
      return plain(meaning.wkt && meaning.shape !== 'geography' ? meaning.shape : 'longtext')
    case 'own':
      return textType({ kind: 'text', length: meaning.length }, context)
  }
}

const digits = (precision: number) => (precision === 0 ? '' : `(${Math.min(precision, 6)})`)

function decimalType(
  precision: number | undefined,
  scale: number | undefined,
  unsigned: boolean | undefined,
): string {
  const sign = unsigned ? ' unsigned' : ''
  if (precision === undefined) return `decimal(65,30)${sign}`
  return `decimal(${Math.min(precision, 65)},${Math.max(0, Math.min(scale ?? 0, 30))})${sign}`
}

function textType(
  { length, bytes, fixed, caseless }: Extract<Meaning, { kind: 'text' }>,
  { keyParts }: WriterContext,
): TargetType {
  const most =
    keyParts > 0 ? Math.min(keyParts > 3 ? Math.floor(keyCharacters / keyParts) : 255) : 0
  const type =
    keyParts > 0
      ? `varchar(${Math.min(length ?? most, keyParts > 1 ? most : keyCharacters)})`
      : unkeyed(length, bytes, fixed)
  return caseless ? { ...plain(type), collation: 'utf8mb4_unicode_ci' } : plain(type)
}

function unkeyed(
  length: number | undefined,
  bytes: number | undefined,
  fixed: 'padded' | 'stripped' | undefined,
): string {
  if (length === undefined) {
    if (bytes !== undefined && bytes <= 255) return 'tinytext'
    return bytes !== undefined && bytes <= 16_777_215 ? 'mediumtext' : 'longtext'
  }
  if (fixed && length <= 255) return `char(${length})`
  if (length <= longestVarchar) return `varchar(${length})`
  return length <= 4_194_303 ? 'mediumtext' : 'longtext'
}

function binaryType(
  length: number | undefined,
  fixed: boolean | undefined,
  { keyParts }: WriterContext,
): string {
  if (fixed && length !== undefined && length <= 255) return `binary(${length})`
  if (keyParts > 0) return `varbinary(${Math.min(length ?? 255, Math.floor(3072 / keyParts))})`
  if (length !== undefined && length <= 16_000) return `varbinary(${length})`
  return length !== undefined && length <= 16_777_215 ? 'mediumblob' : 'longblob'
}

/** An enum has at most 65,535 values, a set 64 without commas; blanks at the end are lost. */
function listType(
  kind: 'enum' | 'set',
  values: readonly string[],
  context: WriterContext,
): TargetType {
  const folded = new Set(values.map((v) => v.toLowerCase().trimEnd()))
  const fits =
    values.length > 0 &&
    folded.size === values.length &&
    values.every((v) => v.length <= 255 && !/ $/.test(v)) &&
    (kind === 'enum' || (values.length <= 64 && !values.some((v) => v.includes(','))))
  if (fits) {
    const list = values.map((v) => `'${v.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`)
    return { nativeType: `${kind}(${list.join(',')})`, meaning: { kind, values }, values }
  }
  return { ...textType({ kind: 'text' }, context), ...(kind === 'enum' && { check: 'values' }) }
}

const hasUuid = ({ mariadb, version: [major = 0, minor = 0] }: WriterContext) =>
  mariadb && (major > 10 || (major === 10 && minor >= 7))
