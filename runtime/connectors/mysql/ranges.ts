import type { Connection } from 'mysql2'
import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { KeyRange } from '../connector.ts'
import { equalWidths, rangeCount, rangesBetween, wholeRange } from '../ranges.ts'
import type { NativeColumn, ResolvedTable } from './describe.ts'
import { select, single } from './links.ts'
import { literal, name, tableName } from './names.ts'

/** Beyond this many estimated rows a table is not counted. */
const counted = 50_000_000

/** Key types whose canonical text is a literal the server compares as the column does. */
const splits = (type: DataType) =>
  type.kind === 'integer' || type.kind === 'text' || type.kind === 'date' || type.kind === 'uuid'

export async function primaryKey(link: Connection, table: ResolvedTable): Promise<string[]> {
  const rows = await select<{ name: string }>(
    link,
    `SELECT column_name AS name FROM information_schema.statistics
     WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY' ORDER BY seq_in_index`,
    [table.schema, table.name],
  )
  return rows.map((r) => r.name)
}

/** Whole-number keys by equal width where they lie densely, all others by row number. */
export async function splitTable(
  link: Connection,
  table: ResolvedTable,
  columns: readonly NativeColumn[],
  rows: number,
): Promise<readonly KeyRange[]> {
  if (table.kind === 'view') return wholeRange
  const keys = await primaryKey(link, table)
  const key = columns.find((c) => c.name === keys[0])
  if (!key || !splits(key.type)) return wholeRange
  const span =
    key.type.kind === 'integer' && keys.length === 1 ? await spanOf(link, table, key) : undefined
  // InnoDB's estimate is good enough to see that counting is not needed: it would have to be
  // wrong by half before the count below came to another answer.
  const estimate = Number(table.estimatedRows ?? 0)
  if (span && span.width <= estimate * 2) return equalRanges(key.name, span, rows)
  const total = await countRows(link, table)
  if (span && span.width <= total * 4) return equalRanges(key.name, span, rows)
  const ranges = rangeCount(total, rows)
  if (ranges === 1) return wholeRange
  const from = tableName(table)
  const step = Math.ceil(total / ranges)
  const bounds = await select<{ bound: string }>(
    link,
    `SELECT CAST(k AS CHAR) AS bound FROM (
       SELECT ${name(key.name)} AS k, ROW_NUMBER() OVER (ORDER BY ${name(key.name)}) AS n FROM ${from}
     ) AS numbered WHERE n % ${step} = 0 ORDER BY n`,
  )
  return rangesBetween(key.name, [...new Set(bounds.map((b) => b.bound))])
}

interface Span {
  readonly min: bigint
  readonly max: bigint
  /** Numbers from the least to the greatest. */
  readonly width: number
}

async function spanOf(
  link: Connection,
  table: ResolvedTable,
  key: NativeColumn,
): Promise<Span | undefined> {
  const { min, max } = single(
    await select<{ min: string | null; max: string | null }>(
      link,
      `SELECT CAST(MIN(${name(key.name)}) AS CHAR) AS min, CAST(MAX(${name(key.name)}) AS CHAR) AS max FROM ${tableName(table)}`,
    ),
  )
  if (min === null || max === null) return undefined
  return { min: BigInt(min), max: BigInt(max), width: Number(BigInt(max) - BigInt(min)) + 1 }
}

const equalRanges = (key: string, { min, max, width }: Span, rows: number): readonly KeyRange[] =>
  rangesBetween(key, equalWidths(min, max, rangeCount(width, rows)))

async function countRows(link: Connection, table: ResolvedTable): Promise<number> {
  const estimate = Number(table.estimatedRows ?? 0)
  if (estimate > counted) return 2 ** Math.ceil(Math.log2(estimate))
  const rows = await select<{ n: string }>(link, `SELECT COUNT(*) AS n FROM ${tableName(table)}`)
  return Number(single(rows).n)
}

/** Conditions to be joined by AND. */
export function rangeSql(range: KeyRange, columns: readonly NativeColumn[]): string[] {
  if (range.column === undefined) return []
  const column = name(range.column)
  const type = columns.find((c) => c.name === range.column)?.type.kind
  const value = (text: string) =>
    type === 'integer' && /^-?\d+$/.test(text) ? text : literal(text)
  return [
    ...(range.from === undefined ? [] : [`${column} > ${value(range.from)}`]),
    ...(range.to === undefined ? [] : [`${column} <= ${value(range.to)}`]),
  ]
}
