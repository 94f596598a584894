import { randomUUID } from 'node:crypto'
import { UniqueConstraintError } from 'sequelize'
import type { Connection, System } from '../../runtime/connectors/connector.ts'
import { MigrateError } from '../../runtime/error.ts'
import type { ConnectionRow } from '../db/models/connection.ts'
import type { Scope } from '../scope.ts'
import type {
  ConnectionDetail,
  ConnectionSummary,
  PipelineReference,
  SettingsObject,
} from '../shapes.ts'
import { notFound, RequestError } from '../trpc/errors.ts'
import { checkSettings, connectorOf, describe } from './connector-forms.ts'
import { keepSecrets, withoutSecrets } from './secret-settings.ts'

export async function list(scope: Scope): Promise<ConnectionSummary[]> {
  const where = { tenantId: scope.tenantId }
  const [rows, users] = await Promise.all([
    scope.db.connections.findAll({ where, order: [['name', 'ASC']] }),
    usersByName(scope),
  ])
  return rows.map((row) => toSummary(scope, row, users))
}

export async function get(scope: Scope, id: string): Promise<ConnectionDetail> {
  const [row, users] = await Promise.all([rowOf(scope, id), usersByName(scope)])
  const { settings, secrets } = withoutSecrets(row.system as System, settingsOf(scope, row))
  return { ...toSummary(scope, row, users), settings, secrets }
}

export async function create(
  scope: Scope,
  input: { name: string; system: string; settings: SettingsObject },
): Promise<ConnectionDetail> {
  const { system } = connectorOf(input.system)
  const settings = checkSettings(system, input.settings)
  const id = randomUUID()
  const now = new Date()
  const stored = { id, tenantId: scope.tenantId, name: input.name, system }
  await taken(input.name, () =>
    scope.db.connections.create({
      ...stored,
      ...seal(scope, id, settings),
      createdAt: now,
      updatedAt: now,
    }),
  )
  scope.schemaCache.forget(scope.tenantId)
  return get(scope, id)
}

export async function update(
  scope: Scope,
  input: { id: string; name?: string | undefined; settings?: SettingsObject | undefined },
): Promise<ConnectionDetail> {
  const row = await rowOf(scope, input.id)
  const { name = row.name } = input
  if (name !== row.name) await refuseInUse(scope, row, 'renamed')
  const sealed = input.settings
    ? seal(scope, row.id, mergeSettings(scope, row, input.settings))
    : {}
  await taken(name, () => row.update({ name, ...sealed, updatedAt: new Date() }))
  scope.schemaCache.forget(scope.tenantId)
  return get(scope, row.id)
}

export async function remove(scope: Scope, id: string): Promise<void> {
  const row = await rowOf(scope, id)
  await refuseInUse(scope, row, 'removed')
  await row.destroy()
  scope.schemaCache.forget(scope.tenantId)
}

/** Valid new settings, with the stored secrets where the new ones leave them out. */
export function mergeSettings(scope: Scope, row: ConnectionRow, settings: SettingsObject): unknown {
  const system = row.system as System
  return checkSettings(system, keepSecrets(system, settings, settingsOf(scope, row)))
}

export async function rowOf(scope: Scope, id: string): Promise<ConnectionRow> {
  const row = await scope.db.connections.findOne({ where: { id, tenantId: scope.tenantId } })
  if (!row) throw notFound('connection')
  return row
}

/** A connection with its secrets, for a worker only. */
export async function resolve(
  scope: Pick<Scope, 'db' | 'cipher' | 'tenantId'>,
  name: string,
): Promise<Connection> {
  const row = await scope.db.connections.findOne({ where: { name, tenantId: scope.tenantId } })
  if (row) return { name, system: row.system as System, settings: settingsOf(scope, row) }
  throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`, {
    hint: 'Define it under Connections.',
  })
}

export const settingsOf = (scope: Pick<Scope, 'cipher'>, row: ConnectionRow): SettingsObject =>
  JSON.parse(scope.cipher.open({ keyId: row.keyId, bytes: row.settings }, row))

function seal(scope: Scope, id: string, settings: unknown) {
  const { keyId, bytes } = scope.cipher.seal(JSON.stringify(settings), {
    tenantId: scope.tenantId,
    id,
  })
  return { keyId, settings: bytes }
}

async function usersByName(scope: Scope): Promise<Map<string, PipelineReference[]>> {
  const rows = await scope.db.pipelines.findAll({
    where: { tenantId: scope.tenantId, deletedAt: null },
    attributes: ['id', 'name', 'connections'],
    order: [['name', 'ASC']],
  })
  const users = new Map<string, PipelineReference[]>()
  for (const { id, name, connections } of rows)
    for (const used of JSON.parse(connections) as string[])
      users.set(used, [...(users.get(used) ?? []), { id, name }])
  return users
}

async function refuseInUse(scope: Scope, row: ConnectionRow, deed: string): Promise<void> {
  const usedBy = (await usersByName(scope)).get(row.name) ?? []
  if (usedBy.length === 0) return
  const names = usedBy.map((it) => `“${it.name}”`).join(', ')
  throw new RequestError(
    'PRECONDITION_FAILED',
    `“${row.name}” cannot be ${deed}, because pipelines use it: ${names}.`,
    { usedBy },
  )
}

async function taken(name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error
    throw new RequestError('CONFLICT', `There is already a connection named “${name}”.`)
  }
}

const toSummary = (
  scope: Scope,
  row: ConnectionRow,
  users: ReadonlyMap<string, readonly PipelineReference[]>,
): ConnectionSummary => ({
  id: row.id,
  name: row.name,
  system: row.system as System,
  description: describe(row.system, () => settingsOf(scope, row)),
  usedBy: users.get(row.name) ?? [],
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
