import { afterEach, expect, test } from 'vitest'
import { DuckDbSession } from './duckdb-session.ts'

let session: DuckDbSession | undefined
afterEach(() => session?.close())

const columns = 3000
const list = Array.from({ length: columns }, (_, i) => `range AS c${i}`).join(', ')
const wide = `CREATE TABLE wide AS SELECT ${list} FROM range(100)`

async function opened(options: { memoryLimit?: string; usualMemory?: number }) {
  session = await DuckDbSession.open(options)
  return session
}

const setting = async (name: string) =>
  (await session?.query(`SELECT current_setting('${name}')`))?.[0]?.[0]

test('rows of very many columns get the memory they need, and one thread', async () => {
  const it = await opened({ usualMemory: 64 })
  await expect(it.run(wide)).rejects.toThrow(/memory limit is too small/)
  await it.makeRoom(columns)
  await it.run(wide)
  expect(await setting('threads')).toBe('1')
})

test('a limit that was given holds, and the refusal says what is needed', async () => {
  const it = await opened({ memoryLimit: '64MB' })
  await it.makeRoom(columns)
  await expect(it.run(wide)).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    data: { hint: expect.stringMatching(/^Rows of 3,000 columns need about \d+ MB: raise/) },
  })
})

test('usual tables change nothing', async () => {
  const it = await opened({ usualMemory: 300 })
  const before = [await setting('memory_limit'), await setting('threads')]
  await it.makeRoom(1000)
  expect([await setting('memory_limit'), await setting('threads')]).toEqual(before)
})
