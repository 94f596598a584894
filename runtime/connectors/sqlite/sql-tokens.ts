/** One token of SQLite's SQL. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'symbol'
  /** As written. */
  readonly raw: string
  /** Words in upper case, names and texts without their quotes. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const pattern =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|([xX]'[^']*'|'(?:[^']|'')*')|("(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|([\p{L}_$][\p{L}\p{N}_$]*)|(\d[\w.]*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([^\s])/gu

/** Tokens without blanks and comments. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (const match of sql.matchAll(pattern)) {
    const [raw, text, quoted, word, number, symbol] = match
    const place = { raw, start: match.index, end: match.index + raw.length }
    if (text !== undefined) tokens.push({ kind: 'text', value: unquote(text), ...place })
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', value: unquote(quoted), ...place })
    else if (word !== undefined) tokens.push({ kind: 'word', value: word.toUpperCase(), ...place })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, ...place })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', value: symbol, ...place })
  }
  return tokens
}

function unquote(raw: string): string {
  const quote = raw.at(-1) ?? ''
  const inner = raw.slice(raw.indexOf(quote === ']' ? '[' : quote) + 1, -1)
  return quote === ']' ? inner : inner.replaceAll(quote + quote, quote)
}

/** Walks over the tokens of one statement. */
export class Cursor {
  readonly sql: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(sql: string) {
    this.sql = sql
    this.#tokens = tokensOf(sql)
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  next(): Token | undefined {
    return this.#tokens[this.#at++]
  }

  /** Whether a keyword comes anywhere. */
  has(word: string): boolean {
    return this.#tokens.some((token) => token.kind === 'word' && token.value === word)
  }

  /** Whether these keywords or symbols come next. */
  sees(...values: readonly string[]): boolean {
    return values.every((value, i) => {
      const token = this.peek(i)
      return token?.value === value && (token.kind === 'word' || token.kind === 'symbol')
    })
  }

  /** Takes them when they come next. */
  takes(...values: readonly string[]): boolean {
    const seen = this.sees(...values)
    if (seen) this.#at += values.length
    return seen
  }

  /** A name, however it is quoted. */
  name(): string {
    const token = this.next()
    return token?.kind === 'word' ? token.raw : (token?.value ?? '')
  }

  /** `a, b` in brackets; of each part only its first token. */
  names(): string[] {
    if (!this.takes('(')) return []
    const names = [this.name()]
    for (let depth = 0; !this.done; ) {
      if (depth === 0 && this.takes(')')) break
      if (depth === 0 && this.takes(',')) {
        names.push(this.name())
        continue
      }
      const token = this.next()
      if (token?.raw === '(') depth++
      if (token?.raw === ')') depth--
    }
    return names
  }

  /** The text inside a pair of brackets that comes next. */
  bracketed(): string {
    const open = this.next()
    const start = open?.end ?? 0
    let end = start
    for (let depth = 1; depth > 0 && !this.done; ) {
      const token = this.next()
      if (token?.raw === '(') depth++
      if (token?.raw === ')') depth--
      end = token?.start ?? end
    }
    return this.sql.slice(start, end).trim()
  }

  /** The text of everything up to one of these symbols outside of brackets, or to the end. */
  until(...stops: readonly string[]): readonly Token[] {
    const taken: Token[] = []
    for (let depth = 0; !this.done; ) {
      const token = this.peek()
      if (!token || (depth === 0 && token.kind !== 'quoted' && stops.includes(token.value))) break
      if (token.raw === '(') depth++
      if (token.raw === ')') depth--
      taken.push(token)
      this.next()
    }
    return taken
  }

  /** What is left, without a closing semicolon. */
  rest(): string {
    const start = this.peek()?.start ?? this.sql.length
    this.#at = this.#tokens.length
    return this.sql.slice(start).trim().replace(/;$/, '').trimEnd()
  }
}
