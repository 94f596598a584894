import type { DatabaseSystem } from '../../model.ts'
import { notPortable } from './ast.ts'
import type { SqlToken } from './tokens.ts'
import { tokenizeSql } from './tokens.ts'

/** A place in the tokens of one text. */
export class SqlCursor {
  readonly system: DatabaseSystem
  readonly #tokens: readonly SqlToken[]
  #at = 0
  #depth = 0

  constructor(source: string, system: DatabaseSystem) {
    this.system = system
    this.#tokens = tokenizeSql(source, system)
  }

  peek(ahead = 0): SqlToken {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as SqlToken
  }

  next(): SqlToken {
    const token = this.peek()
    this.#at = Math.min(this.#at + 1, this.#tokens.length - 1)
    return token
  }

  /** Whether these keywords or symbols come next. */
  at(...words: readonly string[]): boolean {
    return words.every((w, i) => {
      const { kind, text } = this.peek(i)
      return (kind === 'word' || kind === 'symbol') && text === w
    })
  }

  accept(...words: readonly string[]): boolean {
    if (!this.at(...words)) return false
    for (const _ of words) this.next()
    return true
  }

  /** The first of several words that comes next. */
  acceptOne(...words: readonly string[]): string | undefined {
    return words.find((w) => this.accept(w))
  }

  expect(...words: readonly string[]): void {
    if (!this.accept(...words)) this.fail(`“${words.join(' ')}” is expected`)
  }

  name(): string {
    const token = this.peek()
    if (token.kind !== 'word' && token.kind !== 'quoted') this.fail('a name is expected')
    this.next()
    return token.kind === 'word' ? token.raw : token.text
  }

  fail(reason: string): never {
    const { text, kind } = this.peek()
    return notPortable(`${reason} at ${kind === 'end' ? 'the end' : `“${text.slice(0, 30)}”`}`)
  }

  nested<T>(parse: () => T): T {
    if (++this.#depth > 150) this.fail('it is nested too deeply')
    const result = parse()
    this.#depth--
    return result
  }

  list<T>(parse: () => T): T[] {
    const items = [parse()]
    while (this.accept(',')) items.push(parse())
    return items
  }

  get ended(): boolean {
    return this.peek().kind === 'end'
  }
}
