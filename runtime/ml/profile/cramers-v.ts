/**
 * Cramér's V of two columns of categories, corrected for bias (Bergsma 2013): 0 for
 * independent columns, 1 where one tells the other. Null where one does not vary.
 */
export function cramersV(a: Int32Array, b: Int32Array, left: number, right: number): number | null {
  const counts = new Float64Array(left * right)
  let n = 0
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number]
    if (x < 0 || y < 0) continue
    counts[x * right + y] = (counts[x * right + y] as number) + 1
    n++
  }
  const rows = Array.from({ length: left }, (_, x) =>
    sum(counts.subarray(x * right, (x + 1) * right)),
  )
  const columns = Array.from({ length: right }, (_, y) =>
    rows.reduce((total, _row, x) => total + (counts[x * right + y] as number), 0),
  )
  const [r, k] = [rows.filter(Boolean).length, columns.filter(Boolean).length]
  if (n < 2 || r < 2 || k < 2) return null
  let chi = 0
  for (const [x, row] of rows.entries())
    for (const [y, column] of columns.entries()) {
      const expected = (row * column) / n
      if (expected > 0) chi += ((counts[x * right + y] as number) - expected) ** 2 / expected
    }
  const phi = Math.max(0, chi / n - ((k - 1) * (r - 1)) / (n - 1))
  const smaller = Math.min(k - (k - 1) ** 2 / (n - 1), r - (r - 1) ** 2 / (n - 1)) - 1
  return smaller > 0 ? Math.min(1, Math.sqrt(phi / smaller)) : null
}

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0)
