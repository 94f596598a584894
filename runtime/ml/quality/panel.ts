import type { CodedColumn, CodedTable } from './cells.ts'
import { isKeyLike, mostColumns } from './cells.ts'

/** Share of the pairs that occur, from which two columns span the table. */
const leastDensity = 0.2
/** Share of rows whose pair of values is theirs alone; some are stored twice by mistake. */
const leastOnce = 0.9

/**
 * Columns of which two span the table as a grid, each pair of values at most once and many pairs
 * present: repeated observations of the same things (by source, by day, by measure). Their rows
 * repeat the facts of the thing, so that such a column decides others however noisy they are.
 */
export function findPanelKeys(table: CodedTable): Set<number> {
  const keys = new Set<number>()
  const usable = [...table.columns.keys()].slice(0, mostColumns).filter((i) => isSpanning(table, i))
  for (const [at, i] of usable.entries())
    for (const j of usable.slice(at + 1))
      if (isGrid(table.columns[i] as CodedColumn, table.columns[j] as CodedColumn, table.rows)) {
        keys.add(i)
        keys.add(j)
      }
  return keys
}

function isSpanning(table: CodedTable, index: number): boolean {
  const column = table.columns[index] as CodedColumn
  const { length } = column.values
  return length >= 5 && length * 5 <= table.rows && column.blanks === 0 && !isKeyLike(column)
}

function isGrid(a: CodedColumn, b: CodedColumn, rows: number): boolean {
  const cells = a.values.length * b.values.length
  if (rows < leastDensity * cells || leastOnce * rows > cells) return false
  const pairs = new Set<number>()
  a.codes.forEach((code, row) => {
    pairs.add(code * b.values.length + (b.codes[row] as number))
  })
  return pairs.size >= leastOnce * rows
}
