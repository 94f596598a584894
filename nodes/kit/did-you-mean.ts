/**
 * The candidate nearest to `word`, where it is near enough to be a slip of the hand.
 * Optimal string alignment distance (Damerau–Levenshtein without repeated edits).
 * @example didYouMean('nmae', ['id', 'name']) // 'name'
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  return nearest(word, candidates, Math.max(1, Math.floor(word.length / 3)))
}

/** The candidate with the smallest distance to `word`, at most `limit`. */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  limit = Number.MAX_SAFE_INTEGER - 1,
): string | undefined {
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue
    const d = distance(word.toLowerCase(), candidate.toLowerCase())
    if (d < bestDistance) {
      best = candidate
      bestDistance = d
    }
  }
  return best
}

function distance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let d = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + cost,
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d = Math.min(d, (beforePrevious[j - 2] ?? 0) + 1)
      current[j] = d
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
