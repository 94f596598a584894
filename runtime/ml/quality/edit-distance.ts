/** Levenshtein's distance, or `limit` + 1 where it is more; O(limit · length). */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let start = 0
  let endA = a.length
  let endB = b.length
  while (start < endA && start < endB && a.charCodeAt(start) === b.charCodeAt(start)) start++
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--
    endB--
  }
  const n = endA - start
  const m = endB - start
  if (n === 0 || m === 0) return Math.min(limit + 1, n + m)
  let previous = new Int32Array(m + 1)
  let current = new Int32Array(m + 1)
  for (let j = 0; j <= m; j++) previous[j] = j
  for (let i = 1; i <= n; i++) {
    current.fill(limit + 1)
    const from = Math.max(1, i - limit)
    const to = Math.min(m, i + limit)
    current[from - 1] = from === 1 ? i : limit + 1
    let best = limit + 1
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(start + i - 1) === b.charCodeAt(start + j - 1)
      const change = (previous[j - 1] as number) + (same ? 0 : 1)
      const one = Math.min(change, (previous[j] as number) + 1, (current[j - 1] as number) + 1)
      current[j] = one
      if (one < best) best = one
    }
    if (best > limit) return limit + 1
    const spare = previous
    previous = current
    current = spare
    if (to < m) previous[to + 1] = limit + 1
  }
  return Math.min(limit + 1, previous[m] as number)
}
