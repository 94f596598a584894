import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedColumn, CodedTable } from './cells.ts'
import { isKeyLike, mostColumns } from './cells.ts'
import { isNullWord } from './notation.ts'
import { findPanelKeys } from './panel.ts'

/** An approximate dependency: the value of column `from` mostly decides that of column `to`. */
export interface Dependency {
  readonly from: number
  readonly to: number
  /**
   * How much better than always guessing the most frequent value: Goodman and Kruskal's lambda,
   * each row predicted from the other rows of its group; 1 is exact, 0 is no better.
   */
  readonly strength: number
  /** Share of rows predicted right from the others of their group. */
  readonly accuracy: number
  /** How many times as often as by always guessing the most frequent value. */
  readonly lift: number
  /** Rows that have another row with the same `from`. */
  readonly support: number
  /** Strength times the share of filled rows that have such another row. */
  readonly reach: number
  /**
   * Share of the exceptions that recur in their group: slips scatter, while what recurs is a
   * second truth, so that the column decides less than it seems.
   */
  readonly recurring: number
  /** Whether `from` is a key of repeated observations of the same things. */
  readonly panel: boolean
}

/**
 * How far a cell that breaks a dependency is wrong rather than an exception, 0 … 0.97. A key of
 * repeated observations is believed however noisy they are, once the observations agree several
 * times as often as chance would have it.
 */
export function trustIn({ panel, strength, lift, recurring }: Dependency): number {
  const ramp = (x: number, from: number, to: number) =>
    Math.min(0.97, Math.max(0, (x - from) / (to - from)))
  if (!panel) return ramp(strength, 0.4, 0.7) * (1 - recurring)
  return Math.max(ramp(strength, 0.1, 0.3), ramp(Math.log(lift), Math.log(3), Math.log(8)))
}

/** Below this, knowing one column says little about the other. */
const leastStrength = 0.4
const leastPanelStrength = 0.05
/** Rows from which on an exception is no accident. */
const recurs = 3

export async function findDependencies(table: CodedTable, work?: Work): Promise<Dependency[]> {
  const missing = table.columns.map(missingCodes)
  const usable = [...table.columns.keys()].filter((i) => isUsable(table.columns[i]))
  const found: Dependency[] = []
  const keys = findPanelKeys(table)
  const considered = usable.slice(0, mostColumns)
  for (const from of considered) {
    await breathe(work)
    const groups = groupRows(table.columns[from] as CodedColumn, missing[from] as Uint8Array)
    if (groups.length === 0) continue
    for (const to of considered) {
      if (to === from) continue
      const column = table.columns[to] as CodedColumn
      const one = measure(groups, column, missing[to] as Uint8Array)
      const panel = keys.has(from)
      if (!one || one.strength < (panel ? leastPanelStrength : leastStrength)) continue
      const filled = countFilled(table, [from, to], missing)
      found.push({ from, to, ...one, reach: (one.strength * one.support) / filled, panel })
    }
  }
  return found
    .filter(isVoting(found))
    .sort((a, b) => b.strength - a.strength || a.from - b.from || a.to - b.to)
}

function countFilled(table: CodedTable, of: readonly number[], missing: readonly Uint8Array[]) {
  let filled = 0
  for (let row = 0; row < table.rows; row++)
    if (of.every((i) => !missing[i]?.[table.columns[i]?.codes[row] as number])) filled++
  return filled
}

/** Weaker dependencies of a key of repeated observations are noise on the facts, not exceptions. */
const exactFrom = 0.9

/**
 * Cities have streets and streets lie in one city: the city tells the street better than chance,
 * but does not decide it. The clearly weaker of two directions is left out, except where the
 * column is a key of repeated observations; where these are noisy, nothing else decides.
 */
function isVoting(all: readonly Dependency[]) {
  const panel = new Set(all.filter((one) => one.panel).map((one) => one.from))
  const reach = new Map(all.map((one) => [`${one.from} ${one.to}`, one.reach]))
  const noisy = new Set(
    all.filter((one) => panel.has(one.from) && one.strength < exactFrom).map((one) => one.to),
  )
  return (one: Dependency) => {
    if (panel.has(one.from)) return true
    if (panel.has(one.to) || noisy.has(one.to)) return false
    return (reach.get(`${one.to} ${one.from}`) ?? 0) <= one.reach + 0.05
  }
}

const isUsable = (column: CodedColumn | undefined): boolean =>
  !!column && column.values.length > 1 && !isKeyLike(column)

/** 1 for the values that say nothing: '' and null words. */
export function missingCodes(column: CodedColumn): Uint8Array {
  return Uint8Array.from(column.values, (value) => (value === '' || isNullWord(value) ? 1 : 0))
}

/** Rows by equal value, groups of at least two; missing values form no group. */
export function groupRows(column: CodedColumn, missing: Uint8Array): Int32Array[] {
  const groups = Array.from(column.counts, (count, code) =>
    count > 1 && !missing[code] ? new Int32Array(count) : undefined,
  )
  const filled = new Int32Array(column.counts.length)
  column.codes.forEach((code, row) => {
    const group = groups[code]
    if (group) group[(filled[code] as number)++] = row
  })
  return groups.filter((group) => group !== undefined)
}

function measure(groups: readonly Int32Array[], column: CodedColumn, missing: Uint8Array) {
  const counts = new Int32Array(column.values.length)
  const overall = new Int32Array(column.values.length)
  let right = 0
  let support = 0
  let exceptions = 0
  let recurring = 0
  for (const group of groups) {
    let filled = 0
    for (const row of group) {
      const code = column.codes[row] as number
      if (missing[code]) continue
      counts[code] = (counts[code] as number) + 1
      filled++
    }
    let first = 0
    let second = 0
    let repeated = 0
    for (const row of group) {
      const code = column.codes[row] as number
      const count = counts[code] as number
      if (count === 0) continue
      overall[code] = (overall[code] as number) + (filled > 1 ? count : 0)
      if (count > first) {
        second = first
        first = count
      } else if (count > second) second = count
      if (count >= recurs) repeated += count
      counts[code] = 0
    }
    if (filled < 2) continue
    exceptions += filled - first
    recurring += repeated - (first >= recurs ? first : 0)
    support += filled
    right += first - 1 > second ? first : first - 1 === second ? first / 2 : 0
  }
  if (support < 10) return undefined
  const base = largest(overall) / support
  if (base >= 1) return undefined
  const accuracy = right / support
  return {
    strength: (accuracy - base) / (1 - base),
    accuracy,
    lift: accuracy / base,
    support,
    recurring: exceptions === 0 ? 0 : recurring / exceptions,
  }
}

function largest(numbers: Int32Array): number {
  let most = 0
  for (const number of numbers) if (number > most) most = number
  return most
}
