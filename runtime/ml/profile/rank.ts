/** Pearson's coefficient in two passes; null where one does not vary. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const n = x.length
  if (n < 2) return null
  const [mx, my] = [mean(x), mean(y)]
  let [sxy, sxx, syy] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - mx
    const dy = (y[i] as number) - my
    sxy += dx * dy
    sxx += dx * dx
    syy += dy * dy
  }
  // One root is rounded less; two do not overflow.
  const product = sxx * syy
  const exact = product > 1e-300 && product < 1e300
  const spread = exact ? Math.sqrt(product) : Math.sqrt(sxx) * Math.sqrt(syy)
  return spread > 0 && Number.isFinite(spread) ? Math.max(-1, Math.min(1, sxy / spread)) : null
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum / values.length
}

/** Places in order from 1; equal values share the mean of their places. No NaN. */
export function ranks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  const different: number[] = []
  const places: number[] = []
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1
    while (to < sorted.length && sorted[to] === sorted[from]) to++
    different.push(sorted[from] as number)
    places.push((from + to + 1) / 2)
    from = to
  }
  return values.map((v) => places[indexOf(different, v)] as number)
}

/** Where a value lies among ascending ones that hold it. */
function indexOf(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
