// bench/train/match-model.ts [pairs]   → runtime/ml/match/model.json
// Fits the weights of the matcher to fabricated pairs of tables: made-up values, names and noise,
// no row or name of any published set.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Evidence, EvidenceKind, Side } from '../../runtime/ml/match/evidence.ts'
import { evidenceKinds, gatherEvidence, prepareSide } from '../../runtime/ml/match/evidence.ts'
import {
  contextCount,
  contextOf,
  featureCount,
  features,
  score,
  standing,
} from '../../runtime/ml/match/score.ts'
import { tableFit, withTables } from '../../runtime/ml/match/table-fit.ts'
import { loadWordVectors } from '../../runtime/ml/match/word-vectors.ts'
import { fabricate } from './match-fabricate.ts'
import { fabricateMany } from './match-fabricate-many.ts'

const count = Number(process.argv[2] ?? 240)
const target = fileURLToPath(new URL('../../runtime/ml/match/model.json', import.meta.url))
const vectors = await loadWordVectors()
interface Prepared {
  readonly left: Side
  readonly right: Side
  readonly evidence: Evidence
  readonly truth: ReadonlySet<number>
  readonly scenario: string
}

const sets: Prepared[] = []
for (let seed = 1; seed <= count; seed++) {
  const { source, target, truth, scenario } = fabricate(seed)
  const left = await prepareSide([source], vectors)
  const right = await prepareSide([target], vectors)
  const { evidence } = await gatherEvidence(left, right, vectors)
  const true_ = new Set(truth.map(([s, t]) => s * right.columns.length + t))
  sets.push({ left, right, evidence, truth: true_, scenario })
}
const isTest = (i: number) => i % 5 === 4
const train = sets.filter((_, i) => !isTest(i))

interface Example {
  readonly x: Float64Array
  readonly y: number
  readonly weight: number
}

const thin = 4
const examples: Example[] = []
for (const { left, right, evidence, truth } of train) {
  const pairs = left.columns.length * right.columns.length
  for (let i = 0; i < pairs; i++) {
    const [s, t] = [Math.floor(i / right.columns.length), i % right.columns.length]
    const kept = truth.has(i) || i % thin === 0
    if (!kept) continue
    const x = features(evidence, left, right, s, t, new Float64Array(featureCount))
    examples.push({ x, y: truth.has(i) ? 1 : 0, weight: truth.has(i) ? 1 : thin })
  }
}
// More of any of these never speaks against a match.
const signs: number[] = evidenceKinds.map((kind) => (kind === 'bothValues' ? 0 : 1))
// What a person would say the evidence is worth, in log-odds; the fit starts from it and is drawn
// to it, as made-up tables teach too little of real ones.
const belief: Partial<Record<EvidenceKind, number>> = {
  ...{
    sameName: 1,
    characters: 1.5,
    words: 4,
    sourceWords: 2,
    targetWords: 1,
    head: 0.5,
    meaning: 2,
  },
  ...{ description: 2, descriptionMeaning: 1, type: 1, jaccard: 1, sourceInTarget: 1.5 },
  ...{ targetInSource: 0.5, valueParts: 1.5, valueWords: 1.5, valueGrams: 0.5, numbers: 0.5 },
  ...{ rowsEqual: 4, rowsSettled: 3 },
}
const prior = [...evidenceKinds.map((kind) => belief[kind] ?? 0), ...Array(9).fill(0), -6]
const weights = fitLogistic(examples, [...signs, 1, 1, 1, 1, -1, 0, 1, 1, -1], prior, 0.0003)

