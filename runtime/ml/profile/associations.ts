import type { Association } from '../../report.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import { cramersV } from './cramers-v.ts'
import { pearson, ranks } from './rank.ts'

/** A column by its values, of the same rows for all columns; NaN and negative codes: missing. */
export type SampledColumn =
  | { readonly name: string; readonly numbers: Float64Array }
  | { readonly name: string; readonly codes: Int32Array; readonly categories: number }

/** More categories than this are names rather than groups. */
const mostCategories = 50

/** Every pair of columns that have a coefficient: numbers with numbers, groups with groups. */
export async function associations(
  columns: readonly SampledColumn[],
  work: Work,
): Promise<Association[]> {
  const found: Association[] = []
  const ranked = new Map<string, Float64Array>()
  const complete = new Set(
    columns.flatMap((c) => ('numbers' in c && c.numbers.every(Number.isFinite) ? [c.numbers] : [])),
  )
  const rankOf = (name: string, values: Float64Array) => {
    const known = ranked.get(name) ?? ranks(values)
    ranked.set(name, known)
    return known
  }
  for (const [i, a] of columns.entries())
    for (const b of columns.slice(i + 1)) {
      await breathe(work)
      const names = { left: a.name, right: b.name }
      if ('numbers' in a && 'numbers' in b) {
        const all = complete.has(a.numbers) && complete.has(b.numbers)
        const [x, y] = all ? [a.numbers, b.numbers] : pairwise(a.numbers, b.numbers)
        const straight = pearson(x, y)
        if (straight !== null) found.push({ kind: 'pearson', ...names, value: straight })
        // Ranks are those of the rows where both have a value.
        const [p, q] = all ? [rankOf(a.name, x), rankOf(b.name, y)] : [ranks(x), ranks(y)]
        const byRank = pearson(p, q)
        if (byRank !== null) found.push({ kind: 'spearman', ...names, value: byRank })
      } else if ('codes' in a && 'codes' in b && isGroup(a) && isGroup(b)) {
        const value = cramersV(a.codes, b.codes, a.categories, b.categories)
        if (value !== null) found.push({ kind: 'cramers-v', ...names, value })
      }
    }
  return found
}

const isGroup = ({ categories }: { readonly categories: number }) =>
  categories > 1 && categories <= mostCategories

/** The values of the rows where both are there. */
function pairwise(a: Float64Array, b: Float64Array): [Float64Array, Float64Array] {
  const keep = (_: number, i: number) =>
    Number.isFinite(a[i] as number) && Number.isFinite(b[i] as number)
  return [a.filter(keep), b.filter(keep)]
}
