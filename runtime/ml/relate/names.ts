/** Words that say “this is a key”, not of what. */
const keyWords = new Set(
  'id ids key keys no nr num number code fk pk sk uuid guid ref oid rowid identifier'.split(' '),
)
/** A column of such a word in its own table points at another row of it. */
const rowWords = new Set(
  'parent child manager boss supervisor superior report reports previous prev preceding next successor predecessor root original replaced replacement'.split(
    ' ',
  ),
)
/** Parts that people play, and tables that hold people. */
const personWords = new Set(
  'rep representative agent owner author editor creator approver reviewer assignee salesperson seller buyer operator driver manager supervisor contact responsible handler consultant'.split(
    ' ',
  ),
)
const personTables = new Set('employee staff user person people worker member personnel'.split(' '))

/** @example wordsOf('OrderDetails_2') // ['order', 'detail'] */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\d)/u)
    .filter((word) => word !== '' && !/^\d+$/.test(word))
    .map(singular)
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 4 && /(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2)
  if (word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)) return word.slice(0, -1)
  return word
}

/** A column of such a word describes; numbers of it are in a key by accident. */
const describing = new Set(
  'name title date time desc description address street city phone email fax mail count amount total price cost quantity qty note comment status flag url path text label year month day rate rating percent level score size weight length width height age at'.split(
    ' ',
  ),
)
/** A number of something may count within it, as track numbers do; an id does not. */
const weakKeyWords = new Set('no nr num number code ref'.split(' '))

export interface ColumnName {
  readonly words: readonly string[]
  /** The words without those that only say that it is a key. */
  readonly stem: readonly string[]
  readonly isKey: boolean
}

export function readName(name: string): ColumnName {
  const words = wordsOf(name)
  let end = words.length
  while (end > 0 && keyWords.has(words[end - 1] as string)) end--
  const glued = end === words.length ? unglue(words) : undefined
  if (glued) return { words: glued, stem: glued.slice(0, -1), isKey: true }
  return { words, stem: words.slice(0, end), isKey: end < words.length }
}

/** @example unglue(['custid']) // ['cust', 'id'] */
function unglue(words: readonly string[]): string[] | undefined {
  const last = words.at(-1)
  if (!last || last.length < 5 || !last.endsWith('id')) return undefined
  if (/(paid|void|valid|grid|avoid|solid|fluid|rapid|said|laid|covid|android)$/.test(last))
    return undefined
  return [...words.slice(0, -1), last.slice(0, -2), 'id']
}

/** How a column's name speaks of a table's key: 0 … 1, and in which way. */
export interface NameEvidence {
  readonly score: number
  readonly reason: string
}

const none: NameEvidence = { score: 0, reason: '' }

/**
 * @param own the words of the table that the column is in
 * @param key the name of the key it might refer to
 * @param table the words of the key's table
 */
export function compareNames(
  column: ColumnName,
  own: readonly string[],
  key: ColumnName,
  table: readonly string[],
): NameEvidence {
  const { stem } = column
  const sameTable = own.join(' ') === table.join(' ')
  if (stem.length === 0) return none
  const entities = [key.stem, table, ...withoutPrefix(table)].filter((words) => words.length > 0)
  const trust = trustIn(column, key)
  let best = none
  const offer = (score: number, reason: string) => {
    if (score * trust > best.score) best = { score: score * trust, reason }
  }
  for (const entity of entities) {
    const named = entity.join('')
    const text = stem.join('')
    // A table's other columns carry its name without pointing at its rows.
    if (sameTable) {
      if (column.isKey && endsWith(stem, entity)) offer(0.9, 'ends with the key’s name')
      continue
    }
    if (text === named) offer(column.isKey ? 1 : 0.85, 'named like the key')
    else if (endsWith(stem, entity)) offer(0.9 + 0.005 * named.length, 'ends with the key’s name')
    else if (startsWith(stem, entity))
      offer(column.isKey ? 0.55 : 0.4, 'begins with the key’s name')
    else if (named.endsWith(text) && text.length > 3 && column.isKey)
      offer(0.65, 'the end of the key’s name')
    else offer(looseMatch(stem, entity, column.isKey), 'resembles the key’s name')
  }
  if (sameTable && column.words.some((w) => rowWords.has(w)))
    offer(0.8, 'names another row of its table')
  if (stem.some((w) => personWords.has(w)) && table.some((w) => personTables.has(w)))
    offer(0.6, 'names the part of a person')
  return best
}

function trustIn(column: ColumnName, key: ColumnName): number {
  const last = column.words.at(-1) as string
  if (column.words.join(' ') === key.words.join(' ')) return describing.has(last) ? 0.5 : 1
  if (describing.has(last)) return 0.3
  return weakKeyWords.has(last) && last !== key.words.at(-1) ? 0.6 : 1
}

/** Tables are often named with what they belong to: `dim_customer`, `tbl_order`. */
export const withoutPrefix = (table: readonly string[]): string[][] =>
  table.length > 1 && /^(dim|tbl|ref|lkp|lu|stg|src|t|d|f|dw|mst)$/.test(table[0] as string)
    ? [table.slice(1)]
    : []

export const endsWith = (words: readonly string[], end: readonly string[]): boolean =>
  words.length > end.length && end.every((w, i) => w === words[words.length - end.length + i])

const startsWith = (words: readonly string[], start: readonly string[]): boolean =>
  words.length > start.length && start.every((w, i) => w === words[i])

/** A shortened word: `cust` of customer, `dept` of department, `ship` of shipper. */
function looseMatch(stem: readonly string[], entity: readonly string[], isKey: boolean): number {
  if (entity.length > 1 && stem.length === 1 && isKey) {
    const initials = entity.map((w) => w[0]).join('')
    if (initials.length > 1 && stem[0] === initials) return 0.7
  }
  const last = entity.at(-1) as string
  const at = stem.findIndex((word) => shortens(word, last) || shortens(last, word))
  if (at < 0) return 0
  return (isKey ? 0.6 : 0.5) + (stem.length === 1 ? 0.1 : 0)
}

function shortens(short: string, long: string): boolean {
  if (short.length < 3 || short.length > long.length || short[0] !== long[0]) return false
  if (long.startsWith(short)) return short.length >= 3 && long.length - short.length <= 8
  // Letters in order, and the last consonant among them: dept, mgr, prsn.
  if (short.length > 5) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length && short.length * 3 >= long.length
}
