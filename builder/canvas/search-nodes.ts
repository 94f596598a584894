/** What is searched of a node type, in the language of the page. */
export interface Searchable {
  readonly type: string
  readonly title: string
  readonly keywords: string
  readonly summary: string
}

/**
 * Types that fit every word of the query, best first. A word fits where it begins a word of the
 * title, the keywords or the summary, or where its letters occur in the title in their order.
 * @example searchNodes(types, 'mysq read') // the database source
 */
export function searchNodes<T extends Searchable>(items: readonly T[], query: string): T[] {
  const words = wordsOf(query)
  if (words.length === 0) return [...items]
  return items
    .map((item) => ({ item, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}

function scoreOf(item: Searchable, words: readonly string[]): number {
  const title = fold(item.title)
  let total = 0
  for (const word of words) {
    const score = Math.max(
      title === word ? 100 : 0,
      title.startsWith(word) ? 60 : 0,
      begins(item.title, word) ? 50 : 0,
      begins(item.keywords, word) ? 40 : 0,
      begins(item.type, word) ? 30 : 0,
      begins(item.summary, word) ? 20 : 0,
      word.length > 2 && fold(`${item.title} ${item.keywords}`).includes(word) ? 10 : 0,
      word.length > 2 && inOrder(title, word) ? 5 : 0,
    )
    if (score === 0) return 0
    total += score
  }
  return total
}

/** Lower case, without accents and Arabic vowel marks: people type neither. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')

const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== '')

const begins = (text: string, word: string): boolean =>
  wordsOf(text).some((w) => w.startsWith(word))

function inOrder(text: string, word: string): boolean {
  let from = 0
  for (const letter of word) {
    const at = text.indexOf(letter, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}
