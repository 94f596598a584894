import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openConnections } from './connections.ts'

const folder = mkdtempSync(join(tmpdir(), 'migrateiq-connections-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
/** A connections file in a folder of its own. */
function inFile(content: unknown, name = 'connections.json'): { baseDir: string; file: string } {
  const baseDir = join(folder, String(++files))
  mkdirSync(baseDir)
  const file = join(baseDir, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return { baseDir, file }
}

const settingsOf = async (
  options: Parameters<typeof openConnections>[0],
  name: string,
): Promise<Record<string, unknown>> =>
  (await (await openConnections({ env: {}, ...options })).get(name)).settings as Record<
    string,
    unknown
  >

const url = 'postgres://ann:s%40fe@db.example.org:6543/shop'

describe('the environment', () => {
  test('a URL in the variable of the name', async () => {
    const env = { MIGRATEIQ_CONNECTION_SALES_DB: url }
    expect(await settingsOf({ baseDir: folder, env }, 'sales-db')).toMatchObject({
      host: 'db.example.org',
      port: 6543,
      database: 'shop',
      user: 'ann',
      password: 's@fe',
    })
  })

  test('a file with a URL, its last line end left out', async () => {
    const { file } = inFile(`${url}\n`, 'secret')
    const env = { MIGRATEIQ_CONNECTION_CRM_FILE: file }
    expect(await settingsOf({ baseDir: folder, env }, 'crm')).toMatchObject({ database: 'shop' })
  })

  test('wins over the connections file', async () => {
    const { baseDir } = inFile({ crm: 'postgres://x@h/from-file', other: 'postgres://x@h/other' })
    const env = { MIGRATEIQ_CONNECTION_CRM: url }
    const connections = await openConnections({ baseDir, env })
    expect((await connections.get('crm')).settings).toMatchObject({ database: 'shop' })
    expect((await connections.get('other')).settings).toMatchObject({ database: 'other' })
    expect(connections.names()).toEqual(['crm', 'other'])
  })

  test('an empty variable is an absent one', async () => {
    const { baseDir } = inFile({ crm: 'postgres://x@h/from-file' })
    const env = { MIGRATEIQ_CONNECTION_CRM: '' }
    expect(await settingsOf({ baseDir, env }, 'crm')).toMatchObject({ database: 'from-file' })
  })
})

describe('the file', () => {
  test('a system with settings; defaults are filled in', async () => {
    const { baseDir } = inFile({ crm: { system: 'postgres', settings: { database: 'shop' } } })
    expect(await settingsOf({ baseDir }, 'crm')).toMatchObject({ database: 'shop', port: 5432 })
  })

  test('--connections names another file', async () => {
    const { file } = inFile({ crm: 'postgres://x@h/prod' }, 'prod.json')
    expect(await settingsOf({ baseDir: tmpdir(), file }, 'crm')).toMatchObject({ database: 'prod' })
  })

  test('references to the environment and to files', async () => {
    const { baseDir, file } = inFile({
      a: { system: 'postgres', settings: { database: 'd', password: { env: 'SECRET' } } },
      b: { system: 'postgres', settings: { database: 'd', password: { file: 'password.txt' } } },
    })
    writeFileSync(join(baseDir, 'password.txt'), 'from a file\n')
    const connections = await openConnections({ baseDir, file, env: { SECRET: 'from env' } })
    expect((await connections.get('a')).settings).toMatchObject({ password: 'from env' })
    expect((await connections.get('b')).settings).toMatchObject({ password: 'from a file' })
  })

  test('a reference of a connection that is not used is not looked up', async () => {
    const broken = { system: 'postgres', settings: { database: 'd', password: { env: 'ABSENT' } } }
    const { baseDir } = inFile({ broken, good: 'postgres://x@h/good' })
    expect(await settingsOf({ baseDir }, 'good')).toMatchObject({ database: 'good' })
    await expect(settingsOf({ baseDir }, 'broken')).rejects.toMatchObject({
      code: 'INVALID_CONNECTION',
      message: 'broken: password: the environment variable ABSENT is not set.',
    })
  })

  test('a relative path starts at the folder of the file', async () => {
    const { baseDir } = inFile({
      a: { system: 'sqlite', settings: { file: 'data/shop.sqlite' } },
      b: 'sqlite:data/shop.sqlite',
    })
    const file = join(baseDir, 'data/shop.sqlite')
    expect(await settingsOf({ baseDir }, 'a')).toEqual({ file })
    expect(await settingsOf({ baseDir }, 'b')).toEqual({ file })
  })
})

describe('what is refused', () => {
  const refused = async (content: unknown, name = 'crm') => {
    const { baseDir } = inFile(content)
    const error = await settingsOf({ baseDir }, name).catch((e: unknown) => e)
    return error as { code: string; message: string; data: { hint: string } }
  }

  test('an unknown name, with a guess and what to set', async () => {
    const error = await refused({ warehouse: 'postgres://x@h/d' }, 'warehose')
    expect(error.code).toBe('UNKNOWN_CONNECTION')
    expect(error.data.hint).toBe(
      'Did you mean “warehouse”? Set MIGRATEIQ_CONNECTION_WAREHOSE=<url>, or name it in connections.json beside the pipeline.',
    )
  })

  test('an unknown system, an unknown setting, a file that is no JSON', async () => {
    expect(await refused({ crm: { system: 'oracle', settings: {} } })).toMatchObject({
      code: 'INVALID_CONNECTION',
      message: expect.stringContaining('crm: there is no system “oracle”; there are postgres'),
    })
    const typo = { system: 'postgres', settings: { database: 'd', pasword: 'secret' } }
    const unknown = await refused({ crm: typo })
    expect(unknown.message).toContain('pasword')
    expect(unknown.message).not.toContain('secret')
    expect(await refused('{ "crm": ')).toMatchObject({ code: 'INVALID_CONNECTION' })
  })

  test('a broken URL is named by its connection and never repeated', async () => {
    const error = await refused({ crm: 'postgres://ann:secret@h:port/d' })
    expect(error.message).toMatch(/^crm: /)
    expect(`${error.message} ${error.data.hint}`).not.toContain('secret')
  })

  test('a file that is not there', async () => {
    await expect(
      openConnections({ baseDir: folder, file: join(folder, 'none.json') }),
    ).rejects.toMatchObject({ code: 'INVALID_USAGE', message: expect.stringContaining('does not') })
  })
})
