import type { CodedTable } from './cells.ts'
import { mostColumns } from './cells.ts'
import { missingCodes } from './dependencies.ts'

/** Values that moved into a neighbouring cell: “Boise ID” in city, nothing in state. */
export interface Misplaced {
  /** By column, by row: the cell also holds the value of another column … */
  readonly holds: readonly Map<number, string>[]
  /** … or lacks its own, which is there; the values are what the cells should be. */
  readonly lacks: readonly Map<number, string>[]
}

const mostValues = 2000

export function findMisplaced(table: CodedTable): Misplaced {
  const holds = table.columns.map(() => new Map<number, string>())
  const lacks = table.columns.map(() => new Map<number, string>())
  const missing = table.columns.map(missingCodes)
  const considered = table.columns.slice(0, mostColumns)
  considered.forEach((column, to) => {
    const absent = missing[to] as Uint8Array
    const rows = [...column.codes.keys()].filter((row) => absent[column.codes[row] as number])
    if (rows.length === 0 || rows.length > table.rows / 2) return
    if (column.values.length > mostValues) return
    const domain = new Set(
      column.values.filter((value, code) => !absent[code] && value.length > 1 && !/\s/.test(value)),
    )
    if (domain.size < 2) return
    considered.forEach((other, from) => {
      if (from === to) return
      const parts = other.values.map((value) => splitOff(value, domain))
      const filled = table.rows - rows.length
      let chance = 0
      other.codes.forEach((code, row) => {
        if (parts[code] && !absent[column.codes[row] as number]) chance++
      })
      const found = rows.filter((row) => parts[other.codes[row] as number])
      // A coincidence would be as common where the column has its value.
      if (found.length < 2 || found.length / rows.length < 5 * ((chance + 1) / (filled + 2))) return
      for (const row of found) {
        const part = parts[other.codes[row] as number]
        if (!part) continue
        holds[from]?.set(row, part.rest)
        lacks[to]?.set(row, part.value)
      }
    })
  })
  return { holds, lacks }
}

function splitOff(value: string, domain: ReadonlySet<string>) {
  const last = value.search(/[\s,;/|]+\S+$/)
  if (last > 0) {
    const end = value.slice(last).replace(/^[\s,;/|]+/, '')
    if (domain.has(end)) return { rest: value.slice(0, last), value: end }
  }
  const first = /^(\S+?)[\s,;/|]+(\S.*)$/.exec(value)
  if (first?.[1] && first[2] && domain.has(first[1])) return { rest: first[2], value: first[1] }
  return undefined
}
