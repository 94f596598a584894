/** A word, number or sign of a text, and where it stands. */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
  /** A line break or the end of a sentence stands before it. */
  readonly begins: boolean
}

const pattern =
  /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\d+(?:[.,]\d+)*\p{L}{0,2}|[^\s\p{L}\d]/gu

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(pattern)) {
    const start = found.index
    const before = tokens.at(-1)
    const gap = before ? text.slice(before.end, start) : ''
    const begins =
      !before || /\n/.test(gap) || (/^[.!?:;"“”>(]$/.test(before.text) && !isAbbreviation(tokens))
    tokens.push({ text: found[0], start, end: start + found[0].length, begins })
  }
  return tokens
}

/** The point behind `Mr`, `J` or `St` ends no sentence. */
function isAbbreviation(tokens: readonly Token[]): boolean {
  const [word, point] = tokens.slice(-2)
  return (
    point?.text === '.' &&
    word !== undefined &&
    /^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Apt|Ave|Rd|Ltd|Inc|Jr|Sr)$/u.test(word.text)
  )
}
