/** A native type taken apart: `timestamp(3) with time zone` → `timestamp with time zone`, `3`. */
export interface NativeParts {
  /** Lower case, single blanks, without arguments and brackets. */
  readonly base: string
  readonly numbers: readonly number[]
  readonly unsigned: boolean
  /** How many `[]` follow. */
  readonly dimensions: number
}

export function nativeParts(native: string): NativeParts {
  const dimensions = (native.match(/\[\d*\]/g) ?? []).length
  const plain = native.replace(/\[\d*\]/g, '')
  const open = plain.indexOf('(')
  const close = plain.lastIndexOf(')')
  const inside = open >= 0 && close > open ? plain.slice(open + 1, close) : ''
  const outside = inside ? `${plain.slice(0, open)} ${plain.slice(close + 1)}` : plain
  const words = outside.toLowerCase().trim().split(/\s+/)
  return {
    base: words.filter((w) => w !== 'unsigned' && w !== 'zerofill' && w !== 'signed').join(' '),
    numbers: /^[\s\d,-]+$/.test(inside) ? inside.split(',').map(Number) : maximum(inside),
    unsigned: words.includes('unsigned') || words.includes('zerofill'),
    dimensions,
  }
}

/** SQL Server's `(max)` is no limit. */
const maximum = (inside: string): number[] => (/^\s*max\s*$/i.test(inside) ? [Infinity] : [])

/** The texts in the brackets of `enum('a','it''s')`. */
export function valuesIn(native: string): string[] {
  return [...native.matchAll(/'((?:[^'\\]|''|\\.)*)'/gs)].map(([, text = '']) =>
    text.replace(/''|\\(.)/gs, (all, escaped) => (all === "''" ? "'" : escaped)),
  )
}
