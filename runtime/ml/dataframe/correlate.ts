import type { StepColumn, StepOutput } from '../step.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { Series } from './danfo.ts'
import { loadDanfo } from './danfo.ts'
import type { OptionsOf } from './options.ts'

type Make = new (values: readonly (number | string)[]) => Series

/** One row per pair of columns: both names, rows where both have a value, the coefficient. */
export async function correlate(
  columns: readonly StepColumn[],
  { method }: OptionsOf<'correlate'>,
  work: Work,
): Promise<StepOutput> {
  const { Series } = await loadDanfo()
  const rows: [string, string, number, number | null][] = []
  for (const [i, a] of columns.entries())
    for (const b of columns.slice(i + 1)) {
      const [x, y] = both(a, b)
      const coefficient =
        method === 'pearson' ? pearson(Series, x, y) : pearson(Series, ranks(x), ranks(y))
      rows.push([a.name, b.name, x.length, coefficient])
      await breathe(work)
    }
  return { columns: [0, 1, 2, 3].map((i) => rows.map((row) => row[i] ?? null)) }
}

function both(a: StepColumn, b: StepColumn): [number[], number[]] {
  const [x, y]: [number[], number[]] = [[], []]
  if (!('numbers' in a) || !('numbers' in b)) return [x, y]
  a.numbers.forEach((n, row) => {
    const m = b.numbers[row]
    if (m === undefined || !Number.isFinite(n) || !Number.isFinite(m)) return
    x.push(n)
    y.push(m)
  })
  return [x, y]
}

/** Null where a column does not vary. */
function pearson(Series: Make, x: readonly number[], y: readonly number[]): number | null {
  if (x.length < 2) return null
  const [p, q] = [new Series(x), new Series(y)]
  const [dp, dq] = [p.sub(p.mean()), q.sub(q.mean())]
  const spread = Math.sqrt(dp.mul(dp).sum() * dq.mul(dq).sum())
  return spread > 0 ? Math.max(-1, Math.min(1, dp.mul(dq).sum() / spread)) : null
}

/** Places in order from 1; equal values share the mean of their places. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0))
  const places = new Array<number>(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++
    for (let k = from; k < to; k++) places[order[k] ?? 0] = (from + to + 1) / 2
    from = to
  }
  return places
}
