import type { Relation } from '../../nodes/kit/relation.ts'
import type { Reader } from '../connectors/connector.ts'
import type { SinkReport } from '../report.ts'
import { chunkingOf } from './chunking.ts'
import type { Dataflow } from './dataflow.ts'
import { computationOf, pushedSelect } from './push-down.ts'
import { plainCopy } from './straight.ts'

/** How rows get from where they are to a table. */
export interface SinkPath {
  readonly kind: SinkReport['path']
  /** The source that feeds the table directly, or on `duckdb` tells how many rows to expect. */
  readonly reader?: Reader | undefined
  readonly close: () => Promise<void>
}

/** The shortest path that gives exactly the relation's rows. */
export async function choosePath(relation: Relation, flow: Dataflow): Promise<SinkPath> {
  const copy = plainCopy(relation, flow.stored)
  if (copy) {
    const reader = await flow.openReader(copy.scan.source, copy.columns)
    return { kind: 'straight', reader, close: () => reader.close() }
  }
  const pushed = await pushedReader(relation, flow)
  if (pushed) return { kind: 'pushed', reader: pushed, close: () => pushed.close() }
  const chunking = chunkingOf(relation, flow.stored)
  const reader = chunking.kind === 'ranges' ? await flow.scanReader(chunking.scan) : undefined
  return { kind: 'duckdb', reader, close: async () => undefined }
}

async function pushedReader(relation: Relation, flow: Dataflow): Promise<Reader | undefined> {
  const computation = computationOf(relation, flow.stored)
  const source = computation?.scan.source
  if (!computation || source?.kind !== 'table') return undefined
  const session = await flow.parts.sessions.get(source.connection)
  const table = await flow.openReader(source, computation.scan.schema)
  try {
    const sql = pushedSelect(computation, session.system, table)
    if (sql === undefined) return undefined
    const { schema } = relation
    return await session.reader({ source: { kind: 'sql', sql, schema }, columns: schema })
  } finally {
    await table.close()
  }
}

/** The same rows through DuckDB, for a target that cannot take the source's bytes. */
export const computed = (path: SinkPath): SinkPath => ({ ...path, kind: 'duckdb' })
