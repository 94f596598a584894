import type { Meaning, TargetType } from './meaning.ts'
import { readPostgres } from './read-postgres.ts'

const plain = (nativeType: string): TargetType => ({
  nativeType,
  meaning: readPostgres(nativeType),
})

export function writePostgres(meaning: Meaning): TargetType {
  switch (meaning.kind) {
    case 'boolean':
    case 'date':
    case 'interval':
    case 'uuid':
    case 'xml':
      return plain(meaning.kind)
    case 'integer':
      return plain(integerType(meaning.bits, meaning.unsigned))
    case 'decimal':
      return plain(decimalType(meaning.precision, meaning.scale))
    case 'float':
      return plain(meaning.bits === 32 ? 'real' : 'double precision')
    case 'bits': {
      if (meaning.travels === 'number' && (meaning.length ?? 64) >= 64)
        return plain('numeric(20,0)')
      const length = meaning.length === undefined ? '' : `(${meaning.length})`
      return plain(meaning.varying ? `bit varying${length}` : `bit${length}`)
    }
    case 'text':
      return plain(textType(meaning))
    case 'binary':
    case 'rowversion':
      return plain('bytea')
    case 'time':
      return plain(
        `time${digits(meaning.precision)} ${meaning.zone ? 'with' : 'without'} time zone`,
      )
    case 'timestamp':
      return plain(
        `timestamp${digits(meaning.precision)} ${meaning.zone === 'none' ? 'without' : 'with'} time zone`,
      )
    case 'json':
      return plain(meaning.text ? 'json' : 'jsonb')
    case 'enum':
      return enumType(meaning.values, false)
    case 'set':
      return enumType(meaning.values, true)
    case 'array': {
      const item = writePostgres(meaning.item)
      return item.named ? plain('jsonb') : plain(`${item.nativeType}[]`)
    }
    case 'geometry':
      return plain('text')
    case 'own':
      return plain(/^inet[46]$/.test(meaning.name) ? 'inet' : 'text')
  }
}

/** `(6)` is what it is without. */
const digits = (precision: number) => (precision >= 6 ? '' : `(${precision})`)

function integerType(bits: number, unsigned: boolean): string {
  if (bits === 64) return unsigned ? 'numeric(20,0)' : 'bigint'
  if (bits === 32) return unsigned ? 'bigint' : 'integer'
  if (bits === 24) return 'integer'
  return bits === 16 && unsigned ? 'integer' : 'smallint'
}

function decimalType(precision: number | undefined, scale: number | undefined): string {
  return precision === undefined || precision > 1000
    ? 'numeric'
    : `numeric(${precision},${scale ?? 0})`
}

function textType({ length, fixed, caseless }: Extract<Meaning, { kind: 'text' }>): string {
  if (caseless || length === undefined || length > 10_485_760) return 'text'
  return fixed === 'padded' ? `character(${length})` : `character varying(${length})`
}

/** A label has at most 63 bytes; longer ones are texts under a check. */
function enumType(values: readonly string[], array: boolean): TargetType {
  const fits = values.length > 0 && values.every((v) => new TextEncoder().encode(v).length <= 63)
  if (fits)
    return {
      nativeType: 'text',
      meaning: array
        ? { kind: 'array', item: { kind: 'enum', values }, itemType: 'enum' }
        : { kind: 'enum', values },
      named: { values, array },
    }
  return array ? plain('text[]') : { ...plain('text'), check: 'values' }
}
