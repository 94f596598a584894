import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ForeignKeyConstraintError, UniqueConstraintError } from 'sequelize'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { freshDatabase } from '../../e2e/support/services.ts'
import type { Database } from './database.ts'
import { openDatabase } from './database.ts'
import { createUmzug } from './migrate.ts'
import { ensureTenant, defaultTenantId as tenantId } from './tenant.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const connection = (name: string, settings = Buffer.from([0, 1, 255])) => ({
  ...{ id: randomUUID(), tenantId, name, system: 'sqlite', settings, keyId: 'k' },
  createdAt: new Date('2024-02-29T12:00:00.123Z'),
  updatedAt: new Date(),
})

describe.each(['sqlite', 'postgres'] as const)('metadata in %s', (dialect) => {
  let db: Database
  const dataDir = mkdtempSync(join(tmpdir(), 'migrateiq-db-'))
  let databaseUrl: string | undefined

  beforeAll(async () => {
    databaseUrl = dialect === 'postgres' ? await freshDatabase('postgres') : undefined
    db = await openDatabase({ dataDir, databaseUrl })
    await ensureTenant(db, tenantId, 'Test')
  })
  afterAll(() => db?.close())

  test('migrations go down and up again, and back to the same shape', async () => {
    const shape = async () => {
      const names = await db.sequelize.getQueryInterface().showAllTables()
      const columns = (name: string) => db.sequelize.getQueryInterface().describeTable(name)
      return Promise.all([...names].sort().map(async (name) => [name, await columns(name)]))
    }
    const before = await shape()
    expect(before).toHaveLength(8)
    const umzug = createUmzug(db.sequelize)
    await umzug.down({ to: 0 })
    expect(await shape()).toHaveLength(1)
    expect(await db.isReady()).toBe(false)
    await umzug.up()
    expect(await shape()).toEqual(before)
    expect(await db.isReady()).toBe(true)
    await ensureTenant(db, tenantId, 'Test')
  })

  test('every model fits its table', async () => {
    const { migrations: _, ...models } = Object.fromEntries(
      Object.values(db.sequelize.models).map((it) => [it.tableName, it]),
    )
    expect(Object.keys(models)).toHaveLength(7)
    for (const model of Object.values(models)) {
      const table = await db.sequelize.getQueryInterface().describeTable(String(model.tableName))
      const fields = Object.values(model.getAttributes()).map((it) => it.field)
      expect(fields.sort()).toEqual(Object.keys(table).sort())
      if (model.tableName !== 'tenants') expect(fields).toContain('tenant_id')
    }
  })

  test('bytes, instants and booleans come back as they went', async () => {
    const row = connection('round trip')
    await db.connections.create(row)
    const back = await db.connections.findByPk(row.id)
    expect(Buffer.isBuffer(back?.settings)).toBe(true)
    expect(back?.settings).toEqual(row.settings)
    expect(back?.createdAt).toEqual(row.createdAt)
  })

  test('a name is taken once per tenant', async () => {
    const other = randomUUID()
    await ensureTenant(db, other, 'Other')
    await db.connections.create(connection('twice'))
    await db.connections.create({ ...connection('twice'), tenantId: other })
    await expect(db.connections.create(connection('twice'))).rejects.toThrow(UniqueConstraintError)
  })

  test('a tenant that does not exist is refused', async () => {
    const stray = { ...connection('stray'), tenantId: randomUUID() }
    await expect(db.connections.create(stray)).rejects.toThrow(ForeignKeyConstraintError)
  })

  test('a failed transaction leaves nothing', async () => {
    const row = connection('rolled back')
    const work = db.transaction(async (transaction) => {
      await db.connections.create(row, { transaction })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await db.connections.findByPk(row.id)).toBeNull()
  })

  test('transactions and single writes side by side all arrive', async () => {
    const name = (kind: string, n: number) => `${kind} ${n}`
    const numbers = Array.from({ length: 20 }, (_, n) => n)
    await Promise.all(
      numbers.flatMap((n) => [
        db.connections.create(connection(name('alone', n))),
        db.transaction(async (transaction) => {
          await db.connections.create(connection(name('first', n)), { transaction })
          await new Promise((resolve) => setTimeout(resolve, 1))
          await db.connections.create(connection(name('second', n)), { transaction })
        }),
      ]),
    )
    const rows = await db.connections.findAll({ attributes: ['name'] })
    const names = new Set(rows.map((it) => it.name))
    const wanted = numbers.flatMap((n) => ['alone', 'first', 'second'].map((it) => name(it, n)))
    expect(wanted.filter((it) => !names.has(it))).toEqual([])
  })
})

test('of servers that start at once on one PostgreSQL database, one migrates it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'migrateiq-db-'))
  const databaseUrl = await freshDatabase('postgres')
  const all = await Promise.all([1, 2, 3].map(() => openDatabase({ dataDir, databaseUrl })))
  expect(await Promise.all(all.map((it) => it.isReady()))).toEqual([true, true, true])
  await Promise.all(all.map((it) => it.close()))
})

test('the list of migrations is the files in the folder', async () => {
  const { migrations } = await import('./migrations/index.ts')
  const files = Object.keys(import.meta.glob('./migrations/[0-9]*.ts')).sort()
  expect(files.map((it) => it.replace(/^.*\/|\.ts$/g, ''))).toEqual(migrations.map((it) => it.name))
  for (const file of files)
    expect(readFileSync(join(import.meta.dirname, file), 'utf8')).not.toContain('models/')
})
