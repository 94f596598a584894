import { abbreviations } from '../../runtime/ml/match/lexicon.ts'
import type { MatchColumn, MatchTable } from '../../runtime/ml/match/side.ts'
import type { Random } from '../../runtime/ml/random.ts'
import { below, sampleWithout, seededRandom } from '../../runtime/ml/random.ts'
import type { Concept } from './match-concept-makers.ts'
import { concepts, keyConcept } from './match-concepts.ts'
import type { Regime } from './match-regimes.ts'
import { usual } from './match-regimes.ts'
import { stranger } from './match-strangers.ts'

/** Two tables and the columns that belong together, by their places. */
export interface FabricatedPair {
  readonly scenario: Scenario
  readonly source: MatchTable
  readonly target: MatchTable
  readonly truth: readonly (readonly [source: number, target: number])[]
}

/**
 * Valentine's four (Koutras et al. 2021), and two of our work: a target that lists the values it
 * allows, and one that is a schema without rows.
 */
const scenarios = [
  'joinable',
  'semantically joinable',
  'unionable',
  'view unionable',
  'value list',
  'schema',
] as const
type Scenario = (typeof scenarios)[number]

const qualifiers =
  'primary|secondary|first|last|billing|shipping|home|work|previous|current|other|main|additional|planned|actual|at diagnosis|at enrollment|of record|of origin|relative|parent|reported|clinical|external|internal|maximum|minimum'.split(
    '|',
  )
const topics =
  'patient|tumor|order|product|client|employee|film|vehicle|account|visit|sample|site|stock|school|match'.split(
    '|',
  )
const endings = 'label|code|value|text|info|field|data'.split('|')

interface Planned {
  readonly concept: Concept
  readonly words: string
  /** Columns of one match number belong together. */
  readonly match?: number
  readonly series: string
}

