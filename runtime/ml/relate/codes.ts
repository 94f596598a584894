import type { TextTable } from '../table.ts'

/** A table whose values are numbered by column: equal values have equal codes; null is a value. */
export interface CodedTable {
  readonly rows: number
  readonly columns: readonly Int32Array[]
  /** How many different codes each column has. */
  readonly distinct: readonly number[]
}

export function codeTable(table: Pick<TextTable, 'rows' | 'columns'>): CodedTable {
  const distinct: number[] = []
  const columns = table.columns.map(({ values }) => {
    const codes = new Map<string | null, number>()
    const coded = Int32Array.from(values, (value) => {
      const known = codes.get(value)
      if (known !== undefined) return known
      codes.set(value, codes.size)
      return codes.size - 1
    })
    distinct.push(codes.size)
    return coded
  })
  return { rows: table.rows, columns, distinct }
}

/** Groups of at least two rows: group g is `rows[starts[g]] … rows[starts[g + 1] - 1]`. */
export interface Groups {
  readonly rows: Int32Array
  readonly starts: Int32Array
}

/** All rows with equal codes together (a stripped partition: Huhtala et al., TANE, 1999). */
export function groupColumn(codes: Int32Array, distinct: number): Groups {
  const all = Int32Array.from(codes.keys())
  const starts = codes.length > 1 ? Int32Array.of(0, codes.length) : Int32Array.of(0)
  return refiner(distinct)({ rows: all, starts }, codes)
}

/** Splits groups by the codes of one more column; `most` is the number of codes it can meet. */
export function refiner(most: number): (groups: Groups, codes: Int32Array) => Groups {
  const count = new Int32Array(most)
  const next = new Int32Array(most)
  return ({ rows, starts }, codes) => {
    const found = new Int32Array(rows.length)
    const ends: number[] = [0]
    let used = 0
    for (let g = 0; g + 1 < starts.length; g++) {
      const from = starts[g] as number
      const to = starts[g + 1] as number
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] as number] as number
        count[code] = (count[code] as number) + 1
      }
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] as number] as number
        const size = count[code] as number
        if (size < 2) continue
        // The first row of a code reserves room for all of them.
        if (next[code] === 0) {
          next[code] = used + 1
          used += size
          ends.push(used)
        }
        found[(next[code] as number) - 1] = rows[i] as number
        next[code] = (next[code] as number) + 1
      }
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] as number] as number
        count[code] = 0
        next[code] = 0
      }
    }
    return { rows: found.subarray(0, used), starts: Int32Array.from(ends) }
  }
}
