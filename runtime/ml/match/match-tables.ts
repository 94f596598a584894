import { MigrateError } from '../../error.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import { assign, mostProbable } from './assign.ts'
import { confidence, isBare } from './confidence.ts'
import type { Side } from './evidence.ts'
import { gatherEvidence, prepareSide } from './evidence.ts'
import type { Feedback } from './feedback.ts'
import { decisionOf, withFeedback } from './feedback.ts'
import { reasonsFor } from './reasons.ts'
import { model, score } from './score.ts'
import type { ColumnName, MatchTable } from './side.ts'
import type { PairMatrix } from './sparse.ts'
import { mapPairs } from './sparse.ts'
import { tableFit, tablesOfColumns, withTables } from './table-fit.ts'
import { loadWordVectors } from './word-vectors.ts'

export interface MatchOptions {
  /** Ranked targets for each source column. Default 5. */
  readonly top?: number | undefined
  /**
   * Least confidence of an assigned pair, 0 … 1. Default: 0.5 for one table each; for many tables
   * the one that makes the expected F1 greatest.
   */
  readonly threshold?: number | undefined
  /** Decisions of the same tenant. */
  readonly feedback?: readonly Feedback[] | undefined
  readonly work?: Work | undefined
}

export interface RankedTarget extends ColumnName {
  /** Probability that the columns belong together, 0 … 1. */
  readonly confidence: number
  readonly reasons: readonly string[]
}

export interface ColumnMatch extends ColumnName {
  /** Most probable first. */
  readonly targets: readonly RankedTarget[]
}

export interface AssignedPair {
  readonly source: ColumnName
  readonly target: ColumnName
  readonly confidence: number
}

export interface MatchResult {
  readonly columns: readonly ColumnMatch[]
  /**
   * One to one for one table each; for many tables a column may have several targets, as a key
   * has. Columns without a probable partner are left out.
   */
  readonly assignment: readonly AssignedPair[]
  /** Tables of which a sample was read, in words. */
  readonly notes: readonly string[]
}

const maxPairs = 3_000_000

/**
 * Which columns of the target say what those of the source say: from names, comments, types,
 * values, rows that both have, and, for many tables, how the tables fit. Same input, same result.
 * @throws MigrateError INVALID_USAGE for more pairs of columns than can be compared
 */
export async function matchTables(
  sourceTables: readonly MatchTable[],
  targetTables: readonly MatchTable[],
  options: MatchOptions = {},
): Promise<MatchResult> {
  const { top = 5, feedback = [], work } = options
  refuseTooMany(sourceTables, targetTables)
  const vectors = await loadWordVectors()
  work?.progress?.(0, 4, 'reading columns')
  const source = await prepareSide(sourceTables, vectors, work)
  const target = await prepareSide(targetTables, vectors, work)
  work?.progress?.(1, 4, 'comparing columns')
  const { evidence, joins } = await gatherEvidence(source, target, vectors, work)
  work?.progress?.(2, 4, 'weighing evidence')
  const many = sourceTables.length > 1 || targetTables.length > 1
  const alone = score(evidence, source, target)
  const fit = many ? tableFit(source, target, alone, vectors) : undefined
  const fitted = fit ? withTables(source, target, alone, fit) : alone
  const scores = withFeedback(fitted, source, target, feedback, vectors)
  await breathe(work)
  const probable = fit
    ? confidence(scores, model.many, { tables: tablesOfColumns(source, target, fit) })
    : confidence(scores, model.one, { bare: isBare(evidence) })
  work?.progress?.(3, 4, 'choosing pairs')
  const chosen = many
    ? choose(probable, options.threshold)
    : chooseOneToOne(probable, options.threshold ?? 0.5)
  await breathe(work)
  const columns = source.columns.map((_, s) => ({
    ...nameAt(source, s),
    targets: best(probable, s, top).map((t) => {
      const join = joins.get(`${source.columns[s]?.table} ${target.columns[t]?.table}`)
      return {
        ...nameAt(target, t),
        confidence: confidenceAt(probable, s, t),
        reasons: [
          ...decisionOf(feedback, nameAt(source, s), nameAt(target, t)),
          ...reasonsFor(evidence, source, target, s, t, join),
        ],
      }
    }),
  }))
  work?.progress?.(4, 4, 'done')
  return {
    columns,
    assignment: chosen.map(([s, t]) => ({
      source: nameAt(source, s),
      target: nameAt(target, t),
      confidence: confidenceAt(probable, s, t),
    })),
    notes: [...sourceTables, ...targetTables].flatMap(sampleNote),
  }
}

function refuseTooMany(source: readonly MatchTable[], target: readonly MatchTable[]) {
  const count = (tables: readonly MatchTable[]) => tables.reduce((n, t) => n + t.columns.length, 0)
  const [a, b] = [count(source), count(target)]
  if (a * b <= maxPairs) return
  throw new MigrateError('INVALID_USAGE', `${a} by ${b} columns are too many to compare.`, {
    hint: 'Choose tables of the source or the target.',
  })
}

function choose(probable: PairMatrix, threshold: number | undefined): [number, number][] {
  const places =
    threshold === undefined
      ? mostProbable(probable)
      : [...probable.values.keys()].filter((i) => (probable.values[i] as number) >= threshold)
  return places
    .map((i): [number, number] => [Math.floor(i / probable.targets), i % probable.targets])
    .sort(([a, b], [c, d]) => a - c || b - d)
}

function chooseOneToOne(probable: PairMatrix, threshold: number): [number, number][] {
  // Log-odds above the threshold's, so that two likely pairs beat one likelier one.
  const odds = (p: number) => Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9))
  const gain = mapPairs(probable, (p) =>
    p < threshold ? 0 : odds(p) - odds(Math.min(threshold, 0.999)) + 1e-6,
  )
  return [...assign(gain)].flatMap((t, s): [number, number][] => (t < 0 ? [] : [[s, t]]))
}

function best({ targets, values }: PairMatrix, s: number, top: number): number[] {
  const at = (t: number) => values[s * targets + t] as number
  return Array.from({ length: targets }, (_, t) => t)
    .sort((a, b) => at(b) - at(a) || a - b)
    .slice(0, top)
}

const confidenceAt = ({ targets, values }: PairMatrix, s: number, t: number) =>
  values[s * targets + t] as number

function nameAt(side: Side, i: number): ColumnName {
  const column = side.columns[i]
  return { table: side.tables[column?.table ?? 0]?.name ?? '', column: column?.name ?? '' }
}

const sampleNote = ({ name, rows, sampledFrom }: MatchTable) =>
  sampledFrom === undefined ? [] : [`${name}: ${rows} of ${sampledFrom} rows, chosen at random`]
