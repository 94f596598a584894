import type { Evidence, Side } from './evidence.ts'
import { evidenceKinds } from './evidence.ts'
import parameters from './model.json' with { type: 'json' }
import type { PairMatrix } from './sparse.ts'
import { mapPairs, pairMatrix } from './sparse.ts'

export interface MatchModel {
  /** One for each of `features`, then the intercept. */
  readonly weights: readonly number[]
  /** One for each of `contextOf`, then the intercept. */
  readonly context: readonly number[]
  /** The same for databases of many tables. */
  readonly contextOfMany: readonly number[]
}

export const model: MatchModel = parameters

const at = (kind: (typeof evidenceKinds)[number]) => evidenceKinds.indexOf(kind)
const place = {
  characters: at('characters'),
  words: at('words'),
  meaning: at('meaning'),
  description: at('description'),
  descriptionMeaning: at('descriptionMeaning'),
  type: at('type'),
  both: at('bothValues'),
  jaccard: at('jaccard'),
  sourceInTarget: at('sourceInTarget'),
  targetInSource: at('targetInSource'),
  valueParts: at('valueParts'),
  valueWords: at('valueWords'),
  valueGrams: at('valueGrams'),
  numbers: at('numbers'),
  profile: at('profile'),
  rowsEqual: at('rowsEqual'),
  rowsSettled: at('rowsSettled'),
} as const

const derived = 9
export const featureCount = evidenceKinds.length + derived

/** The evidence for a pair, and products of it that a sum of weights cannot express. */
export function features(
  evidence: Evidence,
  source: Side,
  target: Side,
  s: number,
  t: number,
  into: Float64Array,
): Float64Array {
  const i = s * target.columns.length + t
  for (let k = 0; k < evidenceKinds.length; k++)
    into[k] = evidence[evidenceKinds[k] as keyof Evidence].values[i] as number
  const of = (k: keyof typeof place) => into[place[k]] as number
  const family = source.columns[s]?.sketch.family
  const numeric = family === 'number' && target.columns[t]?.sketch.family === 'number'
  // Small whole numbers are in common everywhere.
  if (numeric) {
    into[place.jaccard] = 0
    into[place.sourceInTarget] = 0
    into[place.targetInSource] = 0
  }
  const name = Math.max(of('words'), of('characters'), of('meaning') * 0.9)
  const described = Math.max(of('description'), of('descriptionMeaning') * 0.9)
  const value = numeric
    ? of('numbers') * 0.6
    : Math.max(of('jaccard'), of('sourceInTarget'), of('valueParts'), of('valueWords'))
  const rows = Math.max(of('rowsEqual'), of('rowsSettled'))
  let k = evidenceKinds.length
  into[k++] = name * name
  into[k++] = value * value
  into[k++] = name * value
  into[k++] = name * of('type')
  into[k++] = of('both') * (1 - value)
  into[k++] = numeric ? 1 : 0
  into[k++] = rows * rows
  into[k++] = described * described
  into[k++] = (1 - of('type')) ** 2
  return into
}

/** Log-odds that the columns of each pair belong together, pair by pair. */
export function score(
  evidence: Evidence,
  source: Side,
  target: Side,
  { weights }: Pick<MatchModel, 'weights'> = model,
): PairMatrix {
  const x = new Float64Array(featureCount)
  return mapPairs(pairMatrix(source.columns.length, target.columns.length), (_, s, t) => {
    features(evidence, source, target, s, t, x)
    let sum = weights[featureCount] as number
    for (let k = 0; k < featureCount; k++) sum += (weights[k] as number) * (x[k] as number)
    return sum
  })
}

export const contextCount = 5

/** How a pair stands among the others of its row and column. */
export interface Standing {
  readonly rowBest: Float32Array
  readonly rowSecond: Float32Array
  readonly columnBest: Float32Array
  readonly columnSecond: Float32Array
}

export function standing({ sources, targets, values }: PairMatrix): Standing {
  const none = Number.NEGATIVE_INFINITY
  const [rowBest, rowSecond] = [new Float32Array(sources), new Float32Array(sources)]
  const [columnBest, columnSecond] = [new Float32Array(targets), new Float32Array(targets)]
  for (const list of [rowBest, rowSecond, columnBest, columnSecond]) list.fill(none)
  const note = (best: Float32Array, second: Float32Array, i: number, value: number) => {
    if (value > (best[i] as number)) {
      second[i] = best[i] as number
      best[i] = value
    } else if (value > (second[i] as number)) second[i] = value
  }
  for (let s = 0, i = 0; s < sources; s++)
    for (let t = 0; t < targets; t++, i++) {
      note(rowBest, rowSecond, s, values[i] as number)
      note(columnBest, columnSecond, t, values[i] as number)
    }
  return { rowBest, rowSecond, columnBest, columnSecond }
}

const margin = (value: number, best: number, second: number): number =>
  Math.max(-6, Math.min(6, value - (value >= best ? Math.max(second, -12) : best)))

export function contextOf(z: number, s: number, t: number, among: Standing, into: Float64Array) {
  const row = margin(z, among.rowBest[s] as number, among.rowSecond[s] as number)
  const column = margin(z, among.columnBest[t] as number, among.columnSecond[t] as number)
  into[0] = z
  into[1] = Math.min(0, row)
  into[2] = Math.max(0, row)
  into[3] = Math.min(0, column)
  into[4] = Math.max(0, column)
  return into
}

/** Probability that the columns of each pair belong together. */
export function confidence(scores: PairMatrix, context: readonly number[]): PairMatrix {
  const among = standing(scores)
  const x = new Float64Array(contextCount)
  return mapPairs(scores, (z, s, t) => {
    contextOf(z, s, t, among, x)
    let sum = context[contextCount] as number
    for (let k = 0; k < contextCount; k++) sum += (context[k] as number) * (x[k] as number)
    return 1 / (1 + Math.exp(-sum))
  })
}
