import type { DatabaseSystem } from '../../model.ts'
import { notPortable } from './ast.ts'

export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'bytes' | 'bits' | 'symbol' | 'end'
  /** Decoded; words in lower case, bytes as hexadecimal digits. */
  readonly text: string
  /** A word as it was written. */
  readonly raw: string
}

const symbols = [
  '!~~*',
  '!~~',
  '~~*',
  '!~*',
  '<=>',
  '->>',
  '#>>',
  '::',
  '||',
  '&&',
  '<>',
  '!=',
  '<=',
  '>=',
  '~~',
  '!~',
  '~*',
  '->',
  '#>',
  '@>',
  '<@',
  '<<',
  '>>',
  ':=',
  '=>',
  ...'()[]=<>+-*/%,.;~!&|^:@?#',
]
const word = /[\p{L}_@#$][\p{L}\p{M}\p{N}_$#@]*/uy
const number = /0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const blank = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/y

/** @throws NotPortable for what is not closed. */
export function tokenizeSql(source: string, system: DatabaseSystem): SqlToken[] {
  const tokens: SqlToken[] = []
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  while (at < source.length) {
    const space = match(blank)
    if (space) {
      at += space.length
      continue
    }
    const quote = quotedAt(source, at, system)
    if (quote) {
      tokens.push(quote.token)
      at = quote.to
      continue
    }
    const digits = match(number)
    if (digits) {
      const hex = /^0x/i.test(digits)
      tokens.push({
        kind: hex ? 'bytes' : 'number',
        text: hex ? digits.slice(2) : digits,
        raw: digits,
      })
      at += digits.length
      continue
    }
    const name = match(word)
    if (name) {
      tokens.push({ kind: 'word', text: name.toLowerCase(), raw: name })
      at += name.length
      continue
    }
    const symbol = symbols.find((s) => source.startsWith(s, at))
    if (!symbol) notPortable(`the character “${source[at]}” is not understood`)
    tokens.push({ kind: 'symbol', text: symbol, raw: symbol })
    at += symbol.length
  }
  return [...tokens, { kind: 'end', text: '', raw: '' }]
}

interface Quoted {
  readonly token: SqlToken
  readonly to: number
}

const token = (kind: SqlToken['kind'], text: string): SqlToken => ({ kind, text, raw: text })

function quotedAt(source: string, at: number, system: DatabaseSystem): Quoted | undefined {
  const rest = source.slice(at, at + 40)
  if (rest[0] === "'") return textAt(source, at, system === 'mysql')
  const prefix = /^(?:[nN]|[eE]|_[a-z0-9]+)(?=\s*')/.exec(rest)?.[0]
  if (prefix !== undefined && allowsPrefix(prefix, system)) {
    const start = source.indexOf("'", at)
    const escapes = system === 'mysql' || /^e$/i.test(prefix)
    return textAt(source, start, escapes)
  }
  const binary = /^(?:_[a-z0-9]+\s*)?([xXbB])'([0-9a-fA-F]*)'/.exec(source.slice(at, at + 20_000))
  if (binary) {
    const hex = /x/i.test(binary[1] ?? '')
    const introduced = binary[0].startsWith('_') && !binary[0].startsWith('_binary')
    const text = binary[2] ?? ''
    const decoded = introduced && hex ? token('text', utf8OfHex(text)) : undefined
    return {
      token: decoded ?? token(hex ? 'bytes' : 'bits', text.toLowerCase()),
      to: at + binary[0].length,
    }
  }
  if (rest[0] === '"')
    return system === 'mysql' ? textAt(source, at, true) : nameAt(source, at, '"', '"')
  if (rest[0] === '`' && (system === 'mysql' || system === 'sqlite'))
    return nameAt(source, at, '`', '`')
  if (rest[0] === '[' && (system === 'mssql' || (system === 'sqlite' && /^\[[^\]]+\]/.test(rest))))
    return nameAt(source, at, '[', ']')
  const dollar = system === 'postgres' ? /^\$(\w*)\$/.exec(rest)?.[0] : undefined
  if (dollar === undefined) return undefined
  const end = source.indexOf(dollar, at + dollar.length)
  if (end < 0) notPortable('a text is not closed')
  return { token: token('text', source.slice(at + dollar.length, end)), to: end + dollar.length }
}

const allowsPrefix = (prefix: string, system: DatabaseSystem) =>
  /^n$/i.test(prefix) ||
  (/^e$/i.test(prefix) && system === 'postgres') ||
  (prefix.startsWith('_') && system === 'mysql' && prefix !== '_binary')

function utf8OfHex(hex: string): string {
  const bytes = new Uint8Array((hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))
  return new TextDecoder().decode(bytes)
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '0': '\0',
  Z: '\x1a',
}

function textAt(source: string, from: number, backslash: boolean): Quoted {
  const quote = source[from] as string
  let text = ''
  for (let at = from + 1; at < source.length; at++) {
    const c = source[at] as string
    if (c === quote) {
      if (source[at + 1] !== quote) return { token: token('text', text), to: at + 1 }
      text += quote
      at++
    } else if (c === '\\' && backslash) {
      const next = source[++at] ?? ''
      text += escapes[next] ?? (next === '%' || next === '_' ? `\\${next}` : next)
    } else text += c
  }
  return notPortable('a text is not closed')
}

function nameAt(source: string, from: number, open: string, close: string): Quoted {
  let at = from + open.length
  for (;;) {
    at = source.indexOf(close, at)
    if (at < 0) notPortable('a name is not closed')
    if (source[at + 1] !== close) break
    at += 2
  }
  const text = source.slice(from + 1, at).replaceAll(close + close, close)
  return { token: token('quoted', text), to: at + 1 }
}
