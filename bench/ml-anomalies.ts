import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnomalyColumn } from '../runtime/ml/anomalies/columns.ts'
import { applyAnomalies, detectAnomalies } from '../runtime/ml/anomalies/detect.ts'
import { below, sampleWithout, seededRandom } from '../runtime/ml/random.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'
import { round } from './support/figure.ts'

interface LabelledSet {
  readonly name: string
  readonly rows: number
  readonly columns: readonly (AnomalyColumn & { kind: 'number' })[]
  readonly labels: Uint8Array
}

const methods = ['forest', 'ensemble'] as const

/**
 * `--data`: CSV files of numbers with a `label` column (1: anomaly), which no method sees. AUC of
 * the scores of the rows that were fitted, mean of `seeds` seeds; beside it scikit-learn's of the
 * same protocol, where sklearn_reference.json states it. Then single cells of normal rows are
 * corrupted one at a time: is that column the first reason?
 */
export async function* run(options: BenchOptions): AsyncGenerator<MlFigure> {
  if (!options.data)
    throw new Error('Give --data <folder with CSV files that have a label column>.')
  const folder = options.data
  const seeds = options.seed ? [Number(options.seed)] : [1, 2, 3, 4, 5]
  const reference = readReference(folder)
  const files = readdirSync(folder).filter((file) => file.endsWith('.csv'))
  const aucs = { forest: [] as number[], ensemble: [] as number[] }
  const known: { theirs: number; forest: number; ensemble: number }[] = []
  const found = { far: [] as number[], beyond: [] as number[] }
  for (const file of files.sort()) {
    const set = readSet(folder, file)
    if (!set) continue
    const theirs = reference.get(set.name)
    const line = { forest: 0, ensemble: 0 }
    for (const method of methods) {
      const values: number[] = []
      let seconds = 0
      for (const seed of seeds) {
        const started = process.cpuUsage()
        const { scores } = await detectAnomalies(set.columns, { method, seed })
        const used = process.cpuUsage(started)
        seconds += (used.user + used.system) / 1e6 / seeds.length
        values.push(areaUnderCurve(scores, set.labels))
      }
      line[method] = mean(values)
      aucs[method].push(line[method])
      const beside = theirs === undefined ? {} : { sklearn: theirs }
      const figure = { set: set.name, method, metric: 'auc', value: round(line[method]), ...beside }
      yield { ...figure, seconds: round(seconds), cpu: true, rows: set.rows, seeds: seeds.length }
    }
    if (theirs !== undefined) known.push({ theirs, ...line })
    for (const kind of ['far', 'beyond'] as const) {
      const hits = await corruptCells(set, kind, seeds[0] ?? 1)
      found[kind].push(...hits)
      const metric = `corrupted_column_first_${kind}`
      yield { set: set.name, method: 'ensemble', metric, value: round(mean(hits)) }
    }
  }
  for (const method of methods) {
    const all = { set: 'all', method, sets: aucs[method].length }
    yield { ...all, metric: 'auc_mean', value: round(mean(aucs[method])) }
    if (known.length === 0) continue
    const theirs = mean(known.map((it) => it.theirs))
    const value = round(mean(known.map((it) => it[method])) - theirs)
    yield { ...all, metric: 'auc_mean_minus_sklearn', value, sklearn: round(theirs) }
  }
  for (const kind of ['far', 'beyond'] as const)
    yield {
      set: 'all',
      method: 'ensemble',
      metric: `corrupted_column_first_${kind}`,
      value: round(mean(found[kind])),
      cells: found[kind].length,
    }
}

/** AUC of scikit-learn by set. */
function readReference(folder: string): Map<string, number> {
  const path = join(folder, 'sklearn_reference.json')
  if (!existsSync(path)) return new Map()
  const rows: { name: string; auc: number }[] = JSON.parse(readFileSync(path, 'utf8'))
  return new Map(rows.map(({ name, auc }) => [name, auc]))
}

function readSet(folder: string, file: string): LabelledSet | undefined {
  const [header = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  const label = names.indexOf('label')
  if (label < 0) return undefined
  const cells = lines.map((line) => line.split(','))
  const numbers = (at: number) =>
    Float64Array.from(cells, (row) => (row[at] ? Number(row[at]) : Number.NaN))
  const columns = names.flatMap((name, at) =>
    at === label ? [] : [{ kind: 'number' as const, name, values: numbers(at) }],
  )
  const labels = Uint8Array.from(numbers(label))
  return { name: file.slice(0, -4), rows: lines.length, columns, labels }
}

/**
 * 100 cells of random normal rows and random columns, one at a time, scored by a model of the
 * uncorrupted rows. `far`: the mean ± 5 to 10 deviations of the column. `beyond`: outside of its
 * range by 10 to 100 % of it.
 */
async function corruptCells(
  set: LabelledSet,
  kind: 'far' | 'beyond',
  seed: number,
): Promise<number[]> {
  const random = seededRandom(seed)
  const { model } = await detectAnomalies(set.columns, { seed })
  const normal = Array.from(set.labels.keys()).filter((row) => set.labels[row] === 0)
  const rows = sampleWithout(random, normal.length, 100)
  const varying = set.columns.flatMap((c, i) => (new Set(c.values).size > 1 ? [i] : []))
  const chosen = Array.from(rows, () => varying[below(random, varying.length)] as number)
  const batch = set.columns.map((column, at) => ({
    ...column,
    values: Float64Array.from(rows, (row, i) => {
      const value = column.values[normal[row] as number] as number
      return chosen[i] === at ? corrupt(column.values, kind, random()) : value
    }),
  }))
  const { attribution } = await applyAnomalies(model, batch)
  return chosen.map((at, i) => (attribution(i, 1)[0]?.column === set.columns[at]?.name ? 1 : 0))
}

function corrupt(values: Float64Array, kind: 'far' | 'beyond', draw: number): number {
  const present = values.filter(Number.isFinite)
  const side = draw < 0.5 ? -1 : 1
  const amount = (draw * 2) % 1
  if (kind === 'far') {
    const centre = mean(present)
    const deviation = Math.sqrt(mean(present.map((v) => (v - centre) ** 2)))
    return centre + side * (5 + 5 * amount) * deviation
  }
  const low = present.reduce((a, b) => Math.min(a, b))
  const high = present.reduce((a, b) => Math.max(a, b))
  const outside = (0.1 + 0.9 * amount) * (high - low)
  return side < 0 ? low - outside : high + outside
}

/** The chance that an anomaly scores higher than a normal row; equal scores count half. */
function areaUnderCurve(scores: Float64Array, labels: Uint8Array): number {
  const order = Uint32Array.from(scores.keys()).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  )
  let ranks = 0
  let anomalies = 0
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++
    for (let i = from; i < to; i++) {
      if (labels[order[i] as number] === 0) continue
      ranks += (from + to + 1) / 2
      anomalies++
    }
    from = to
  }
  const normal = scores.length - anomalies
  return (ranks - (anomalies * (anomalies + 1)) / 2) / (anomalies * normal)
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, v) => sum + v, 0) / values.length
