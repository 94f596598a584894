import type { TextTable } from '../../table.ts'
import type { Transformation } from '../learn.ts'
import { learnTransformation } from '../learn.ts'
import type { KeyColumns, RowPair } from './match-rows.ts'
import { matchRows, textOf } from './match-rows.ts'

export interface TransformedJoin {
  readonly keys: KeyColumns
  /** Of source columns; its values equal the target's column `equals`. */
  readonly transformation?: {
    readonly side: 'source' | 'target'
    readonly expression: string
    readonly equals: string
    /** Share of rows of that side that find a partner by equality. */
    readonly coverage: number
  }
  readonly pairs: readonly (RowPair & { readonly by: 'equality' | 'similarity' })[]
}

const draws = 6
const perDraw = 3
const leastAgreement = 0.8
const mostInputs = 4

/**
 * Joins two tables without a common key, without examples: the rows that resemble each other
 * most teach an expression from one side's columns to the other side's column (as Auto-Join, Zhu
 * et al., VLDB 2017), rows are joined where its result is equal, and the others where they are
 * each other's most similar row.
 */
export function joinByTransformation(source: TextTable, target: TextTable): TransformedJoin {
  const { keys, pairs } = matchRows(source, target)
  const swapped = pairs.map((p) => ({ ...p, source: p.target, target: p.source }))
  const forward = bestTransformation(source, target, keys.source, keys.target, pairs)
  const backward = bestTransformation(target, source, keys.target, keys.source, swapped)
  // Rows are joined by equality only where that is not at odds with how similar rows are.
  const [learned, side] =
    (backward?.coverage ?? 0) > (forward?.coverage ?? 0)
      ? ([backward, 'target'] as const)
      : ([forward, 'source'] as const)
  const equal: RowPair[] = (learned?.pairs ?? []).map((p) =>
    side === 'source' ? p : { ...p, source: p.target, target: p.source },
  )
  const joined = new Set(equal.map((p) => p.source))
  return {
    keys,
    ...(learned ? { transformation: { side, ...learned.found } } : {}),
    pairs: [
      ...equal.map((p) => ({ ...p, by: 'equality' as const })),
      ...pairs
        .filter((p) => !joined.has(p.source))
        .map((p) => ({ ...p, by: 'similarity' as const })),
    ],
  }
}

interface Candidate {
  readonly coverage: number
  readonly pairs: RowPair[]
  readonly found: { expression: string; equals: string; coverage: number }
}

/** The expression, of those learned from a few draws of similar rows, that joins most rows. */
function bestTransformation(
  from: TextTable,
  to: TextTable,
  keys: readonly number[],
  outputs: readonly number[],
  pairs: readonly RowPair[],
): Candidate | undefined {
  const [output] = outputs
  if (output === undefined || pairs.length === 0) return undefined
  const all = [...new Set([...keys, ...from.columns.keys()])]
  const inputs = all.slice(0, Math.max(keys.length, mostInputs))
  const columns = inputs.map((c) => `c${c}`)
  const inputsOf = (row: number) => inputs.map((c) => from.columns[c]?.values[row] ?? null)
  const others = Array.from({ length: from.rows }, (_, row) => inputsOf(row))
  const wanted = new Map<string, number[]>()
  for (let row = 0; row < to.rows; row++) {
    const key = same(textOf(to, [output], row))
    const list = wanted.get(key)
    if (list) list.push(row)
    else wanted.set(key, [row])
  }
  const sure = [...pairs].sort((a, b) => b.similarity - a.similarity || a.source - b.source)
  const pool = sure.slice(0, Math.max(perDraw, Math.ceil(sure.length * 0.6)))
  const options = { columns, conditional: false }
  let best: Candidate | undefined
  for (let draw = 0; draw < draws; draw++) {
    const step = Math.max(1, Math.floor(pool.length / perDraw))
    const chosen = Array.from({ length: perDraw }, (_, i) => pool[(draw + i * step) % pool.length])
    const examples = [...new Set(chosen)].flatMap((p) =>
      p ? [{ inputs: inputsOf(p.source), output: to.columns[output]?.values[p.target] ?? '' }] : [],
    )
    for (const candidate of learnTransformation(examples, others, options).candidates) {
      const joined = joinEqual(candidate, wanted)
      const coverage = new Set(joined.map((p) => p.source)).size / Math.max(1, from.rows)
      if (coverage < 0.05 || (best && coverage <= best.coverage)) continue
      if (agreement(joined, pairs) < leastAgreement || repeated(joined) > 0.5) continue
      const equals = to.columns[output]?.name ?? ''
      const expression = named(candidate.text, inputs, from)
      best = { coverage, pairs: joined, found: { expression, equals, coverage } }
    }
    if (best && best.coverage > 0.98) break
  }
  return best
}

/** Share of the equal pairs that are similar ones too, of rows that have both. */
function agreement(equal: readonly RowPair[], similar: readonly RowPair[]): number {
  const partner = new Map(similar.map((p) => [p.source, p.target]))
  const both = equal.filter((p) => partner.has(p.source))
  if (both.length === 0) return similar.length === 0 ? 1 : 0
  return both.filter((p) => partner.get(p.source) === p.target).length / both.length
}

/** Share of pairs that the most frequent partner has. */
function repeated(pairs: readonly RowPair[]): number {
  const counts = new Map<number, number>()
  for (const { target } of pairs) counts.set(target, (counts.get(target) ?? 0) + 1)
  return counts.size > 1 ? Math.max(...counts.values()) / pairs.length : pairs.length > 2 ? 1 : 0
}

/** Most rows with the same value on the other side: then equality says little. */
const mostEqual = 3

function joinEqual({ outputs }: Transformation, wanted: ReadonlyMap<string, number[]>): RowPair[] {
  return outputs.flatMap((value, source) => {
    const found = (value !== null && value !== '' && wanted.get(same(value))) || []
    if (found.length > mostEqual) return []
    return found.map((target) => ({ source, target, similarity: 1 }))
  })
}

const same = (text: string) => text.replace(/\s+/g, '').toLowerCase()

/** Names in the place of the short names that were learned with. */
const named = (text: string, inputs: readonly number[], table: TextTable): string =>
  inputs.reduce(
    (result, c) =>
      result.replace(
        new RegExp(`\\bc${c}\\b`, 'g'),
        () => `"${(table.columns[c]?.name ?? '').replaceAll('"', '""')}"`,
      ),
    text,
  )
