import type { DataType, StructField } from './data-type.ts'

const names: Readonly<Record<string, DataType>> = {
  boolean: { kind: 'boolean' },
  bool: { kind: 'boolean' },
  tinyint: { kind: 'integer', bits: 8 },
  smallint: { kind: 'integer', bits: 16 },
  integer: { kind: 'integer', bits: 32 },
  int: { kind: 'integer', bits: 32 },
  bigint: { kind: 'integer', bits: 64 },
  real: { kind: 'float', bits: 32 },
  float: { kind: 'float', bits: 64 },
  double: { kind: 'float', bits: 64 },
  text: { kind: 'text' },
  varchar: { kind: 'text' },
  string: { kind: 'text' },
  binary: { kind: 'binary' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  timestamp: { kind: 'timestamp', zone: false },
  timestamptz: { kind: 'timestamp', zone: true },
  'timestamp with time zone': { kind: 'timestamp', zone: true },
  interval: { kind: 'interval' },
  uuid: { kind: 'uuid' },
  json: { kind: 'json' },
}

/** The names `parseType` knows, for "did you mean" and pickers. */
export const typeNames: readonly string[] = [...Object.keys(names), 'decimal', 'list', 'struct']

/**
 * Reads the text form of a type (see `formatType`).
 * @returns undefined when the text is no type.
 * @example parseType('decimal(18,2)') // { kind: 'decimal', precision: 18, scale: 2 }
 */
export function parseType(source: string): DataType | undefined {
  const text = source.trim().replace(/\s+/g, ' ')
  const simple = names[text.toLowerCase()]
  if (simple && Object.hasOwn(names, text.toLowerCase())) return simple
  const match = /^([a-z]+) ?\((.*)\)$/is.exec(text)
  if (!match) return undefined
  const [, name = '', inner = ''] = match
  switch (name.toLowerCase()) {
    case 'text':
    case 'varchar':
    case 'string':
      return positive(inner, (length) => ({ kind: 'text', length }))
    case 'decimal':
    case 'numeric':
      return parseDecimal(inner)
    case 'list': {
      const item = parseType(inner)
      return item && { kind: 'list', item }
    }
    case 'struct':
      return parseStruct(inner)
    default:
      return undefined
  }
}

function positive(text: string, make: (value: number) => DataType): DataType | undefined {
  return /^\d{1,9}$/.test(text.trim()) && Number(text) > 0 ? make(Number(text)) : undefined
}

function parseDecimal(inner: string): DataType | undefined {
  const match = /^(\d{1,2})(?: ?, ?(\d{1,2}))?$/.exec(inner.trim())
  if (!match) return undefined
  const precision = Number(match[1])
  const scale = Number(match[2] ?? 0)
  if (precision < 1 || precision > 38 || scale > precision) return undefined
  return { kind: 'decimal', precision, scale }
}

function parseStruct(inner: string): DataType | undefined {
  const fields: StructField[] = []
  for (const part of splitTopLevel(inner)) {
    const match = /^(?:"((?:[^"]|"")+)"|([A-Za-z_]\w*)) (.+)$/s.exec(part.trim())
    const type = match?.[3] === undefined ? undefined : parseType(match[3])
    if (!match || !type) return undefined
    fields.push({ name: match[1]?.replaceAll('""', '"') ?? match[2] ?? '', type })
  }
  return fields.length > 0 ? { kind: 'struct', fields } : undefined
}

/** Splits at commas outside brackets and quotes. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '"') quoted = !quoted
    if (quoted) continue
    if (c === '(') depth++
    if (c === ')') depth--
    if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  return [...parts, text.slice(start)]
}
