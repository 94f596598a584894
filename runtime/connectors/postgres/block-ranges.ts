import type pg from 'pg'
import type { KeyRange } from '../connector.ts'
import { wholeRange } from '../ranges.ts'
import type { ResolvedTable } from './describe.ts'
import { single } from './links.ts'
import { tableName } from './names.ts'

export interface Blocks {
  readonly pages: number
  /** Pages of one range. */
  readonly step: number
}

/** When a table was cut, and into what. Part of each range's id, so that a later attempt knows. */
interface Cut extends Blocks {
  /** The file the rows lie in; another one after VACUUM FULL, CLUSTER, TRUNCATE. */
  readonly file: string
  /** Transactions before this one had ended when the table was cut. */
  readonly since: string
}

/**
 * Ranges of blocks. A row's block is no property of the row: one that is written again lies
 * elsewhere, and would be read twice or never. So an attempt that goes on with `known` ranges
 * proves first that no row has been written since they were cut; where one has, the ids are
 * others than the known ones.
 */
export async function splitBlocks(
  client: pg.Client,
  table: ResolvedTable,
  known: readonly string[],
  measure: () => Promise<Blocks>,
): Promise<readonly KeyRange[]> {
  const { file, since } = await momentOf(client, table)
  const earlier = known.map(cutOf).find((cut) => cut !== undefined)
  if (earlier && earlier.file === file && !(await writtenSince(client, table, earlier.since)))
    return rangesOf(earlier)
  return rangesOf({ ...(await measure()), file, since })
}

function rangesOf({ file, since, pages, step }: Cut): readonly KeyRange[] {
  const count = Math.ceil(pages / Math.max(1, step))
  if (count <= 1) return wholeRange
  return Array.from({ length: count }, (_, i) => ({
    id: `${i}@${[file, since, pages, step].join('.')}`,
    column: 'ctid',
    ...(i === 0 ? {} : { from: `(${i * step},0)` }),
    ...(i === count - 1 ? {} : { to: `(${(i + 1) * step},0)` }),
  }))
}

function cutOf(id: string): Cut | undefined {
  const [, file, since, pages, step] = /^\d+@(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(id) ?? []
  if (file === undefined || since === undefined) return undefined
  return { file, since, pages: Number(pages), step: Number(step) }
}

async function momentOf(
  client: pg.Client,
  table: ResolvedTable,
): Promise<Pick<Cut, 'file' | 'since'>> {
  const { rows } = await client.query<Pick<Cut, 'file' | 'since'>>(
    `SELECT relfilenode::text AS file, pg_snapshot_xmin(pg_current_snapshot())::text AS since
     FROM pg_class WHERE oid = $1`,
    [table.oid],
  )
  return single(rows)
}

/** Every version of a row names the transaction that wrote it. */
async function writtenSince(
  client: pg.Client,
  table: ResolvedTable,
  since: string,
): Promise<boolean> {
  const { rows } = await client.query<{ written: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM ${tableName(table)}
       WHERE age(xmin) <= age($1::xid8::xid)) AS written`,
    [since],
  )
  return single(rows).written
}
