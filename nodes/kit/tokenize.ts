import type { SourceRange } from './expression.ts'

export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'quoted' | 'symbol' | 'end'
  /** Decoded: no quotes, no doubled quotes. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Why a text is no expression, and where. */
export interface SyntaxProblem {
  readonly reason: string
  readonly range: SourceRange
}

const symbols = ['::', '||', '<>', '!=', '<=', '>=', ...'()=<>+-*/%,.']
const space = /\s+/y
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y
const badCharacter = /[\0\p{Surrogate}]/u

/**
 * Cuts an expression's text into tokens; the last one is `end`.
 * @example tokenize("a >= 'x'") // word a, symbol >=, text x, end
 */
export function tokenize(source: string): readonly Token[] | SyntaxProblem {
  const bad = badCharacter.exec(source)
  if (bad) return problem('a character here is not valid in text', bad.index, bad.index + 1)
  const tokens: Token[] = []
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  while (at < source.length) {
    const blank = match(space)
    if (blank !== undefined) {
      at += blank.length
      continue
    }
    const token = tokenAt(source, at, match)
    if ('reason' in token) return token
    tokens.push(token)
    at = token.to
  }
  return [...tokens, { kind: 'end', text: '', from: source.length, to: source.length }]
}

function tokenAt(
  source: string,
  from: number,
  match: (pattern: RegExp) => string | undefined,
): Token | SyntaxProblem {
  const name = match(word)
  if (name !== undefined) return { kind: 'word', text: name, from, to: from + name.length }
  const digits = match(number)
  if (digits !== undefined) {
    const to = from + digits.length
    if (/[\p{L}_.]/u.test(source.slice(to, to + 1)))
      return problem(`“${source.slice(from, to + 1)}” is not a number`, from, to + 1)
    return { kind: 'number', text: digits, from, to }
  }
  const first = source[from]
  if (first === "'" || first === '"') return quotedAt(source, from, first)
  const pair = source.slice(from, from + 2)
  if (pair === '--' || pair === '/*')
    return problem(
      'comments are not allowed (for minus minus, put a space between)',
      from,
      from + 2,
    )
  const symbol = symbols.find((s) => source.startsWith(s, from))
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, from, to: from + symbol.length }
  return problem(
    `unexpected character “${String.fromCodePoint(source.codePointAt(from) ?? 0)}”`,
    from,
    from + 1,
  )
}

function quotedAt(source: string, from: number, quote: string): Token | SyntaxProblem {
  let at = from + 1
  for (;;) {
    at = source.indexOf(quote, at)
    if (at < 0)
      return problem(
        quote === "'"
          ? "a text is not closed: ' is missing"
          : 'a column name is not closed: " is missing',
        from,
        source.length,
      )
    if (source[at + 1] !== quote) break
    at += 2
  }
  const text = source.slice(from + 1, at).replaceAll(quote + quote, quote)
  if (quote === '"' && text === '') return problem('a column name is empty', from, at + 1)
  return { kind: quote === "'" ? 'text' : 'quoted', text, from, to: at + 1 }
}

const problem = (reason: string, from: number, to: number): SyntaxProblem => ({
  reason,
  range: { from, to },
})
