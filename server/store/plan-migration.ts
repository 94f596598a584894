import type { DatabaseSelection } from '../../nodes/kit/database-selection.ts'
import type { DatabaseTarget } from '../../nodes/kit/stage.ts'
import type { MigrationPlan } from '../../runtime/migration-report.ts'
import type { Scope } from '../scope.ts'
import { resolve } from './connections.ts'

/** What a migration would do and lose. Reads both databases, writes nothing. */
export async function planMigration(
  scope: Scope,
  input: { source: DatabaseSelection; target: DatabaseTarget; signal?: AbortSignal | undefined },
): Promise<MigrationPlan> {
  const { source, target, signal } = input
  // One after the other, so that of two that are missing the source is told first.
  const connections = [await resolve(scope, source.connection)]
  if (target.connection !== source.connection)
    connections.push(await resolve(scope, target.connection))
  return scope.tools.plan({ source, target, connections }, signal)
}
