import type pg from 'pg'
import type { KeyRange, ReadRequest } from '../connector.ts'
import { equalWidths, rangeCount, rangesBetween, wholeRange } from '../ranges.ts'
import type { ResolvedTable } from './describe.ts'
import { single } from './links.ts'
import { name, tableName } from './names.ts'

/** Up to this many 8 KB pages a table is counted exactly: then equal data splits equally. */
const countedPages = 250_000
const integerTypes = new Set(['smallint', 'integer', 'bigint'])

interface Statistics {
  readonly rows: number
  readonly pages: number
  /** Changes with every change of the table's rows. */
  readonly mark: string
  /** Servers before 14 read a whole table for every range of blocks. */
  readonly blocks: boolean
}

async function statistics(client: pg.Client, table: ResolvedTable): Promise<Statistics> {
  const { rows } = await client.query<Statistics>(
    `SELECT c.reltuples::float8 AS rows,
            CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) / 8192 ELSE 0 END::float8 AS pages,
            concat_ws('.', c.relfilenode, s.n_tup_ins, s.n_tup_upd, s.n_tup_del) AS mark,
            current_setting('server_version_num')::int >= 140000 AS blocks
     FROM pg_class c LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid WHERE c.oid = $1`,
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
 * Whole-number keys by equal width, or by sampled quantiles where they lie unevenly; other
 * keys by quantiles; tables without a key by blocks.
 */
export async function splitTable(
  client: pg.Client,
  table: ResolvedTable,
  rows: number,
): Promise<readonly KeyRange[]> {
  if (table.kind === 'v' || table.kind === 'f') return wholeRange
  const known = await statistics(client, table)
  const exact = known.rows < 0 || known.pages <= countedPages
  const total = exact ? await count(client, tableName(table)) : roundUp(known.rows)
  const ranges = rangeCount(total, rows)
  if (ranges === 1) return wholeRange
  const [key] = table.keys
  if (!key) return table.kind === 'p' || !known.blocks ? wholeRange : blockRanges(known, ranges)
  if (integerTypes.has(key.type)) {
    const even = await evenBounds(client, table, key.name, ranges, total)
    if (even) return rangesBetween(key.name, even)
  }
  return rangesBetween(key.name, await quantiles(client, table, key.name, ranges, total))
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

function blockRanges({ pages, mark }: Statistics, ranges: number): KeyRange[] {
  const step = Math.max(1, Math.ceil(pages / ranges))
  const bounds: string[] = []
  for (let page = step; page < pages; page += step) bounds.push(`(${page},0)`)
  return rangesBetween('ctid', bounds, mark)
}
