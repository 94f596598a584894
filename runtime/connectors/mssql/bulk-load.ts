import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BulkLoad, Connection } from 'tedious'
import { MigrateError } from '../../error.ts'
import type { BulkColumn } from './bulk-rows.ts'
import { BulkRows } from './bulk-rows.ts'
import { name } from './names.ts'
import type { Link } from './query.ts'

export interface BulkTarget {
  /** Quoted. */
  readonly table: string
  readonly columns: readonly BulkColumn[]
  readonly options: readonly ('CHECK_CONSTRAINTS' | 'KEEP_NULLS' | 'TABLOCK')[]
}

export const insertBulkSql = ({ table, columns, options }: BulkTarget): string =>
  `INSERT BULK ${table} (${columns.map((c) => `${name(c.name)} ${c.type.declaration}`).join(', ')})` +
  (options.length > 0 ? ` WITH (${options.join(', ')})` : '')

/** The driver's parts this file stands in for: it would make objects and doubles of every value. */
interface Replaced {
  rowToPacketTransform: Transform
  streamingMode: boolean
  getBulkInsertSql(): string
}

/**
 * Streams a chunk into a table. The driver sends the statement and the messages; statement,
 * metadata and rows are ours. Resolves with the rows the server counted.
 */
export async function bulkLoad(
  link: Link,
  target: BulkTarget,
  rows: Readable,
  counter: Transform,
): Promise<{ rows: number; ascii: boolean }> {
  const { connection } = link
  const encoder = new BulkRows(target.columns, collationOf(link))
  const stop = new AbortController()
  let input: Promise<void> | undefined
  const loaded = new Promise<number>((resolve, reject) => {
    const bulk = connection.newBulkLoad(target.table, {}, (error, count) =>
      error ? reject(error) : resolve(count ?? 0),
    )
    takeOver(bulk, encoder, insertBulkSql(target))
    run(connection, bulk)
    input = pipeline(rows, counter, encoder, { signal: stop.signal })
    // Whatever is wrong with the rows is told first: the server only learns that they end.
    input.catch(reject)
  })
  try {
    const count = await loaded
    if (count !== encoder.rows)
      throw new MigrateError(
        'COUNT_MISMATCH',
        `The server counted ${count} rows of a chunk of ${encoder.rows}.`,
        { hint: 'Resume the run.' },
      )
    return { rows: count, ascii: encoder.ascii }
  } finally {
    stop.abort()
    input?.catch(() => undefined)
  }
}

/** Without rows of its own, which is how rows are streamed; the types know only the other way. */
const run = (connection: Connection, bulk: BulkLoad): void =>
  (connection as unknown as { execBulkLoad(bulk: BulkLoad): void }).execBulkLoad(bulk)

function takeOver(bulk: BulkLoad, encoder: BulkRows, sql: string): void {
  const inside = bulk as unknown as Replaced
  inside.rowToPacketTransform = encoder
  inside.streamingMode = true
  inside.getBulkInsertSql = () => sql
}

/** Five bytes: the database's collation as the server told at login. */
function collationOf({ connection }: Link): Buffer {
  const { databaseCollation } = connection as unknown as {
    databaseCollation?: { toBuffer(): Buffer }
  }
  return databaseCollation?.toBuffer() ?? Buffer.alloc(5)
}
