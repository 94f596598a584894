import type { DataType } from './data-type.ts'
import { isLiteralText } from './literal-text.ts'

/**
 * A value a person typed, as the canonical text of its type; null for an empty field that
 * is no text; undefined when it is no such value.
 * @example readValue(' 12 ', integer) // '12'
 */
export function readValue(source: string, type: DataType): string | null | undefined {
  if (type.kind === 'text') return isLiteralText(source, type) ? source : undefined
  const text = source.trim()
  if (text === '') return null
  switch (type.kind) {
    case 'boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() : undefined
    case 'integer':
      return isInteger(text, type.bits) ? text : undefined
    case 'decimal':
      return isDecimal(text, type.precision, type.scale) ? text : undefined
    case 'float':
      return /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|NaN|-?Infinity)$/i.test(text) ? text : undefined
    case 'binary':
      return /^\\x([0-9a-f]{2})*$/i.test(text) ? text.toLowerCase() : undefined
    case 'list':
    case 'struct':
      return isNested(parseJson(text), type) ? text : undefined
    default:
      return isLiteralText(text, type) ? text : undefined
  }
}

function isInteger(text: string, bits: number): boolean {
  if (!/^[+-]?\d{1,19}$/.test(text)) return false
  const value = BigInt(text.replace('+', ''))
  return BigInt.asIntN(bits, value) === value
}

function isDecimal(text: string, precision: number, scale: number): boolean {
  const match = /^[+-]?0*(\d*)(?:\.(\d*?)0*)?$/.exec(text)
  if (!match || !/\d/.test(text)) return false
  const [, whole = '', fraction = ''] = match
  return whole.length <= precision - scale && fraction.length <= scale
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a JSON value fits a type; inside, scalars are JSON scalars or their text. */
function isNested(value: unknown, type: DataType): boolean {
  if (value === null) return true
  if (value === undefined) return false
  if (type.kind === 'json') return true
  if (type.kind === 'list')
    return Array.isArray(value) && value.every((item) => isNested(item, type.item))
  if (type.kind === 'struct') {
    if (typeof value !== 'object' || Array.isArray(value)) return false
    const fields = new Map(type.fields.map((f) => [f.name, f.type]))
    return Object.entries(value).every(([name, item]) => {
      const field = fields.get(name)
      return field !== undefined && isNested(item, field)
    })
  }
  return typeof value !== 'object' && readValue(String(value), type) !== undefined
}
