/** From which score on a row is an anomaly. */
export type ThresholdRule =
  | { readonly by: 'contamination'; readonly share: number }
  /** Above the median by `times` the spread of the upper half (3.5 by default). */
  | { readonly by: 'spread'; readonly times?: number | undefined }

export interface Threshold {
  readonly threshold: number
  readonly contamination: number
}

export function findThreshold(
  sorted: Float64Array,
  rule: ThresholdRule = { by: 'spread' },
): Threshold {
  const rows = sorted.length
  if (rows === 0) return { threshold: 0, contamination: 0 }
  const threshold =
    rule.by === 'contamination'
      ? aboveShare(sorted, Math.min(1, Math.max(0, rule.share)))
      : bySpread(sorted, rule.times ?? 3.5)
  let above = 0
  for (let i = rows - 1; i >= 0 && (sorted[i] as number) > threshold; i--) above++
  return { threshold, contamination: above / rows }
}

/** The highest `share` of the rows, rounded, is above it; equal scores stay together, below. */
function aboveShare(sorted: Float64Array, share: number): number {
  const wanted = Math.round(share * sorted.length)
  const at = sorted.length - wanted - 1
  if (at < 0) return (sorted[0] as number) - 1
  return sorted[at] as number
}

/** Scores are skewed: the spread is the median distance of the upper half from the median. */
function bySpread(sorted: Float64Array, times: number): number {
  const middle = sorted[sorted.length >> 1] as number
  const upper = sorted.subarray(sorted.length >> 1)
  const spread = ((upper[upper.length >> 1] as number) - middle) * 1.4826
  // Where half of the scores are equal, only what differs from them can be odd.
  return middle + times * spread
}
