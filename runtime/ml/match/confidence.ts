import type { Evidence } from './evidence.ts'
import type { ConfidenceModel } from './score.ts'
import type { PairMatrix } from './sparse.ts'
import { mapPairs } from './sparse.ts'
import type { Standing } from './standing.ts'
import { margin, standing } from './standing.ts'
import type { TablesOfColumns } from './table-fit.ts'

/**
 * Probability, 0 … 1, that the columns of each pair belong together, in two steps: how a pair
 * stands among its rivals, then what is to be made of that in tables like these. The second step
 * leaves the order of a source column's targets alone, and is fitted to tables of every kind:
 * narrow and wide, of which all columns or hardly any have a partner. A classifier is off where
 * the share of matches is not that of its training (Saerens, Latinne & Decaestecker 2002); the
 * share is guessed from the first step.
 */
export function confidence(
  scores: PairMatrix,
  { context, calibration }: ConfidenceModel,
  { tables, bare = false }: Circumstances,
): PairMatrix {
  const ranked = inContext(scores, context, tables)
  const among = standing(ranked)
  const share = shareMatched(among)
  const x = new Float64Array(calibrationCount)
  return mapPairs(ranked, (u, s) => chance(calibrationOf(u, s, among, share, bare, x), calibration))
}

export interface Circumstances {
  /** For databases of many tables. */
  readonly tables?: TablesOfColumns | undefined
  /** For one table each: no column of one side and one of the other both have values. */
  readonly bare?: boolean | undefined
}

export const isBare = ({ bothValues }: Evidence): boolean => !bothValues.values.some((v) => v > 0)

/** Features of the first step for one table each; two more for databases of many tables. */
export const contextCount = { one: 5, many: 7 } as const

export function contextOf(
  z: number,
  s: number,
  t: number,
  among: Standing,
  tables: TablesOfColumns | undefined,
  into: Float64Array,
): Float64Array {
  const row = margin(z, among.rowBest[s] as number, among.rowSecond[s] as number)
  const column = margin(z, among.columnBest[t] as number, among.columnSecond[t] as number)
  into[0] = z
  into[1] = Math.min(0, row)
  into[2] = Math.max(0, row)
  into[3] = Math.min(0, column)
  into[4] = Math.max(0, column)
  if (tables) {
    into[5] = tables.fit(s, t)
    into[6] = tables.behind(s, t)
  }
  return into
}

/** Log-odds of the first step, pair by pair; the order of targets is theirs. */
export function inContext(
  scores: PairMatrix,
  context: readonly number[],
  tables?: TablesOfColumns,
): PairMatrix {
  const among = standing(scores)
  const x = new Float64Array(tables ? contextCount.many : contextCount.one)
  return mapPairs(scores, (z, s, t) => logOdds(contextOf(z, s, t, among, tables, x), context))
}

export const calibrationCount = 6

/**
 * Features of the second step: log-odds of the first, and the same above 0, where they
 * promise too much; what a target lacks to the best, and the best one's lead; what tables they are.
 */
export function calibrationOf(
  u: number,
  s: number,
  among: Standing,
  share: number,
  bare: boolean,
  into: Float64Array,
): Float64Array {
  const row = margin(u, among.rowBest[s] as number, among.rowSecond[s] as number)
  into[0] = u
  into[1] = Math.max(0, u)
  into[2] = Math.min(0, row)
  into[3] = Math.max(0, row)
  into[4] = share
  into[5] = bare ? 1 : 0
  return into
}

/** Log-odds of the share of source columns that have a partner, as far as the first step knows. */
export function shareMatched({ rowBest }: Standing): number {
  const sum = rowBest.reduce((all, u) => all + 1 / (1 + Math.exp(-u)), 0)
  const share = (sum + 0.5) / (rowBest.length + 1)
  return Math.log(share / (1 - share))
}

function logOdds(x: Float64Array, weights: readonly number[]): number {
  let sum = weights[x.length] as number
  for (let k = 0; k < x.length; k++) sum += (weights[k] as number) * (x[k] as number)
  return sum
}

const chance = (x: Float64Array, weights: readonly number[]): number =>
  1 / (1 + Math.exp(-logOdds(x, weights)))
