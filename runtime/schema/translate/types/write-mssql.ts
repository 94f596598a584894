import type { Meaning, TargetType, WriterContext } from './meaning.ts'
import { readMssql } from './read-mssql.ts'

/** A clustered key has 900 bytes, and `nvarchar` two for a character. */
const keyCharacters = 450

const plain = (nativeType: string): TargetType => ({ nativeType, meaning: readMssql(nativeType) })

/** By the documentation of SQL Server's types. */
export function writeMssql(meaning: Meaning, context: WriterContext): TargetType {
  switch (meaning.kind) {
    case 'boolean':
      return plain('bit')
    case 'integer':
      return plain(integerType(meaning.bits, meaning.unsigned))
    case 'decimal':
      return plain(
        meaning.precision === undefined
          ? 'decimal(38,10)'
          : `decimal(${Math.min(meaning.precision, 38)},${Math.max(0, Math.min(meaning.scale ?? 0, meaning.precision, 38))})`,
      )
    case 'float':
      return plain(meaning.bits === 32 ? 'real' : 'float')
    case 'bits':
      if (meaning.travels === 'number')
        return plain(meaning.length === 64 ? 'decimal(20,0)' : 'bigint')
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
      return plain(meaning.zone || meaning.long ? 'nvarchar(30)' : `time(${meaning.precision})`)
    case 'timestamp':
      return plain(
        `${meaning.zone === 'none' ? 'datetime2' : 'datetimeoffset'}(${meaning.precision})`,
      )
    case 'interval':
      return plain('nvarchar(100)')
    case 'uuid':
      return plain('uniqueidentifier')
    case 'json':
    case 'array':
      return { nativeType: 'nvarchar(max)', meaning: { kind: 'json', text: true }, check: 'json' }
    case 'xml':
      return plain('xml')
    case 'enum': {
      const longest = Math.max(1, ...meaning.values.map((v) => v.length))
      return { ...textType({ kind: 'text', length: longest }, context), check: 'values' }
    }
    case 'set':
      return textType(
        { kind: 'text', length: Math.max(1, meaning.values.join(',').length) },
        context,
      )
    case 'geometry':
      return plain('nvarchar(max)')
    case 'own':
      return textType({ kind: 'text', length: meaning.length }, context)
  }
}

function integerType(bits: number, unsigned: boolean): string {
  if (bits === 64) return unsigned ? 'decimal(20,0)' : 'bigint'
  if (bits === 32) return unsigned ? 'bigint' : 'int'
  if (bits === 24) return 'int'
  if (bits === 16) return unsigned ? 'int' : 'smallint'
  return unsigned ? 'tinyint' : 'smallint'
}

/** Engines that tell `a` from `A` keep doing so. */
function textType(
  { length, fixed, caseless }: Extract<Meaning, { kind: 'text' }>,
  { keyParts, from }: WriterContext,
): TargetType {
  const most = keyParts > 0 ? Math.floor(keyCharacters / keyParts) : 4000
  const type =
    keyParts > 0
      ? `nvarchar(${Math.min(length ?? most, most)})`
      : length === undefined || length > most
        ? 'nvarchar(max)'
        : `${fixed === 'padded' ? 'nchar' : 'nvarchar'}(${length})`
  const exact = !caseless && (from === 'postgres' || from === 'sqlite')
  return exact ? { ...plain(type), collation: 'Latin1_General_100_BIN2' } : plain(type)
}

function binaryType(
  length: number | undefined,
  fixed: boolean | undefined,
  { keyParts }: WriterContext,
): string {
  if (keyParts > 0) return `varbinary(${Math.min(length ?? 900, Math.floor(900 / keyParts))})`
  if (length === undefined || length > 8000) return 'varbinary(max)'
  return `${fixed ? 'binary' : 'varbinary'}(${length})`
}
