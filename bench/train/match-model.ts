// bench/train/match-model.ts [pairs]   → runtime/ml/match/model.json
// Fits the weights of the matcher to fabricated pairs of tables: made-up values, names and noise,
// no row or name of any published set.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Evidence, EvidenceKind, Side } from '../../runtime/ml/match/evidence.ts'
import { evidenceKinds, gatherEvidence, prepareSide } from '../../runtime/ml/match/evidence.ts'
import { featureCount, features, score } from '../../runtime/ml/match/score.ts'
import { loadWordVectors } from '../../runtime/ml/match/word-vectors.ts'
import { calibrateMany, calibrateOne, fitContext } from './match-calibrate.ts'
import { fabricate } from './match-fabricate.ts'
import type { Example } from './match-logistic.ts'
import { fitLogistic } from './match-logistic.ts'

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

// How a pair stands among its rivals: from usual pairs that the weights have not seen.
const context = fitContext(
  sets.filter((_, i) => isTest(i)).map((set) => ({ ...set, scores: scoresOf(set) })),
)
const one = { context, calibration: await calibrateOne(weights, context, vectors, count * 3) }
const many = await calibrateMany(weights, vectors, count)
const round = (x: number) => Number(x.toFixed(4))
const rounded = (of: typeof one) => ({
  context: of.context.map(round),
  calibration: of.calibration.map(round),
})
const written = { weights: weights.map(round), one: rounded(one), many: rounded(many) }
writeFileSync(target, `${JSON.stringify(written, null, 2)}\n`)
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
for (const [name, of] of Object.entries({ one, many }))
  for (const [step, fitted] of Object.entries(of))
    console.log(name, step, fitted.map((w) => w.toFixed(2)).join(' '))
console.log(weights.length, 'weights written')
report()

function scoresOf({ left, right, evidence }: Pick<Prepared, 'left' | 'right' | 'evidence'>) {
  return score(evidence, left, right, { weights })
}

/** Recall at the size of the truth on the tables kept out of the first fit. */
function report() {
  const recalls = new Map<string, number[]>()
  for (const [n, { left, right, evidence, truth, scenario }] of sets.entries()) {
    if (!isTest(n)) continue
    const { values } = scoresOf({ left, right, evidence })
    const ranked = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    const found = ranked.slice(0, truth.size).filter((i) => truth.has(i)).length
    recalls.set(scenario, [...(recalls.get(scenario) ?? []), found / truth.size])
  }
  for (const [scenario, list] of recalls)
    console.log(scenario, (list.reduce((a, b) => a + b, 0) / list.length).toFixed(3), list.length)
}
