import type { Random } from '../../random.ts'
import { below, seededRandom } from '../../random.ts'
import type { TextTable } from '../../table.ts'

/** A generated table, and for each column and row whether its cell was made dirty. */
export interface DirtyTable {
  readonly table: TextTable
  readonly dirty: readonly boolean[][]
}

type Row = string[]

export function tableOf(names: readonly string[], rows: readonly Row[], name = 't'): TextTable {
  const columns = names.map((column, i) => ({
    name: column,
    values: rows.map((row) => row[i] || null),
  }))
  return { name, columns, rows: rows.length }
}

export function dirtyCells({ columns }: TextTable, { columns: clean }: TextTable): boolean[][] {
  return columns.map(({ values }, i) => values.map((value, row) => value !== clean[i]?.values[row]))
}

const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T

/** Orders of shops: the code of a shop decides its name, city and phone; five kinds of slips. */
export function dirtyOrders(rows: number, seed: number, rate = 0.03): DirtyTable {
  const random = seededRandom(seed)
  const cities = ['Leeds', 'Bradford', 'Sheffield', 'Durham', 'Ripon', 'Whitby']
  const kinds = ['Mill', 'Depot', 'Works', 'Farm']
  const shops = Array.from({ length: 40 }, (_, i) => [
    `S${100 + i * 7}`,
    `${pick(random, ['Smith', 'Novak', 'Garcia', 'Kowalski', 'Hansen'])} ${pick(random, kinds)} ${i}`,
    pick(random, cities),
    `+44 ${100 + below(random, 900)} ${10000 + below(random, 90000)}`,
  ])
  const clean: Row[] = []
  const dirty: Row[] = []
  for (let n = 0; n < rows; n++) {
    const month = String(1 + below(random, 12)).padStart(2, '0')
    const row = [
      `O${10000 + n}`,
      ...pick(random, shops),
      (5 + random() * 90).toFixed(2),
      `2023-${month}-${String(1 + below(random, 28)).padStart(2, '0')}`,
      pick(random, ['open', 'closed', 'void']),
    ]
    clean.push(row)
    dirty.push(row.map((value, i) => (i > 0 && random() < rate ? slip(random, value, i) : value)))
  }
  const names = ['no', 'code', 'name', 'city', 'phone', 'amount', 'date', 'status']
  const table = tableOf(names, dirty, 'orders')
  return { table, dirty: dirtyCells(table, tableOf(names, clean)) }
}

function slip(random: Random, value: string, column: number): string {
  const at = 1 + below(random, value.length - 1)
  switch (below(random, 5)) {
    case 0:
      return `${value.slice(0, at)}q${value.slice(at + 1)}`
    case 1:
      return value.slice(0, at - 1) + value.slice(at)
    case 2:
      return ''
    case 3:
      return 'N/A'
    default:
      return column === 6
        ? `${value.slice(8)}/${value.slice(5, 7)}/${value.slice(0, 4)}`
        : `${value}?`
  }
}

/** The same facts told by many sources of which some err often; some tell nothing. */
export function disagreeingSources(seed: number): DirtyTable {
  const random = seededRandom(seed)
  const facts = Array.from({ length: 50 }, () => [clock(random), clock(random)])
  const clean: Row[] = []
  const dirty: Row[] = []
  for (let source = 0; source < 20; source++) {
    const rate = source % 3 === 0 ? 0.5 : 0.05
    facts.forEach((fact, key) => {
      if (random() < 0.2) return
      const row = [`source ${source}`, `K-${key}`, ...fact]
      clean.push(row)
      const told = fact.map((value) =>
        random() < rate ? (random() < 0.3 ? '' : clock(random)) : value,
      )
      dirty.push([...row.slice(0, 2), ...told])
    })
  }
  const names = ['source', 'key', 'starts', 'ends']
  const table = tableOf(names, dirty, 'facts')
  return { table, dirty: dirtyCells(table, tableOf(names, clean)) }
}

const clock = (random: Random) =>
  `${1 + below(random, 12)}:${String(below(random, 60)).padStart(2, '0')} ${pick(random, ['a.m.', 'p.m.'])}`

/** Precision and recall of cells said to be dirty. */
export function measure(dirt: readonly Float32Array[], dirty: readonly (readonly boolean[])[]) {
  let found = 0
  let said = 0
  let wanted = 0
  dirty.forEach((column, i) => {
    column.forEach((isDirty, row) => {
      const isSaid = (dirt[i]?.[row] ?? 0) >= 0.5
      if (isSaid) said++
      if (isDirty) wanted++
      if (isSaid && isDirty) found++
    })
  })
  return { precision: found / said, recall: found / wanted, f1: (2 * found) / (said + wanted) }
}