const calibration: Example[] = []
for (const [n, set] of sets.entries()) {
  if (!isTest(n)) continue
  const scores = score(set.evidence, set.left, set.right, { weights })
  const among = standing(scores)
  scores.values.forEach((z, i) => {
    const [s, t] = [Math.floor(i / scores.targets), i % scores.targets]
    const x = contextOf(z, s, t, among, new Float64Array(contextCount))
    calibration.push({ x, y: set.truth.has(i) ? 1 : 0, weight: 1 })
  })
}
const context = fitLogistic(calibration, [1, 1, 1, 1, 1], [1, 0, 0, 0, 0, 0], 0)
// Databases of many tables: their tables' fit counts, and each column has more rivals.
const many: Example[] = []
for (let seed = 1; seed <= count / 4; seed++) {
  const { source, target: other, truth } = fabricateMany(seed)
  const left = await prepareSide(source, vectors)
  const right = await prepareSide(other, vectors)
  const { evidence } = await gatherEvidence(left, right, vectors)
  const alone = score(evidence, left, right, { weights })
  const scores = withTables(left, right, alone, tableFit(left, right, alone, vectors))
  const among = standing(scores)
  const true_ = new Set(truth.map(([s, t]) => s * right.columns.length + t))
  scores.values.forEach((z, i) => {
    const [s, t] = [Math.floor(i / scores.targets), i % scores.targets]
    const x = contextOf(z, s, t, among, new Float64Array(contextCount))
    if (true_.has(i) || z > -3 || i % 10 === 0)
      many.push({ x, y: true_.has(i) ? 1 : 0, weight: true_.has(i) || z > -3 ? 1 : 10 })
  })
}
const contextOfMany = fitLogistic(many, [1, 1, 1, 1, 1], [1, 0, 0, 0, 0, 0], 0)
const round = (x: number) => Number(x.toFixed(4))
writeFileSync(
  target,
  `${JSON.stringify({ weights: weights.map(round), context: context.map(round), contextOfMany: contextOfMany.map(round) }, null, 2)}\n`,
)
evidenceKinds.forEach((kind, i) => {
  console.log(kind.padEnd(20), weights[i]?.toFixed(2))
})
console.log(
  'derived',
  weights
    .slice(evidenceKinds.length)
    .map((w) => w.toFixed(2))
    .join(' '),
)
console.log('many', contextOfMany.map((w) => w.toFixed(2)).join(' '))
console.log('context', context.map((w) => w.toFixed(2)).join(' '))
console.log(JSON.parse(readFileSync(target, 'utf8')).weights.length, 'weights written')
report()

/** Logistic regression with signs held, by Adam over all examples. */
function fitLogistic(
  data: readonly Example[],
  sign: readonly number[],
  prior: readonly number[],
  ridge: number,
) {
  const width = prior.length - 1
  const w = Float64Array.from(prior)
  const [m, v] = [new Float64Array(width + 1), new Float64Array(width + 1)]
  const total = data.reduce((sum, e) => sum + e.weight, 0)
  for (let step = 1; step <= 600; step++) {
    const g = new Float64Array(width + 1)
    for (const { x, y, weight } of data) {
      let z = w[width] as number
      for (let k = 0; k < width; k++) z += (w[k] as number) * (x[k] as number)
      const error = (weight * (1 / (1 + Math.exp(-z)) - y)) / total
      for (let k = 0; k < width; k++) g[k] = (g[k] as number) + error * (x[k] as number)
      g[width] = (g[width] as number) + error
    }
    const rate = step < 400 ? 0.1 : 0.02
    for (let k = 0; k <= width; k++) {
      const slope =
        (g[k] as number) + (k < width ? ridge * ((w[k] as number) - (prior[k] as number)) : 0)
      m[k] = 0.9 * (m[k] as number) + 0.1 * slope
      v[k] = 0.99 * (v[k] as number) + 0.01 * slope * slope
      w[k] = (w[k] as number) - (rate * (m[k] as number)) / (Math.sqrt(v[k] as number) + 1e-8)
      const held = sign[k] ?? 0
      if (held > 0) w[k] = Math.max(0, w[k] as number)
      if (held < 0) w[k] = Math.min(0, w[k] as number)
    }
  }
  return [...w]
}

/** Recall at the size of the truth on the tables kept out of the first fit. */
function report() {
  const recalls = new Map<string, number[]>()
  for (const [n, { left, right, evidence, truth, scenario }] of sets.entries()) {
    if (!isTest(n)) continue
    const { values } = score(evidence, left, right, { weights })
    const ranked = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    const found = ranked.slice(0, truth.size).filter((i) => truth.has(i)).length
    recalls.set(scenario, [...(recalls.get(scenario) ?? []), found / truth.size])
  }
  for (const [scenario, list] of recalls)
    console.log(scenario, (list.reduce((a, b) => a + b, 0) / list.length).toFixed(3), list.length)
}
