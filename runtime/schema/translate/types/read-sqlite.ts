import type { TableColumn } from '../../model.ts'
import type { Meaning } from './meaning.ts'
import { nativeParts } from './native.ts'

/**
 * The words of a declaration, read as SQLite's own users mean them; what is not declared is
 * what its values are (`column.type`, from a sample).
 */
export function readSqlite(native: string, column?: Pick<TableColumn, 'type'>): Meaning {
  const { base, numbers, unsigned } = nativeParts(native)
  const [first, second] = numbers
  if (base === '') return column ? readKind(column.type.kind) : { kind: 'text' }
  if (/^bool/.test(base)) return { kind: 'boolean' }
  if (/^tinyint\b/.test(base)) return { kind: 'integer', bits: unsigned ? 8 : 16, unsigned }
  if (/^(smallint|int2)\b/.test(base)) return { kind: 'integer', bits: 16, unsigned }
  if (/^mediumint\b/.test(base)) return { kind: 'integer', bits: 32, unsigned: false }
  if (/^(decimal|numeric|number|money)/.test(base)) {
    const fits = first !== undefined && first >= 1 && first <= 38 && (second ?? 0) <= first
    return fits
      ? { kind: 'decimal', precision: first, scale: second ?? 0 }
      : { kind: 'float', bits: 64 }
  }
  if (/^json/.test(base)) return { kind: 'json', text: true }
  if (/^(datetime|timestamp)/.test(base))
    return {
      kind: 'timestamp',
      precision: first ?? 6,
      zone: /tz|with time zone/.test(base) ? 'utc' : 'none',
    }
  if (/^date\b/.test(base)) return { kind: 'date' }
  if (/^time\b/.test(base)) return { kind: 'time', precision: first ?? 6, zone: false }
  if (/^(uuid|guid|uniqueidentifier)\b/.test(base)) return { kind: 'uuid' }
  if (/int/.test(base)) return { kind: 'integer', bits: 64, unsigned: false }
  if (/char|clob|text/.test(base)) return { kind: 'text', length: first }
  if (/blob|binary/.test(base)) return { kind: 'binary', length: first }
  if (/real|floa|doub/.test(base)) return { kind: 'float', bits: 64 }
  return { kind: 'text' }
}

function readKind(kind: TableColumn['type']['kind']): Meaning {
  switch (kind) {
    case 'integer':
      return { kind: 'integer', bits: 64, unsigned: false }
    case 'float':
      return { kind: 'float', bits: 64 }
    case 'binary':
      return { kind: 'binary' }
    default:
      return { kind: 'text' }
  }
}
