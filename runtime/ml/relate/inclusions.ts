import type { TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'

/** Columns of all tables together that are compared with each other; the first ones. */
const mostCompared = 2000

/** A column of one of several tables. */
export interface ColumnAt {
  readonly table: number
  readonly column: number
}

/** What columns have in common, by the flat index of `columns`. */
export interface Overlaps {
  readonly columns: readonly ColumnAt[]
  /** Different values of each column. */
  readonly distinct: Int32Array
  readonly nulls: Int32Array
  /** How many different values of column a are in column b. */
  readonly shared: (a: number, b: number) => number
}

export interface Inclusion {
  readonly from: ColumnAt
  readonly to: ColumnAt
}

/**
 * Compares the values of all columns of all tables in one pass over them, as the inverted index
 * of De Marchi et al. (“Unary and n-ary inclusion dependency discovery”, 2009).
 */
export async function findOverlaps(
  tables: readonly Pick<TextTable, 'rows' | 'columns'>[],
  work?: Work,
): Promise<Overlaps> {
  const columns = tables
    .flatMap((t, table) => t.columns.map((_, column) => ({ table, column })))
    .slice(0, mostCompared)
  const size = columns.length
  const distinct = new Int32Array(size)
  const nulls = new Int32Array(size)
  const holders = new Map<string, number[]>()
  for (const [at, { table, column }] of columns.entries()) {
    for (const value of tables[table]?.columns[column]?.values ?? []) {
      if (value === null || value === '') {
        nulls[at] = (nulls[at] as number) + 1
        continue
      }
      const key = comparable(value)
      const found = holders.get(key)
      if (!found) holders.set(key, [at])
      // Columns are read one after the other: a repeated value is at the end.
      else if (found.at(-1) !== at) found.push(at)
      else continue
      distinct[at] = (distinct[at] as number) + 1
    }
    await breathe(work)
    work?.progress?.(at + 1, size, 'values')
  }
  const shared = new Int32Array(size * size)
  let done = 0
  for (const found of holders.values()) {
    if (++done % 20_000 === 0) await breathe(work)
    if (found.length < 2) continue
    for (const a of found)
      for (const b of found) shared[a * size + b] = (shared[a * size + b] as number) + 1
  }
  return {
    columns,
    distinct,
    nulls,
    shared: (a, b) => (a === b ? (distinct[a] as number) : (shared[a * size + b] as number)),
  }
}

/** Numbers are the same with and without a fraction of zeros: 7.0 is 7. */
const comparable = (value: string): string =>
  value.includes('.') && /^-?\d+\.0+$/.test(value) ? value.slice(0, value.indexOf('.')) : value

/** All values of one column are in the other; columns without values are in none. */
export function inclusionsOf({ columns, distinct, shared }: Overlaps): Inclusion[] {
  return columns.flatMap((from, a) =>
    columns.flatMap((to, b) => {
      const included = a !== b && (distinct[a] as number) > 0 && shared(a, b) === distinct[a]
      return included ? [{ from, to }] : []
    }),
  )
}
