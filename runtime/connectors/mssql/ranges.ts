import type { KeyRange } from '../connector.ts'
import { equalWidths, rangeCount, rangesBetween, wholeRange } from '../ranges.ts'
import { keyValue, readingOf } from './canonical.ts'
import type { NativeColumn, ResolvedTable } from './describe.ts'
import { literal, name, tableName } from './names.ts'
import type { Link } from './query.ts'
import { select, single } from './query.ts'

/** Beyond this many rows by the catalog a table is not counted. */
const counted = 50_000_000

/** Key types whose canonical text gives back the very same value. */
const splits =
  /^(tinyint|smallint|int|bigint|decimal|numeric|date|datetime2|smalldatetime|uniqueidentifier|n?(var)?char)$/
const integers = /^(tinyint|smallint|int|bigint)$/

export async function catalogRows(link: Link, table: ResolvedTable): Promise<number | null> {
  if (table.kind === 'view') return null
  const row = single(
    await select<{ rows: string | null }>(
      link,
      'SELECT SUM(p.rows) AS [rows] FROM sys.partitions AS p WHERE p.object_id = @id AND p.index_id IN (0, 1)',
      { id: table.id },
    ),
  )
  return row.rows === null ? null : Number(row.rows)
}

/** Whole-number keys by equal width where they lie densely, all others by row number. */
export async function splitTable(
  link: Link,
  table: ResolvedTable,
  columns: readonly NativeColumn[],
  rows: number,
): Promise<readonly KeyRange[]> {
  const key = columns.find((c) => c.name === table.keys[0])
  if (table.kind === 'view' || !key || !splits.test(key.native.base)) return wholeRange
  const known = (await catalogRows(link, table)) ?? 0
  const total = known > counted ? 2 ** Math.ceil(Math.log2(known)) : await countRows(link, table)
  const ranges = rangeCount(total, rows)
  if (ranges === 1) return wholeRange
  if (integers.test(key.native.base) && table.keys.length === 1) {
    const [ends] = await select<{ min: string | null; max: string | null }>(
      link,
      `SELECT CONVERT(varchar(20), MIN(${name(key.name)})) AS [min], CONVERT(varchar(20), MAX(${name(key.name)})) AS [max] FROM ${tableName(table)}`,
    )
    if (!ends || ends.min === null || ends.max === null) return wholeRange
    const [min, max] = [BigInt(ends.min), BigInt(ends.max)]
    if (max - min + 1n <= BigInt(total) * 4n)
      return rangesBetween(key.name, equalWidths(min, max, ranges))
  }
  const bounds = await select<{ bound: string }>(link, boundsSql(table, key, total, ranges))
  return rangesBetween(key.name, [...new Set(bounds.map((b) => String(b.bound)))])
}

export function boundsSql(
  table: ResolvedTable,
  key: NativeColumn,
  total: number,
  ranges: number,
): string {
  const step = Math.ceil(total / ranges)
  const bound = readingOf('k', key.native).sql
  return `SELECT ${bound} AS [bound] FROM (
  SELECT ${name(key.name)} AS k, ROW_NUMBER() OVER (ORDER BY ${name(key.name)}) AS n FROM ${tableName(table)}
) AS q WHERE n % ${step} = 0 AND n < ${total} ORDER BY n`
}

async function countRows(link: Link, table: ResolvedTable): Promise<number> {
  const row = single(
    await select<{ n: string }>(link, `SELECT COUNT_BIG(*) AS n FROM ${tableName(table)}`),
  )
  return Number(row.n)
}

export function rangeConditions(range: KeyRange, columns: readonly NativeColumn[]): string[] {
  if (range.column === undefined) return []
  const key = columns.find((c) => c.name === range.column)
  if (!key) return []
  const value = (text: string) => keyValue(text, key.native, literal)
  return [
    ...(range.from === undefined ? [] : [`${name(key.name)} > ${value(range.from)}`]),
    ...(range.to === undefined ? [] : [`${name(key.name)} <= ${value(range.to)}`]),
  ]
}
