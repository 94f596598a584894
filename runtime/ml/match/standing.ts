import type { PairMatrix } from './sparse.ts'

/** The best and the second best score of each source column (row) and each target column. */
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

/** Lead of the best over the second, or what another lacks to the best; −6 … 6 in log-odds. */
export const margin = (value: number, best: number, second: number): number =>
  Math.max(-6, Math.min(6, value - (value >= best ? Math.max(second, -12) : best)))
