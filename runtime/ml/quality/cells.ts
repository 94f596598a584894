import type { TextColumn, TextTable } from '../table.ts'

/** A column by its distinct values: `codes[row]` is an index of `values`. */
export interface CodedColumn {
  readonly name: string
  readonly codes: Int32Array
  /** Distinct values in order of first occurrence; null reads as ''. */
  readonly values: readonly string[]
  /** Rows by value. */
  readonly counts: Int32Array
  /** Index of the value '', or -1. */
  readonly blank: number
  readonly blanks: number
}

export function codeColumn(column: TextColumn): CodedColumn {
  const index = new Map<string, number>()
  const values: string[] = []
  const counts: number[] = []
  const codes = new Int32Array(column.values.length)
  column.values.forEach((read, row) => {
    const value = read ?? ''
    let code = index.get(value)
    if (code === undefined) {
      code = values.length
      index.set(value, code)
      values.push(value)
      counts.push(0)
    }
    counts[code] = (counts[code] as number) + 1
    codes[row] = code
  })
  const blank = index.get('') ?? -1
  const blanks = blank < 0 ? 0 : (counts[blank] as number)
  return { name: column.name, codes, values, counts: Int32Array.from(counts), blank, blanks }
}

export interface CodedTable {
  readonly columns: readonly CodedColumn[]
  readonly rows: number
}

export const codeTable = (table: TextTable): CodedTable => ({
  columns: table.columns.map(codeColumn),
  rows: table.rows,
})

/** Columns are compared with each other in pairs up to this one; later ones only by themselves. */
export const mostColumns = 80

export const isKeyLike = (column: CodedColumn): boolean => {
  const filled = column.codes.length - column.blanks
  const distinct = column.values.length - (column.blank < 0 ? 0 : 1)
  return filled > 0 && distinct >= 0.95 * filled
}
