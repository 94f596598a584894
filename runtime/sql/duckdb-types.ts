import type { DataType } from '../../nodes/kit/data-type.ts'
import { decimal, text } from '../../nodes/kit/data-type.ts'
import { quoteName } from './quote.ts'

const integers = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' } as const

/**
 * A type in DuckDB's words. A text's length has no place there.
 * @example printDuckDbType(list(decimal(18, 2))) // DECIMAL(18,2)[]
 */
export function printDuckDbType(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN'
    case 'integer':
      return integers[type.bits]
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'float':
      return type.bits === 32 ? 'FLOAT' : 'DOUBLE'
    case 'text':
      return 'VARCHAR'
    case 'binary':
      return 'BLOB'
    case 'timestamp':
      return type.zone ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP'
    case 'list':
      return `${printDuckDbType(type.item)}[]`
    case 'struct': {
      const fields = type.fields.map(
        (f) => `${quoteName(f.name, 'duckdb')} ${printDuckDbType(f.type)}`,
      )
      return `STRUCT(${fields.join(', ')})`
    }
    default:
      return type.kind.toUpperCase()
  }
}

const simple: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ['BOOLEAN', { kind: 'boolean' }],
  ['TINYINT', { kind: 'integer', bits: 8 }],
  ['SMALLINT', { kind: 'integer', bits: 16 }],
  ['INTEGER', { kind: 'integer', bits: 32 }],
  ['BIGINT', { kind: 'integer', bits: 64 }],
  ['UTINYINT', { kind: 'integer', bits: 16 }],
  ['USMALLINT', { kind: 'integer', bits: 32 }],
  ['UINTEGER', { kind: 'integer', bits: 64 }],
  ['UBIGINT', decimal(20, 0)],
  ['HUGEINT', decimal(38, 0)],
  ['UHUGEINT', decimal(38, 0)],
  ['FLOAT', { kind: 'float', bits: 32 }],
  ['DOUBLE', { kind: 'float', bits: 64 }],
  ['BLOB', { kind: 'binary' }],
  ['DATE', { kind: 'date' }],
  ['TIME', { kind: 'time' }],
  ['TIME_NS', { kind: 'time' }],
  ['TIMESTAMP', { kind: 'timestamp', zone: false }],
  ['TIMESTAMP_S', { kind: 'timestamp', zone: false }],
  ['TIMESTAMP_MS', { kind: 'timestamp', zone: false }],
  ['TIMESTAMP_NS', { kind: 'timestamp', zone: false }],
  ['TIMESTAMP WITH TIME ZONE', { kind: 'timestamp', zone: true }],
  ['INTERVAL', { kind: 'interval' }],
  ['UUID', { kind: 'uuid' }],
  ['JSON', { kind: 'json' }],
])

/**
 * The type that takes every value of a DuckDB type; a cast to it is needed where
 * `printDuckDbType` of the answer differs from the question. Total: what has no
 * counterpart (ENUM, BIT, TIME WITH TIME ZONE …) is text.
 * @example fromDuckDbType('UINTEGER[]') // list(bigint)
 */
export function fromDuckDbType(source: string): DataType {
  const name = source.trim()
  const array = /^(.*)\[\d*\]$/s.exec(name)
  if (array) return { kind: 'list', item: fromDuckDbType(array[1] ?? '') }
  const known = simple.get(name.toUpperCase())
  if (known) return known
  const match = /^(\w+) ?\((.*)\)$/s.exec(name)
  const inner = match?.[2] ?? ''
  switch (match?.[1]?.toUpperCase()) {
    case 'DECIMAL': {
      const [precision, scale] = inner.split(',').map(Number)
      return decimal(precision ?? 18, scale ?? 3)
    }
    case 'STRUCT':
      return structOf(inner)
    case 'MAP':
      return { kind: 'json' }
    default:
      return text
  }
}

function structOf(inner: string): DataType {
  const fields = splitTopLevel(inner).map((part) => {
    const match = /^\s*(?:"((?:[^"]|"")+)"|(\S+))\s+(.+)$/s.exec(part)
    const name = match?.[1]?.replaceAll('""', '"') ?? match?.[2]
    return name === undefined ? undefined : { name, type: fromDuckDbType(match?.[3] ?? '') }
  })
  // An unnamed struct, as row(1, 2) makes it.
  return fields.every((f) => f !== undefined) ? { kind: 'struct', fields } : { kind: 'json' }
}

/** Splits at commas outside brackets and quotes. */
function splitTopLevel(source: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? ''
    if (quote) {
      if (c === quote) quote = ''
    } else if (c === '"' || c === "'") quote = c
    else if (c === '(') depth++
    else if (c === ')') depth--
    else if (c === ',' && depth === 0) {
      parts.push(source.slice(start, i))
      start = i + 1
    }
  }
  return [...parts, source.slice(start)]
}
