import type { Work } from '../work.ts'
import { COLUMN_DIMENSIONS, tableFeatures } from './column-features.ts'
import type { Example, LinearModel } from './linear-model.ts'
import { predictLinear, trainLinear } from './linear-model.ts'

/** Columns of a table with what they are. */
export interface LabelledTable {
  readonly name: string
  readonly columns: readonly (readonly string[])[]
  readonly labels: readonly string[]
}

/** Tells what columns are from their values and their neighbours, by examples. */
export interface ColumnClassifier {
  readonly model: LinearModel
  /** By label and label: how much likelier both stand in one table than by chance (logarithm). */
  readonly together: Float64Array
}

export interface TrainingOptions {
  /** Labels to tell apart; columns with others are left out. */
  readonly labels: readonly string[]
  /** Tables that count less, as they are labelled by another rule. */
  readonly more?: readonly LabelledTable[] | undefined
  readonly seed: number
}

/** Weight of the neighbours' labels, and of tables that count less. */
const NEIGHBOURS = 0.5
const LESS = 0.5

export async function trainColumns(
  tables: readonly LabelledTable[],
  { labels, more = [], seed }: TrainingOptions,
  work?: Work,
): Promise<ColumnClassifier> {
  const place = new Map(labels.map((label, i) => [label, i]))
  const examples: Example[] = []
  for (const [list, weight] of [
    [tables, 1],
    [more, LESS],
  ] as const)
    for (const table of list) {
      const features = tableFeatures(table.columns)
      for (const [i, name] of table.labels.entries()) {
        const label = place.get(name)
        if (label !== undefined) examples.push({ features: features[i] as Features, label, weight })
      }
    }
  const options = { dimensions: COLUMN_DIMENSIONS, epochs: 15, rate: 0.1, l2: 1e-5, seed }
  const model = await trainLinear(examples, labels, options, work)
  return { model, together: countTogether([...tables, ...more], place) }
}

type Features = Example['features']

/** Pointwise mutual information of labels in one table, smoothed towards none. */
function countTogether(
  tables: readonly LabelledTable[],
  place: ReadonlyMap<string, number>,
): Float64Array {
  const size = place.size
  const pairs = new Float64Array(size * size)
  const single = new Float64Array(size)
  let total = 0
  for (const { labels } of tables) {
    const here = labels.flatMap((label) => place.get(label) ?? [])
    for (const [i, a] of here.entries())
      for (const [j, b] of here.entries()) {
        if (i === j) continue
        pairs[a * size + b] = (pairs[a * size + b] as number) + 1
        single[a] = (single[a] as number) + 1
        total++
      }
  }
  return pairs.map((count, at) => {
    const a = single[Math.floor(at / size)] as number
    const b = single[at % size] as number
    const chance = ((a + 0.5) * (b + 0.5)) / (total + 1)
    return Math.log((count + chance) / (2 * chance) + 1e-3)
  })
}

/** For every column, the probability of every label. */
export function classifyColumns(
  { model, together }: ColumnClassifier,
  columns: readonly (readonly string[])[],
): Float64Array[] {
  const size = model.labels.length
  const alone = tableFeatures(columns).map((f) => Float64Array.from(predictLinear(model, f)))
  let shares = alone
  // Twice, as what a neighbour is changes with its own neighbours.
  for (let round = 0; round < 2; round++)
    shares = alone.map((own, i) => {
      const scores = own.map((p) => Math.log(p + 1e-9))
      for (const [j, other] of shares.entries()) {
        if (j === i) continue
        for (const [b, p] of other.entries())
          if (p > 0.01)
            for (let a = 0; a < size; a++)
              scores[a] =
                (scores[a] as number) + NEIGHBOURS * p * (together[a * size + b] as number)
      }
      const largest = Math.max(...scores)
      const powers = scores.map((s) => Math.exp(s - largest))
      const sum = powers.reduce((x, y) => x + y, 0)
      return powers.map((x) => x / sum)
    })
  return shares
}
