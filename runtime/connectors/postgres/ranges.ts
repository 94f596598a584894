import type pg from 'pg'
import type { KeyRange, ReadRequest } from '../connector.ts'
import { equalWidths, rangeCount, rangesBetween, wholeRange } from '../ranges.ts'
import type { Blocks } from './block-ranges.ts'
import { splitBlocks } from './block-ranges.ts'
import type { ResolvedTable } from './describe.ts'
import { single } from './links.ts'
import { name, tableName } from './names.ts'

/** Up to this many pages a table is counted exactly: then equal data splits equally. */
const countedPages = 250_000
const integerTypes = new Set(['smallint', 'integer', 'bigint'])

interface Statistics {
  /** Below 0 where nobody has counted yet. */
  readonly rows: number
  readonly pages: number
}

async function statistics(client: pg.Client, table: ResolvedTable): Promise<Statistics> {
  const { rows } = await client.query<Statistics>(
    `SELECT reltuples::float8 AS rows,
            CASE WHEN relkind IN ('r', 'm')
              THEN pg_relation_size(oid) / current_setting('block_size')::int ELSE 0 END::float8 AS pages
     FROM pg_class WHERE oid = $1`,
    [table.oid],
  )
  return single(rows)
}

async function count(client: pg.Client, from: string): Promise<number> {
  const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${from}`)
  return Number(single(rows).rows)
}

/** From statistics; for a query what the planner expects. */
export async function estimateRows(
  client: pg.Client,
  table: ResolvedTable | null,
  request: ReadRequest,
  from: string,
): Promise<number | null> {
  const cap = (rows: number) =>
    Math.min(Math.round(rows), request.limit ?? Number.POSITIVE_INFINITY)
  if (table && table.kind !== 'v') {
    const known = await statistics(client, table)
    if (known.rows >= 0 && table.kind !== 'p') return cap(known.rows)
  }
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM ${from}`,
  )
  return cap(single(rows)['QUERY PLAN'][0].Plan['Plan Rows'])
}

/**
 * Tables by blocks: reading by a key costs the server half as much again. Where blocks are
 * no way to read, whole-number keys by equal width, or by sampled quantiles where they lie
 * unevenly; other keys by quantiles.
 * @param known ids of ranges that an earlier attempt has read
 */
export async function splitTable(
  client: pg.Client,
  table: ResolvedTable,
  rows: number,
  known: readonly string[],
): Promise<readonly KeyRange[]> {
  if (table.kind === 'v' || table.kind === 'f') return wholeRange
  if ((table.kind === 'r' || table.kind === 'm') && (await readsBlocks(client)))
    return splitBlocks(client, table, known, () => pagesOf(client, table, rows))
  const { rows: expected, pages } = await statistics(client, table)
  const exact = expected < 0 || pages <= countedPages
  const total = exact ? await count(client, tableName(table)) : roundUp(expected)
  const ranges = rangeCount(total, rows)
  const [key] = table.keys
  if (ranges === 1 || !key) return wholeRange
  if (integerTypes.has(key.type)) {
    const even = await evenBounds(client, table, key.name, ranges, total)
    if (even) return rangesBetween(key.name, even)
  }
  return rangesBetween(key.name, await quantiles(client, table, key.name, ranges, total))
}

/** Servers before 14 read a whole table for every range of blocks. */
async function readsBlocks(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ recent: boolean }>(
    `SELECT current_setting('server_version_num')::int >= 140000 AS recent`,
  )
  return single(rows).recent
}

/** How many pages there are, and how many of them hold about `wanted` rows. */
async function pagesOf(client: pg.Client, table: ResolvedTable, wanted: number): Promise<Blocks> {
  const { rows, pages } = await statistics(client, table)
  const total = rows < 0 ? await count(client, tableName(table)) : rows
  return { pages, step: Math.ceil(pages / rangeCount(total, wanted)) }
}

/** Statistics drift; powers of two rarely do. */
const roundUp = (rows: number) => 2 ** Math.ceil(Math.log2(Math.max(1, rows)))

async function evenBounds(
  client: pg.Client,
  table: ResolvedTable,
  key: string,
  ranges: number,
  total: number,
): Promise<string[] | undefined> {
  const { rows } = await client.query<{ min: string | null; max: string | null }>(
    `SELECT min(${name(key)})::text AS min, max(${name(key)})::text AS max FROM ${tableName(table)}`,
  )
  const { min, max } = single(rows)
  if (min === null || max === null) return []
  const width = BigInt(max) - BigInt(min) + 1n
  const dense = table.keys.length === 1 && width <= BigInt(total) * 4n
  return dense ? equalWidths(BigInt(min), BigInt(max), ranges) : undefined
}

async function quantiles(
  client: pg.Client,
  table: ResolvedTable,
  key: string,
  ranges: number,
  total: number,
): Promise<string[]> {
  const percent = Math.min(100, Math.max(1, (ranges * 20_000) / total))
  const sample = table.kind === 'r' || table.kind === 'm' || table.kind === 'p'
  const shares = Array.from({ length: ranges - 1 }, (_, i) => (i + 1) / ranges)
  const { rows } = await client.query<{ bounds: string[] | null }>(
    `SELECT (percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY ${name(key)}))::text[] AS bounds
     FROM ${tableName(table)}${sample && percent < 100 ? ` TABLESAMPLE SYSTEM (${percent.toFixed(3)}) REPEATABLE (1)` : ''}`,
    [shares],
  )
  return [...new Set(single(rows).bounds ?? [])]
}
