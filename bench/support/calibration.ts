import { seededRandom } from '../../runtime/ml/random.ts'

export interface Prediction {
  /** 0 … 1. */
  readonly confidence: number
  readonly right: boolean
}

/** Expected calibration error over ten bins of equal width, 0 … 1 (Guo et al. 2017). */
export function calibrationError(predictions: readonly Prediction[]): number {
  return errorOf(
    predictions.map(({ confidence, right }) => [confidence, right ? 1 : 0] as const),
    predictions.length,
  )
}

/**
 * The calibration error with as many bins of equal size as keep the share of right ones rising
 * from bin to bin (ECE_sweep: Roelofs, Cain, Shlens & Mozer, “Mitigating Bias in Calibration Error
 * Estimation”, AISTATS 2022). Less biased than bins of equal width where predictions are few.
 */
export function sweptCalibrationError(predictions: readonly Prediction[]): number {
  const sorted = [...predictions].sort((a, b) => a.confidence - b.confidence)
  let last = binsOfEqualSize(sorted, 1)
  for (let bins = 2; bins <= sorted.length; bins++) {
    const next = binsOfEqualSize(sorted, bins)
    if (next.some((bin, i) => i > 0 && bin.right / bin.n < shareRight(next[i - 1]))) break
    last = next
  }
  const error = last.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0)
  return sorted.length === 0 ? 0 : error / sorted.length
}

/**
 * The calibration error that is to be expected of these very confidences if each were true: what
 * chance alone makes of so few predictions (consistency resampling: Bröcker & Smith 2007). Mean of
 * 400 draws, each prediction by itself.
 */
export function errorIfCalibrated(predictions: readonly Prediction[]): number {
  const [draws, random] = [400, seededRandom(1)]
  let sum = 0
  for (let draw = 0; draw < draws; draw++)
    sum += errorOf(
      predictions.map(({ confidence }) => [confidence, random() < confidence ? 1 : 0] as const),
      predictions.length,
    )
  return sum / draws
}

function errorOf(pairs: readonly (readonly [confidence: number, right: number])[], n: number) {
  const gaps = new Float64Array(10)
  for (const [confidence, right] of pairs) {
    const bin = Math.min(9, Math.floor(confidence * 10))
    gaps[bin] = (gaps[bin] as number) + confidence - right
  }
  return n === 0 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / n
}

interface Bin {
  confidence: number
  right: number
  n: number
}

const shareRight = (bin: Bin | undefined) => (bin ? bin.right / bin.n : 0)

function binsOfEqualSize(sorted: readonly Prediction[], count: number): Bin[] {
  const bins = Array.from({ length: count }, (): Bin => ({ confidence: 0, right: 0, n: 0 }))
  sorted.forEach(({ confidence, right }, i) => {
    const bin = bins[Math.floor((i * count) / sorted.length)] as Bin
    bin.confidence += confidence
    bin.right += right ? 1 : 0
    bin.n++
  })
  return bins
}
