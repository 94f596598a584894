import type { CodedColumn, CodedTable } from './cells.ts'
import { mostColumns } from './cells.ts'
import type { Dependency } from './dependencies.ts'
import { countAgreement } from './sources.ts'

export interface Exempt {
  has(to: number, row: number): boolean
}

const leastRows = 5

/**
 * Rows that a dependency does not govern: where nearly all rows of a value of a third column
 * break a dependency that nearly all other rows keep, the third column decides too (a tariff that
 * holds in all states but one), and nobody erred.
 */
export function findExempt(
  table: CodedTable,
  from: number,
  targets: readonly Dependency[],
  groups: readonly Int32Array[],
  missing: readonly Uint8Array[],
): Exempt {
  const found = new Map<number, { column: CodedColumn; codes: Set<number> }[]>()
  for (const { to } of targets) {
    const verdict = new Int8Array(table.rows)
    let broken = 0
    let all = 0
    countAgreement(
      table.columns[to] as CodedColumn,
      groups,
      missing[to] as Uint8Array,
      (row, yes) => {
        verdict[row] = yes ? 1 : -1
        all++
        if (!yes) broken++
      },
    )
    if (broken > 0.15 * all) continue
    table.columns.slice(0, mostColumns).forEach((column, i) => {
      if (i === from || i === to || column.values.length * leastRows > table.rows) return
      const codes = alwaysBroken(column, verdict)
      if (codes.size > 0) found.set(to, [...(found.get(to) ?? []), { column, codes }])
    })
  }
  return {
    has: (to, row) =>
      found.get(to)?.some(({ column, codes }) => codes.has(column.codes[row] as number)) ?? false,
  }
}

function alwaysBroken(column: CodedColumn, verdict: Int8Array): Set<number> {
  const judged = new Int32Array(column.values.length)
  const broken = new Int32Array(column.values.length)
  column.codes.forEach((code, row) => {
    if (verdict[row] === 0) return
    judged[code] = (judged[code] as number) + 1
    if (verdict[row] === -1) broken[code] = (broken[code] as number) + 1
  })
  const codes = new Set<number>()
  judged.forEach((n, code) => {
    if (n >= leastRows && (broken[code] as number) >= 0.9 * n) codes.add(code)
  })
  return codes
}
