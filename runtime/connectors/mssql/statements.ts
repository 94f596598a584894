import type { ExecuteOptions, Snapshot, SnapshotRequest, TextRows } from '../connector.ts'
import type { Links } from './links.ts'
import { run, textRows } from './query.ts'
import { openReader } from './read.ts'
import { SnapshotLinks } from './snapshot.ts'

export const execute = (
  links: Links,
  statements: readonly string[],
  { atomic = false }: ExecuteOptions = {},
): Promise<TextRows> =>
  links.use(async (link) => {
    if (atomic) await run(link, 'BEGIN TRANSACTION')
    let rows: TextRows = []
    for (const sql of statements) rows = await textRows(link, sql)
    if (atomic) await run(link, 'COMMIT TRANSACTION')
    return rows
  })

export async function openSnapshot(
  links: Links,
  { links: wanted, tables }: SnapshotRequest,
): Promise<Snapshot> {
  const snapshot = new SnapshotLinks(links, wanted, tables)
  const parallel = await snapshot.parallel()
  return {
    links: parallel,
    note: snapshot.note,
    reader: (request) => openReader(links, request, snapshot),
    query: (sql) => snapshot.use((link) => textRows(link, sql)),
    close: () => snapshot.close(),
  }
}
