import type { Meaning, TargetType, WriterContext } from './meaning.ts'
import { readSqlite } from './read-sqlite.ts'

const plain = (nativeType: string): TargetType => ({ nativeType, meaning: readSqlite(nativeType) })

/** Declarations whose affinity keeps every value's text, as the SQLite connector reads them. */
export function writeSqlite(meaning: Meaning, { identity }: WriterContext): TargetType {
  switch (meaning.kind) {
    case 'boolean':
      return plain('BOOLEAN')
    case 'integer':
      return plain(identity ? 'INTEGER' : integerType(meaning.bits, meaning.unsigned))
    case 'decimal':
      return decimalType(meaning.precision, meaning.scale)
    case 'float':
      return plain('REAL')
    case 'text': {
      const type = plain(meaning.length === undefined ? 'TEXT' : `VARCHAR(${meaning.length})`)
      return meaning.caseless ? { ...type, collation: 'NOCASE' } : type
    }
    case 'binary':
    case 'rowversion':
      return plain('BLOB')
    case 'date':
      return plain('DATE')
    case 'time':
      return plain(meaning.zone || meaning.long ? 'TEXT' : `TIME${digits(meaning.precision)}`)
    case 'timestamp':
      return plain(
        `TIMESTAMP${meaning.zone === 'none' ? '' : ' WITH TIME ZONE'}${digits(meaning.precision)}`,
      )
    case 'uuid':
      return plain('UUID')
    case 'json':
    case 'array':
      return plain('JSON TEXT')
    case 'enum':
      return { ...plain('TEXT'), check: 'values' }
    case 'bits':
      return meaning.travels === 'digits'
        ? plain('TEXT')
        : plain((meaning.length ?? 64) < 64 ? 'INTEGER' : 'DECIMAL TEXT(20,0)')
    case 'interval':
    case 'xml':
    case 'set':
    case 'geometry':
    case 'own':
      return plain('TEXT')
  }
}

const digits = (precision: number) => (precision >= 6 ? '' : `(${precision})`)

function integerType(bits: number, unsigned: boolean): string {
  if (bits === 64) return unsigned ? 'DECIMAL TEXT(20,0)' : 'INTEGER'
  if (bits === 32) return unsigned ? 'INTEGER' : 'INT'
  if (bits === 24) return 'MEDIUMINT'
  if (bits === 16) return unsigned ? 'MEDIUMINT' : 'SMALLINT'
  return 'TINYINT'
}

/** Numbers of more than 15 digits stay text, or they would become inexact. */
function decimalType(precision: number | undefined, scale: number | undefined): TargetType {
  const s = Math.max(0, scale ?? 0)
  if (precision === undefined || precision > 38 || s > precision) return plain('TEXT')
  const type = precision <= 15 ? `DECIMAL(${precision},${s})` : `DECIMAL TEXT(${precision},${s})`
  return { nativeType: type, meaning: { kind: 'decimal', precision, scale: s } }
}
