import { formatTable } from '../../../nodes/kit/source.ts'
import type { ReadRequest, Session, Snapshot } from '../../connectors/connector.ts'
import { wholeRange } from '../../connectors/ranges.ts'
import { MigrateError } from '../../error.ts'
import type { TableReport } from './input.ts'
import { eachOf } from './pool.ts'
import { normaliserOf, RowHash } from './row-hash.ts'
import type { TableWork } from './settle.ts'

/**
 * Compares the rows of both sides: every row is read again on each, brought to one form and
 * hashed, the hashes are added up. Tables that DuckDB has computed are not compared.
 */
export async function compareRows(
  tables: readonly TableWork[],
  source: Snapshot,
  target: Session,
  jobs: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TableReport['checksums']>> {
  const found = new Map<string, TableReport['checksums']>()
  const wanted = tables.filter((t) => t.rows.path !== 'duckdb' && t.planned.mode === 'create')
  const there = await target.snapshot?.({
    tables: wanted.map((t) => t.planned.target),
    links: jobs,
  })
  if (!there) return found
  try {
    await eachOf(wanted, jobs, async (work) => {
      const { planned, rows, mapping } = work
      // SQLite's own form tells the kind of a value where it is not its column's, so it stays.
      const asIs = rows.read.sameSystem && target.system === 'sqlite'
      const normalise = asIs ? [] : mapping.columns.map((c) => normaliserOf(c.type, c.nativeType))
      const own: ReadRequest = {
        source: { kind: 'table', connection: '', table: planned.target },
        columns: rows.columns,
        sameSystem: rows.read.sameSystem,
      }
      const [before, after] = await Promise.all([
        hashOf(source, rows.read, normalise, signal),
        hashOf(there, own, normalise, signal),
      ])
      found.set(formatTable(planned.target), before === after ? 'equal' : 'different')
    })
  } finally {
    await there.close()
  }
  return found
}

async function hashOf(
  snapshot: Snapshot,
  request: ReadRequest,
  normalise: ConstructorParameters<typeof RowHash>[0],
  signal: AbortSignal,
): Promise<string> {
  const reader = await snapshot.reader(request)
  const [range] = wholeRange
  try {
    if (!reader.formats.includes('text') || !range)
      throw new MigrateError('INTERNAL', 'A database does not write the text format.')
    const output = new RowHash(normalise)
    await reader.read({ range, format: 'text', output, signal })
    return `${output.rows} ${output.sum}`
  } finally {
    await reader.close()
  }
}
