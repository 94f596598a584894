import { beforeAll, describe, expect, test, vi } from 'vitest'
import {
  bare,
  emptyDatabase,
  execute,
  migrate,
  richDatabase,
  troubles,
} from '../../../e2e/support/migrations.ts'
import type { RichSystem } from '../../../e2e/support/rich-databases.ts'
import { richRows } from '../../../e2e/support/rich-databases.ts'
import { requireMysql, requirePostgres } from '../../../e2e/support/services.ts'

vi.setConfig({ testTimeout: 60_000 })

const missing: Record<RichSystem, string | undefined> = {
  sqlite: undefined,
  postgres: (await requirePostgres()).missing,
  mysql: (await requireMysql()).missing,
}
const systems = ['sqlite', 'postgres', 'mysql'] as const
const pairs = systems.flatMap((from) => systems.map((to) => [from, to] as const))

describe.each(pairs)('%s to %s', (from, to) => {
  const absent = missing[from] ?? missing[to]
  if (absent) {
    test.skip(`${from} to ${to}: ${absent}`, () => undefined)
    return
  }
  let source = ''
  beforeAll(async () => {
    source = await richDatabase(from)
  })

  test('carries everything there and back, rows identical', async () => {
    const target = await emptyDatabase(to)
    const there = await migrate(source, target, { verify: true })
    expect(troubles(there)).toEqual([])
    expect(there.state).toBe('done')
    const rows = Object.fromEntries(there.tables.map((t) => [bare(t.target), t.counted]))
    expect(rows).toEqual(richRows)
    expect(there.tables.map((t) => t.checksums)).toEqual(there.tables.map(() => 'equal'))
    expect(there.objects.table).toBe(5)
    expect(there.objects.view).toBe(1)

    const back = await migrate(target, await emptyDatabase(from), { verify: true })
    expect(troubles(back)).toEqual([])
    expect(back.tables.map((t) => t.checksums)).toEqual(back.tables.map(() => 'equal'))
    expect(back.rows).toBe(there.rows)
  })

  test('keys hold and counters go on behind the rows', async () => {
    const target = await emptyDatabase(to)
    await migrate(source, target)
    const quote = to === 'mysql' ? '`' : '"'
    const insert = `INSERT INTO person (name) VALUES ('new')`
    await execute(target, [insert])
    const found = await execute(target, [`SELECT id, mood, active FROM person WHERE name = 'new'`])
    expect(Number(found[0]?.[0])).toBeGreaterThan(5)
    expect(found[0]?.[1]).toBe('ok')
    const orphan = `INSERT INTO item (id, order_id) VALUES (9999, 9999)`
    const checks = to === 'sqlite' ? [] : [orphan]
    for (const sql of checks) await expect(execute(target, [sql])).rejects.toThrow()
    const twice = `INSERT INTO ${quote}order${quote} (id, total) VALUES (1, 1)`
    await expect(execute(target, [twice])).rejects.toThrow()
    const left = await execute(target, [
      to === 'sqlite'
        ? `SELECT count(*) FROM sqlite_master WHERE name LIKE '\\_migrateiq%' ESCAPE '\\'`
        : `SELECT count(*) FROM information_schema.tables WHERE table_name LIKE '\\_migrateiq%'${to === 'mysql' ? ' AND table_schema = database()' : ''}`,
    ])
    expect(left).toEqual([['0']])
  })
})
