import { formatTable } from '../../nodes/kit/source.ts'
import type { CatalogTable } from '../../runtime/connectors/connector.ts'
import type { Scope } from '../scope.ts'
import { resolve } from './connections.ts'

const most = 1000

/** Tables and views of a connection whose name holds `search`, without regard to case. */
export async function catalog(
  scope: Scope,
  input: { name: string; search?: string | undefined; signal?: AbortSignal | undefined },
): Promise<{ tables: readonly CatalogTable[]; total: number }> {
  const connection = await resolve(scope, input.name)
  const all = await scope.tools.catalog(connection, input.signal)
  const wanted = input.search?.toLowerCase() ?? ''
  const found = all.filter((it) => formatTable(it.table).toLowerCase().includes(wanted))
  return { tables: found.slice(0, most), total: found.length }
}
