import type { Random } from '../random.ts'
import { sampleWithout } from '../random.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { Matrix } from './encode.ts'

/** Rows drawn at random, against which distances are measured. */
export interface Neighbours {
  readonly width: number
  readonly samples: readonly Float64Array[]
}

const samples = 2
const sampleSize = 256
/** Of a sample of 256: dense clusters of up to 4 % of the rows still look far from the others. */
const neighbours = 10

/**
 * Distance to the 10th neighbour within a random sample, summed over two samples. (Sampling:
 * Sugiyama, Borgwardt, “Rapid distance-based outlier detection via sampling”, NIPS 2013.)
 */
export function fitNeighbours({ rows, width, values }: Matrix, random: Random): Neighbours {
  return {
    width,
    samples: Array.from({ length: samples }, () => {
      const chosen = sampleWithout(random, rows, sampleSize)
      const sample = new Float64Array(chosen.length * width)
      chosen.forEach((row, i) => {
        sample.set(values.subarray(row * width, (row + 1) * width), i * width)
      })
      return sample
    }),
  }
}

export async function scoreNeighbours(
  fitted: Neighbours,
  { rows, width, values }: Matrix,
  work?: Work,
): Promise<Float64Array> {
  const scores = new Float64Array(rows)
  for (const sample of fitted.samples) {
    const size = width > 0 ? sample.length / width : 0
    // The sampled rows themselves are at distance 0, hence one more.
    const wanted = Math.min(neighbours + 1, size)
    if (wanted === 0) break
    const nearest = new Float64Array(wanted)
    const row = new Float64Array(width)
    for (let i = 0; i < rows; i++) {
      if (i % 4096 === 4095) await breathe(work)
      for (let j = 0; j < width; j++) row[j] = values[i * width + j] as number
      kthNearest(row, sample, nearest)
      scores[i] = (scores[i] as number) + Math.sqrt(nearest[wanted - 1] as number)
    }
  }
  return scores
}

/** Fills `nearest` with the smallest squared distances, in order. */
function kthNearest(row: Float64Array, sample: Float64Array, nearest: Float64Array): void {
  const width = row.length
  const last = nearest.length - 1
  let worst = Number.POSITIVE_INFINITY
  nearest.fill(worst)
  for (let from = 0; from < sample.length; from += width) {
    let sum = 0
    let j = 0
    // Most rows of the sample are given up after a few features.
    while (j < width && sum < worst) {
      const a = (row[j] as number) - (sample[from + j] as number)
      sum += a * a
      if (++j === width) break
      const b = (row[j] as number) - (sample[from + j] as number)
      sum += b * b
      if (++j === width) break
      const c = (row[j] as number) - (sample[from + j] as number)
      sum += c * c
      j++
    }
    if (sum >= worst) continue
    let k = last
    for (; k > 0 && (nearest[k - 1] as number) > sum; k--) nearest[k] = nearest[k - 1] as number
    nearest[k] = sum
    worst = nearest[last] as number
  }
}
