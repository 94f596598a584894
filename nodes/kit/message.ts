/**
 * A visible text before translation: what `msg` of `@lingui/core/macro` compiles to.
 * `message` is the English text in ICU syntax.
 */
export interface Message {
  readonly id: string
  readonly message?: string
}
