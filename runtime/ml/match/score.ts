import type { Evidence, Side } from './evidence.ts'
import { evidenceKinds } from './evidence.ts'
import parameters from './model.json' with { type: 'json' }
import type { PairMatrix } from './sparse.ts'
import { mapPairs, pairMatrix } from './sparse.ts'

export interface MatchModel {
  /** One for each of `features`, then the intercept. */
  readonly weights: readonly number[]
  readonly one: ConfidenceModel
  /** For databases of many tables. */
  readonly many: ConfidenceModel
}

/** What makes probabilities of scores. */
export interface ConfidenceModel {
  /** One for each of `contextOf`, then the intercept. */
  readonly context: readonly number[]
  /** One for each of `calibrationOf`, then the intercept. */
  readonly calibration: readonly number[]
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
