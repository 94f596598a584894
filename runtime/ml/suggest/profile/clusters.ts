import type { Expression } from '../../../../nodes/kit/expression.ts'
import { call, caseBranch, col, literal } from '../../../../nodes/kit/expression.ts'
import { editDistance } from '../../quality/edit-distance.ts'
import { applyFunction } from '../evaluate.ts'
import type { Suggestion, ValueCounts } from './suggestion.ts'
import { quoted, toSuggestion } from './suggestion.ts'

/** Values that are probably one, the one to keep first. */
export interface Cluster {
  readonly keep: string
  readonly replace: readonly string[]
  readonly by: 'case' | 'fingerprint' | 'n-gram fingerprint' | 'edit distance'
  readonly rows: number
}

type Counted = ValueCounts['values'][number]

const mostValues = 3000

/** OpenRefine's fingerprint: words in order, each once, without case, accents and signs. */
const fingerprint = (text: string): string =>
  [
    ...new Set(
      plain(text)
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean),
    ),
  ]
    .sort()
    .join(' ')

/** OpenRefine's n-gram fingerprint with n = 2. */
function ngramFingerprint(text: string): string {
  const letters = plain(text).replace(/[^\p{L}\p{N}]+/gu, '')
  const grams = new Set<string>()
  for (let i = 0; i + 2 <= letters.length; i++) grams.add(letters.slice(i, i + 2))
  return grams.size > 3 ? [...grams].sort().join('') : `=${letters}`
}

const plain = (text: string) => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')

/**
 * Values that differ in case, order, signs, or by an edit or two, as OpenRefine's key collision
 * and nearest-neighbour methods group them. Numbers in values must be equal.
 */
export function clusterValues(column: ValueCounts): Cluster[] {
  const values = column.values.slice(0, mostValues).filter(({ text }) => /\p{L}/u.test(text))
  const taken = new Set<string>()
  const clusters: Cluster[] = []
  const methods = [
    ['case', (t: string) => t.toLowerCase()],
    ['fingerprint', fingerprint],
    ['n-gram fingerprint', ngramFingerprint],
  ] as const
  for (const [by, key] of methods) {
    const groups = new Map<string, Counted[]>()
    for (const value of values) {
      if (taken.has(value.text)) continue
      const k = `${key(value.text)}\0${numbersIn(value.text)}`
      const group = groups.get(k)
      if (group) group.push(value)
      else groups.set(k, [value])
    }
    for (const group of groups.values()) add(clusters, taken, group, by)
  }
  near(clusters, taken, values)
  return clusters
}

const numbersIn = (text: string) => (text.match(/[0-9]+/g) ?? []).sort().join()

function add(clusters: Cluster[], taken: Set<string>, group: Counted[], by: Cluster['by']): void {
  if (group.length < 2) return
  const ordered = [...group].sort(
    (a, b) => b.count - a.count || tidiness(b.text) - tidiness(a.text),
  )
  const [keep, ...others] = ordered as [Counted, ...Counted[]]
  for (const { text } of others) taken.add(text)
  const rows = others.reduce((sum, v) => sum + v.count, 0)
  clusters.push({ keep: keep.text, replace: others.map((v) => v.text), by, rows })
}

/** Of values that are equally frequent the one in mixed case, without stray blanks, is kept. */
const tidiness = (text: string) =>
  (/\p{Lu}/u.test(text) && /\p{Ll}/u.test(text) ? 1 : 0) + (text === text.trim() ? 1 : 0)

/** Rare values an edit or two from a value that is much more frequent. */
function near(clusters: Cluster[], taken: Set<string>, values: readonly Counted[]): void {
  const frequent = values.filter((v) => v.count >= 5 && !taken.has(v.text)).slice(0, 400)
  const rare = values.filter((v) => v.count <= 3 && v.text.length >= 5 && !taken.has(v.text))
  const found = new Map<string, Counted[]>()
  for (const value of rare.slice(0, 1500)) {
    const most = value.text.length >= 12 ? 2 : 1
    const target = frequent.find(
      (f) =>
        f.count >= 5 * value.count &&
        f.text !== value.text &&
        numbersIn(f.text) === numbersIn(value.text) &&
        editDistance(f.text.toLowerCase(), value.text.toLowerCase(), most) <= most,
    )
    if (!target) continue
    const list = found.get(target.text)
    if (list) list.push(value)
    else found.set(target.text, [target, value])
  }
  for (const group of found.values()) add(clusters, taken, group, 'edit distance')
}

const mostReplaced = 40

export function valueClusters(column: ValueCounts): Suggestion | undefined {
  if (column.values.length < 2 || column.values.length > 0.9 * column.filled) return undefined
  const clusters = clusterValues(column).slice(0, mostReplaced)
  if (clusters.length === 0) return undefined
  const byCase = caseFor(column, clusters)
  const value = col(column.name)
  const rows = clusters.reduce((sum, c) => sum + c.rows, 0)
  const [first] = clusters
  const methods = [...new Set(clusters.map((c) => c.by))].join(', ')
  const expression: Expression = byCase
    ? call(byCase, value)
    : {
        kind: 'case',
        branches: clusters.map(({ keep, replace }) =>
          caseBranch(matches(value, replace), literal(keep)),
        ),
        otherwise: value,
      }
  return toSuggestion(column, {
    kind: byCase ? 'case' : 'clusters',
    what: byCase
      ? `Write all values ${byCase === 'initcap' ? 'with capital first letters' : `in ${byCase} case`}.`
      : 'Write values that are probably the same in one way.',
    why: `${clusters.length} groups of values look like one each (${methods}), ${rows} rows: ${quoted(first?.replace ?? [])} and “${first?.keep}”.`,
    expressions: [{ column: column.name, expression }],
  })
}

function matches(value: Expression, texts: readonly string[]): Expression {
  const [only] = texts
  return texts.length === 1 && only !== undefined
    ? call('eq', value, literal(only))
    : call('in', value, ...texts.map((t) => literal(t)))
}

/** One function of case that gives just what the clusters ask for, and changes nothing else. */
function caseFor(column: ValueCounts, clusters: readonly Cluster[]): string | undefined {
  if (clusters.some((c) => c.by !== 'case')) return undefined
  const replaced = new Set(clusters.flatMap((c) => c.replace))
  return ['upper', 'lower', 'initcap'].find((fn) =>
    column.values.every(({ text }) => replaced.has(text) || applyFunction(fn, [text]) === text),
  )
}