export function fabricate(seed: number, regime?: Regime): FabricatedPair {
  const { several, verbatim: sameWords, homonyms } = regime ?? usual
  const crowd = regime?.crowd ?? 1
  const random = seededRandom(seed)
  const chance = (p: number) => random() < p
  const pick = <T>(list: readonly T[]): T => list[below(random, list.length)] as T
  const scenario = scenarios[seed % scenarios.length] as Scenario
  const wide = chance(0.4)
  const order = [...sampleWithout(random, concepts.length, concepts.length)].map(
    (i) => concepts[i] as Concept,
  )
  const take = (n: number) => order.splice(0, n)
  const keyed = seed % scenarios.length < 3 && chance(0.7)
  const common = regime?.shared ?? 3 + below(random, 12)
  const shared = [...take(common), ...(keyed ? [keyConcept] : [])]
  const left: Planned[] = []
  const right: Planned[] = []
  const plain = (concept: Concept, series: string): Planned => ({
    concept,
    words: pick(concept.names),
    series,
  })
  shared.forEach((concept, match) => {
    const verbatim = chance(sameWords)
    const a = pick(concept.names)
    const series = `shared ${match}`
    left.push({ concept, words: a, match, series })
    const twice = chance(several)
    for (let i = 0; i < (twice ? 2 : 1); i++) {
      const b = verbatim ? a : pick(concept.names)
      const words = twice || chance(0.2) ? qualified(b) : b
      right.push({ concept, words, match, series })
    }
    // Columns that look alike and are not meant.
    for (const side of [left, right])
      if (chance((side === right && wide ? 0.7 : 0.3) * crowd)) side.push(lookalike(concept))
    if (homonyms > 0 && chance(homonyms)) pushHomonyms()
  })
  const rest = () => Math.round(below(random, wide ? 40 : 12) * crowd)
  left.push(...take(rest()).map((c) => plain(c, 'left')))
  right.push(...take(rest()).map((c) => plain(c, 'right')))
  if (wide && crowd > 0)
    for (const concept of order) {
      for (let n = below(random, 4); n > 0; n--)
        right.push({ ...plain(concept, `right ${n}`), words: qualified(pick(concept.names)) })
    }

  for (let n = 0; n < (regime?.sourceAlone ?? 0); n++) left.push(alone(`left alone ${n}`))
  for (let n = 0; n < (regime?.targetAlone ?? 0); n++) right.push(alone(`right alone ${n}`))

  function alone(series: string): Planned {
    if (!chance(regime?.kin ?? 1)) return plain(stranger(random), series)
    const it = plain(pick(concepts), series)
    return chance(0.8) ? { ...it, words: qualified(it.words) } : it
  }

  /** Half of them hold the same kind of thing, and still people left them apart. */
  function pushHomonyms() {
    const concept = pick(concepts)
    const words = pick(concept.names)
    const other = chance(0.5) ? concept : pick(concepts)
    left.push({ concept, words, series: `left ${words}` })
    right.push({ concept: other, words, series: `right ${words}` })
  }

  function qualified(words: string): string {
    const qualifier = pick(qualifiers)
    return /^(?:at|of) /.test(qualifier) ? `${words} ${qualifier}` : `${qualifier} ${words}`
  }

  function lookalike(concept: Concept): Planned {
    const words = pick(concept.names)
    const kind = below(random, 4)
    const named = (other: Concept, text: string) => ({ concept: other, words: text, series: text })
    const byName = (name: string) => concepts.find((c) => c.names.includes(name)) as Concept
    if (kind === 0)
      return named(
        byName('is active'),
        `is ${words} ${pick(['known', 'estimated', 'valid', 'checked'])}`,
      )
    if (kind === 1)
      return named(
        pick(concepts),
        `${words} ${pick(['type', 'source', 'unit', 'method', 'group'])}`,
      )
    if (kind === 2)
      return named(
        concept,
        `${pick(['relative', 'contact', 'parent', 'old', 'supplier'])} ${words}`,
      )
    return named(
      pick(concepts),
      `${words} ${pick(['count', 'date', 'name', 'reason', 'status', 'version'])}`,
    )
  }

  const rows = scenario === 'schema' ? 0 : 40 + below(random, 260)
  const overlap = { joinable: 1, 'semantically joinable': 0.7, unionable: 0.4 }[scenario as string]
  const sourceRows = Array.from({ length: rows }, (_, i) => i)
  const firstTarget = overlap === undefined ? rows : Math.round(rows * (1 - overlap))
  const targetRows = sourceRows.map((i) => i + firstTarget)
  const noisyValues = scenario !== 'joinable' && chance(0.6)
  const source = finish('source', left, sourceRows)
  const target = finish('target', right, scenario === 'value list' ? [] : targetRows)
  const truth = source.plan.flatMap((a, s) =>
    target.plan.flatMap((b, t) =>
      a.match !== undefined && a.match === b.match ? [[s, t] as const] : [],
    ),
  )
  return { scenario, source: source.table, target: target.table, truth }

  function finish(side: 'source' | 'target', planned: readonly Planned[], at: readonly number[]) {
    const plan = [...sampleWithout(random, planned.length, planned.length)].map(
      (i) => planned[i] as Planned,
    )
    const style = nameStyle(random, side === 'target' && chance(0.6))
    const tableName = pick(['person', 'orders', 'stock', 'visit', 'works', 'member', 'main'])
    const described = scenario === 'schema' && chance(0.7)
    const topic = chance(0.6) ? pick(topics) : undefined
    const columns = plan.map((column): MatchColumn => {
      const { concept, words } = column
      // Many columns of a table speak of the same thing.
      const about = topic && chance(0.4) ? `${topic} ${words}` : words
      const name = style(about, tableName)
      const description = `${pick(['', 'the ', 'states the '])}${concept.about}`
      const values =
        scenario === 'value list' && side === 'target'
          ? listed(concept, Math.max(rows, 40))
          : written(column, at)
      return { name, values, ...(described ? { description } : {}) }
    })
    return { plan, table: { name: tableName, columns, rows: columns[0]?.values.length ?? 0 } }
  }

  function listed(concept: Concept, length: number): (string | null)[] {
    const { choices } = concept
    const list = choices
      ? [...choices, ...['Unknown', 'Not reported', 'Other'].slice(0, below(random, 4))]
      : []
    const form = pick(concept.forms)
    return Array.from({ length }, (_, i) => {
      const value = list[i]
      return value === undefined ? null : form(value) || value
    })
  }

  function written(column: Planned, at: readonly number[]): (string | null)[] {
    const { concept } = column
    const form = pick(concept.forms)
    const empty = chance(0.3) ? random() * 0.8 : 0.02
    const salt = [...column.series].reduce((n, c) => (n * 31 + c.charCodeAt(0)) % 1e6, seed)
    return at.map((row) => {
      const value = concept.make(seededRandom(salt * 1009 + row), row)
      if (chance(empty)) return null
      const text = form(value)
      return noisyValues && chance(0.15) ? mistyped(text, random) : text
    })
  }
}

function mistyped(text: string, random: Random): string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return String(Number(text) + below(random, 5) - 2)
  const at = below(random, Math.max(1, text.length))
  return text.slice(0, at) + (random() < 0.5 ? '' : 'e') + text.slice(at + 1)
}

/** How a table writes its names: case, and what it shortens, puts before and after. */
export function nameStyle(random: Random, clean: boolean) {
  const join = below(random, 6)
  const noise = clean ? 0 : random() * 0.4
  const prefix = !clean && random() < 0.15
  const ending = !clean && random() < 0.15 ? endings[below(random, endings.length)] : undefined
  const short = new Map([...abbreviations].map(([key, words]) => [words.join(' '), key]))
  const shorten = (word: string) => {
    if (random() >= noise || word.length < 4) return word
    const kind = below(random, 4)
    if (kind === 0) return word.replace(/(?!^)[aeiou]/g, '')
    if (kind === 1) return word.slice(0, 3 + below(random, 2))
    return short.get(word) ?? word
  }
  return (words: string, table: string) => {
    const all = words.split(' ').map(shorten)
    if (prefix) all.unshift(table.slice(0, 4))
    if (ending && random() < 0.8) all.push(ending)
    const title = (w: string) => w.charAt(0).toUpperCase() + w.slice(1)
    if (join === 0) return all.map((w, i) => (i === 0 ? w : title(w))).join('')
    if (join === 1) return all.map(title).join('')
    if (join === 2) return all.map(title).join('.')
    if (join === 3) return all.join('').toLowerCase()
    if (join === 4) return all.join('_').toUpperCase()
    return all.join('_')
  }
}
