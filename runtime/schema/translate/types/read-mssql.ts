import type { Meaning } from './meaning.ts'
import { nativeParts } from './native.ts'

const simple: Readonly<Record<string, Meaning>> = {
  bit: { kind: 'boolean' },
  tinyint: { kind: 'integer', bits: 8, unsigned: true },
  smallint: { kind: 'integer', bits: 16, unsigned: false },
  int: { kind: 'integer', bits: 32, unsigned: false },
  integer: { kind: 'integer', bits: 32, unsigned: false },
  bigint: { kind: 'integer', bits: 64, unsigned: false },
  real: { kind: 'float', bits: 32 },
  money: { kind: 'decimal', precision: 19, scale: 4, money: true },
  smallmoney: { kind: 'decimal', precision: 10, scale: 4, money: true },
  text: { kind: 'text' },
  ntext: { kind: 'text' },
  sysname: { kind: 'text', length: 128 },
  image: { kind: 'binary' },
  date: { kind: 'date' },
  datetime: { kind: 'timestamp', precision: 3, zone: 'none' },
  smalldatetime: { kind: 'timestamp', precision: 0, zone: 'none' },
  uniqueidentifier: { kind: 'uuid' },
  xml: { kind: 'xml' },
  rowversion: { kind: 'rowversion' },
  timestamp: { kind: 'rowversion' },
  geometry: { kind: 'geometry', shape: 'geometry', wkt: true },
  geography: { kind: 'geometry', shape: 'geography', wkt: true },
}

/** By the documentation of SQL Server's types. `varchar` counts bytes, `nvarchar` UTF-16 units. */
export function readMssql(native: string): Meaning {
  const { base, numbers } = nativeParts(native)
  const [first, second] = numbers
  if (Object.hasOwn(simple, base)) return simple[base] as Meaning
  const length = first === undefined ? 1 : Number.isFinite(first) ? first : undefined
  switch (base) {
    case 'decimal':
    case 'numeric':
      return { kind: 'decimal', precision: first ?? 18, scale: second ?? 0 }
    case 'float':
      return { kind: 'float', bits: first !== undefined && first <= 24 ? 32 : 64 }
    case 'char':
    case 'nchar':
      return { kind: 'text', length, fixed: 'padded' }
    case 'varchar':
    case 'nvarchar':
      return { kind: 'text', length }
    case 'binary':
      return { kind: 'binary', length, fixed: true }
    case 'varbinary':
      return { kind: 'binary', length }
    case 'time':
      return { kind: 'time', precision: first ?? 7, zone: false }
    case 'datetime2':
      return { kind: 'timestamp', precision: first ?? 7, zone: 'none' }
    case 'datetimeoffset':
      return { kind: 'timestamp', precision: first ?? 7, zone: 'offset' }
    default:
      return { kind: 'own', name: base }
  }
}
