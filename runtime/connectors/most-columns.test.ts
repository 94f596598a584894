import { expect, test } from 'vitest'
import { postgresEndpoint, sqliteEndpoint } from '../../e2e/support/endpoints.ts'
import { describeWith, requirePostgres } from '../../e2e/support/services.ts'
import * as t from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'

/** Makes a table of so many columns. */
async function prepare(start: typeof sqliteEndpoint, width: number): Promise<unknown> {
  const endpoint = await start()
  const session = await endpoint.open()
  try {
    const sink = await session.sink({
      table: { name: 'wide' },
      columns: Array.from({ length: width }, (_, i) => column(`c${i}`, t.text)),
      mode: 'create',
      key: [],
      load: 'test:wide',
      resume: false,
    })
    return await sink.prepare().finally(() => sink.close())
  } finally {
    await session.close()
    await endpoint.close()
  }
}

test('SQLite says how many columns it takes', async () => {
  await expect(prepare(sqliteEndpoint, 2001)).rejects.toMatchObject({
    code: 'TARGET_MISMATCH',
    data: { hint: expect.stringContaining('2,000 columns') },
  })
})

describeWith('PostgreSQL', await requirePostgres(), () => {
  test('says how many columns it takes', async () => {
    await expect(prepare(postgresEndpoint, 1601)).rejects.toMatchObject({
      code: 'TARGET_MISMATCH',
      data: { hint: expect.stringContaining('1,600 columns') },
    })
  })
})
