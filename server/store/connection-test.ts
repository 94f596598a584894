import { randomUUID } from 'node:crypto'
import type { Connection, System, TestStep } from '../../runtime/connectors/connector.ts'
import type { Scope } from '../scope.ts'
import type { SettingsObject } from '../shapes.ts'
import { notFound, RequestError } from '../trpc/errors.ts'
import { mergeSettings, rowOf, settingsOf } from './connections.ts'
import { checkSettings, connectorOf } from './connector-forms.ts'

const lifetime = 60_000
const most = 100

/** Settings on their way into a test; they never touch the disk. */
export interface Drafts {
  put(tenantId: string, connection: Connection): string
  /** Each draft can be taken once, by its own tenant. */
  take(tenantId: string, draft: string): Connection | undefined
}

export function createDrafts(): Drafts {
  const drafts = new Map<string, { tenantId: string; connection: Connection; until: number }>()
  return {
    put(tenantId, connection) {
      const oldest = drafts.size >= most ? drafts.keys().next().value : undefined
      if (oldest !== undefined) drafts.delete(oldest)
      const draft = randomUUID()
      drafts.set(draft, { tenantId, connection, until: Date.now() + lifetime })
      return draft
    },
    take(tenantId, draft) {
      const found = drafts.get(draft)
      if (found?.tenantId !== tenantId) return undefined
      drafts.delete(draft)
      return found.until > Date.now() ? found.connection : undefined
    },
  }
}

export async function draftTest(
  scope: Scope,
  input: { id?: string | undefined; system: string; settings: SettingsObject },
): Promise<{ draft: string }> {
  const { system } = connectorOf(input.system)
  const row = input.id === undefined ? undefined : await rowOf(scope, input.id)
  if (row && row.system !== system)
    throw new RequestError('BAD_REQUEST', `This connection is of the system “${row.system}”.`)
  const settings = row
    ? mergeSettings(scope, row, input.settings)
    : checkSettings(system, input.settings)
  return { draft: scope.drafts.put(scope.tenantId, { name: 'draft', system, settings }) }
}

export async function* testConnection(
  scope: Scope,
  input: { id: string } | { draft: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<TestStep> {
  yield* scope.tools.test(await wanted(scope, input), signal)
}

async function wanted(
  scope: Scope,
  input: { id: string } | { draft: string },
): Promise<Connection> {
  if ('id' in input) {
    const row = await rowOf(scope, input.id)
    return { name: row.name, system: row.system as System, settings: settingsOf(scope, row) }
  }
  const draft = scope.drafts.take(scope.tenantId, input.draft)
  if (!draft) throw notFound('draft')
  return draft
}
