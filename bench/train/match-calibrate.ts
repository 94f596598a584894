import type { Circumstances } from '../../runtime/ml/match/confidence.ts'
import {
  calibrationCount,
  calibrationOf,
  confidence,
  contextCount,
  contextOf,
  inContext,
  isBare,
  shareMatched,
} from '../../runtime/ml/match/confidence.ts'
import { gatherEvidence, prepareSide } from '../../runtime/ml/match/evidence.ts'
import { score } from '../../runtime/ml/match/score.ts'
import type { MatchTable } from '../../runtime/ml/match/side.ts'
import type { PairMatrix } from '../../runtime/ml/match/sparse.ts'
import type { Standing } from '../../runtime/ml/match/standing.ts'
import { standing } from '../../runtime/ml/match/standing.ts'
import { tableFit, tablesOfColumns, withTables } from '../../runtime/ml/match/table-fit.ts'
import type { WordVectors } from '../../runtime/ml/match/word-vectors.ts'
import { seededRandom } from '../../runtime/ml/random.ts'
import { fabricate } from './match-fabricate.ts'
import { fabricateMany } from './match-fabricate-many.ts'
import type { Example } from './match-logistic.ts'
import { fitLogistic } from './match-logistic.ts'
import { drawRegime } from './match-regimes.ts'
import type { Judged } from './match-reliability.ts'
import { printReliability } from './match-reliability.ts'

interface Scored extends Circumstances {
  readonly scores: PairMatrix
  readonly truth: ReadonlySet<number>
}

/** First step, from pairs of tables with all their pairs of columns. */
export function fitContext(sets: readonly Scored[]): number[] {
  const examples = sets.flatMap(({ scores, truth }) => {
    const among = standing(scores)
    return [...scores.values].map((z, i): Example => {
      const [s, t] = [Math.floor(i / scores.targets), i % scores.targets]
      const x = contextOf(z, s, t, among, undefined, new Float64Array(contextCount.one))
      return { x, y: truth.has(i) ? 1 : 0, weight: 1 }
    })
  })
  return fitLogistic(examples, [1, 1, 1, 1, 1], [1, 0, 0, 0, 0, 0], 0)
}

/** Second step for one table each; every fifth pair of tables is kept out and judged. */
export async function calibrateOne(
  weights: readonly number[],
  context: readonly number[],
  vectors: WordVectors,
  count: number,
): Promise<number[]> {
  const sets: Scored[] = []
  const kinds: string[] = []
  for (let seed = 20_001; seed <= 20_000 + count; seed++) {
    const { source, target, truth, scenario } = fabricate(seed, drawRegime(seededRandom(seed)))
    sets.push(await scored([source], [target], truth, weights, vectors))
    kinds.push(scenario)
  }
  const calibration = fitCalibration(sets, context)
  report(sets, { context, calibration }, (i) => kinds[i] as string)
  return calibration
}

/** Both steps for databases of many tables. */
export async function calibrateMany(
  weights: readonly number[],
  vectors: WordVectors,
  count: number,
) {
  const sets: Scored[] = []
  const described: boolean[] = []
  for (let seed = 1; seed <= count; seed++) {
    const { source, target, truth } = fabricateMany(seed)
    sets.push(await scored(source, target, truth, weights, vectors))
    described.push(source.some((table) => table.description))
  }
  const examples = learnt(sets).flatMap(({ scores, truth, tables }) =>
    chosen(scores, truth, (z, s, t, among) =>
      contextOf(z, s, t, among, tables, new Float64Array(contextCount.many)),
    ),
  )
  const context = fitLogistic(examples, [1, 1, 1, 1, 1, 1, 1], [1, 0, 0, 0, 0, 0, 0, 0], 0)
  const calibration = fitCalibration(sets, context)
  report(sets, { context, calibration }, (i) => (described[i] ? 'comments' : 'no comments'))
  return { context, calibration }
}

const isKeptOut = (i: number) => i % 5 === 4
const learnt = (sets: readonly Scored[]) => sets.filter((_, i) => !isKeptOut(i))

async function scored(
  source: readonly MatchTable[],
  target: readonly MatchTable[],
  pairs: readonly (readonly [source: number, target: number])[],
  weights: readonly number[],
  vectors: WordVectors,
): Promise<Scored> {
  const [left, right] = [await prepareSide(source, vectors), await prepareSide(target, vectors)]
  const { evidence } = await gatherEvidence(left, right, vectors)
  const truth = new Set(pairs.map(([s, t]) => s * right.columns.length + t))
  const alone = score(evidence, left, right, { weights })
  if (source.length === 1 && target.length === 1) {
    return { scores: alone, truth, bare: isBare(evidence) }
  }
  const fit = tableFit(left, right, alone, vectors)
  const scores = withTables(left, right, alone, fit)
  return { scores, truth, tables: tablesOfColumns(left, right, fit) }
}

/** A factor on the log-odds above 0 may differ; the order within a source column stays. */
function fitCalibration(sets: readonly Scored[], context: readonly number[]): number[] {
  const examples = learnt(sets).flatMap(({ scores, truth, tables, bare = false }) => {
    const ranked = inContext(scores, context, tables)
    const share = shareMatched(standing(ranked))
    return chosen(ranked, truth, (u, s, _, among) =>
      calibrationOf(u, s, among, share, bare, new Float64Array(calibrationCount)),
    )
  })
  return fitLogistic(examples, [1, 0, 1, 1, 0, 0], [1, 0, 0, 0, 0, 0, 0], 0)
}

/** All pairs near the best of their row, and one in twenty of the others in place of all. */
function chosen(
  matrix: PairMatrix,
  truth: ReadonlySet<number>,
  features: (value: number, s: number, t: number, among: Standing) => Float64Array,
): Example[] {
  const [near, thin] = [4, 20]
  const among = standing(matrix)
  // A set of many columns says more, though not in proportion: its columns resemble each other.
  const share = 1 / Math.sqrt(matrix.sources)
  const examples: Example[] = []
  matrix.values.forEach((value, i) => {
    const [s, t] = [Math.floor(i / matrix.targets), i % matrix.targets]
    const whole = truth.has(i) || value > (among.rowBest[s] as number) - near
    if (!whole && i % thin !== 0) return
    const x = features(value, s, t, among)
    examples.push({ x, y: truth.has(i) ? 1 : 0, weight: whole ? share : share * thin })
  })
  return examples
}

function report(
  sets: readonly Scored[],
  fitted: Parameters<typeof confidence>[1],
  kindOf: (i: number) => string,
) {
  const judged: Judged[] = []
  sets.forEach(({ scores, truth, ...circumstances }, i) => {
    if (!isKeptOut(i)) return
    const probable = confidence(scores, fitted, circumstances)
    judged.push({ probable, truth, kind: kindOf(i) })
  })
  printReliability(judged)
}
