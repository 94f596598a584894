import type { Expression, SourceRange } from './expression.ts'
import { childrenOf } from './expression.ts'
import type { Issue } from './issue.ts'
import type { IssueCode } from './issue-codes.ts'
import type { Token } from './tokenize.ts'

/** How deep brackets, prefixes and cases may nest. */
export const maxNesting = 200
/** How high the finished tree may be: DuckDB refuses 1,000, and typing adds casts. */
export const maxHeight = 450
/** How many nodes it may have once `case x when` has repeated its operand. */
const maxSize = 20_000

/** Thrown inside the parser only; `parseExpression` turns it into an issue. */
export class ParseFailure extends Error {
  readonly code: IssueCode
  readonly values: Issue['values']
  readonly range: SourceRange

  constructor(code: IssueCode, values: Issue['values'], range: SourceRange) {
    super(code)
    this.code = code
    this.values = values
    this.range = range
  }
}

/** A position in the tokens of one expression, with what every parsing function needs. */
export class TokenCursor {
  readonly source: string
  private readonly tokens: readonly Token[]
  private index = 0
  private nesting = 0
  private readonly measures = new Map<Expression, { height: number; size: number }>()

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source
    this.tokens = tokens
  }

  peek(ahead = 0): Token {
    const last = this.tokens.length - 1
    return this.tokens[Math.min(this.index + ahead, last)] as Token
  }

  next(): Token {
    const token = this.peek()
    this.index = Math.min(this.index + 1, this.tokens.length - 1)
    return token
  }

  /** End of the token read last. */
  get end(): number {
    return this.index === 0 ? 0 : this.peek(-1).to
  }

  /** Whether the next tokens are these keywords or symbols, in any case. */
  at(...words: readonly string[]): boolean {
    return words.every((word, i) => wordOf(this.peek(i)) === word)
  }

  accept(...words: readonly string[]): boolean {
    if (!this.at(...words)) return false
    for (const _ of words) this.next()
    return true
  }

  /** @example cursor.expect(')', 'after the arguments of upper') */
  expect(word: string, where: string): void {
    if (!this.accept(word)) this.fail(`expected ${word} ${where}`)
  }

  fail(reason: string, range: SourceRange = this.peek()): never {
    const found = this.peek()
    const tail = range === found && found.kind !== 'end' ? `, found ${describe(found)}` : ''
    throw new ParseFailure(
      'EXPRESSION_SYNTAX',
      { reason: reason + tail },
      { from: range.from, to: range.to },
    )
  }

  nested<T>(parse: () => T): T {
    if (++this.nesting > maxNesting)
      this.fail(`it is nested more than ${maxNesting} levels deep`, { ...this.peek() })
    const result = parse()
    this.nesting--
    return result
  }

  /** Puts the range on a finished node and refuses trees that later steps could not walk. */
  finish(node: Expression, from: number, to = this.end): Expression {
    const ranged: Expression = { ...node, range: { from, to } }
    let height = 1
    let size = 1
    for (const child of childrenOf(ranged)) {
      const measure = this.measures.get(child) ?? { height: 1, size: 1 }
      height = Math.max(height, measure.height + 1)
      size += measure.size
    }
    if (height > maxHeight) this.fail(`more than ${maxHeight} operators in a row`, { from, to })
    if (size > maxSize) this.fail('it is too long once case x when … is written out', { from, to })
    this.measures.set(ranged, { height, size })
    return ranged
  }
}

const wordOf = (token: Token) =>
  token.kind === 'word' ? token.text.toLowerCase() : token.kind === 'symbol' ? token.text : ''

function describe(token: Token): string {
  const text = token.text.length > 30 ? `${token.text.slice(0, 30)}…` : token.text
  if (token.kind === 'text') return `the text '${text}'`
  return token.kind === 'quoted' ? `"${text}"` : `“${text}”`
}
