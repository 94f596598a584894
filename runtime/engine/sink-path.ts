import type { Relation } from '../../nodes/kit/relation.ts'
import { chunkingOf } from './chunking.ts'
import type { Dataflow } from './dataflow.ts'
import { plainCopy } from './straight.ts'
import type { Reader } from '../connectors/connector.ts'
import type { SinkReport } from '../report.ts'

/** How rows get from where they are to a table. */
export interface SinkPath {
  readonly kind: SinkReport['path']
  /** The source that feeds the table directly, or on `duckdb` tells how many rows to expect. */
  readonly reader?: Reader | undefined
  readonly close: () => Promise<void>
}

export async function choosePath(relation: Relation, flow: Dataflow): Promise<SinkPath> {
  const copy = plainCopy(relation, flow.stored)
  if (copy) {
    const reader = await flow.openReader(copy.scan.source, copy.columns)
    return { kind: 'straight', reader, close: () => reader.close() }
  }
  const chunking = chunkingOf(relation, flow.stored)
  const reader = chunking.kind === 'ranges' ? await flow.scanReader(chunking.scan) : undefined
  return { kind: 'duckdb', reader, close: async () => undefined }
}

/** The same rows through DuckDB, for a target that cannot take the source's bytes. */
export const computed = (path: SinkPath): SinkPath => ({ ...path, kind: 'duckdb' })
