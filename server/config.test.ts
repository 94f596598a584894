import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from './config.ts'
import { configurationPage, envExample } from './config-docs.ts'

describe('loadConfig', () => {
  test('defaults', () => {
    const config = loadConfig({}, {})
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4400, allowedHosts: [] })
    expect(config.dataDir).toBe(resolve('data'))
    expect(config.databaseUrl).toBeUndefined()
  })

  test('a flag wins over the environment, the environment over the default', () => {
    const env = { MIGRATEIQ_PORT: '5000', MIGRATEIQ_PARALLEL_RUNS: '7' }
    expect(loadConfig({ port: '6000' }, env)).toMatchObject({ port: 6000, parallelRuns: 7 })
  })

  test('an empty variable is an absent one', () => {
    expect(loadConfig({}, { MIGRATEIQ_PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 4400 })
  })

  test.each([
    ['64MB', 64 * 1024 ** 2],
    ['1.5 gb', 1.5 * 1024 ** 3],
    ['1000', 1000],
  ])('a size %s', (text, bytes) => {
    expect(loadConfig({ memoryLimit: text }, {}).memoryLimit).toBe(bytes)
  })

  test('a secret comes from a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'migrateiq-config-')), 'url')
    writeFileSync(file, 'postgres://u:p@db/m\n')
    expect(loadConfig({}, { DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://u:p@db/m')
    expect(() => loadConfig({}, { DATABASE_URL_FILE: `${file}.absent` })).toThrow(
      'DATABASE_URL_FILE',
    )
  })

  test('a wrong value names the variable, without repeating a secret', () => {
    expect(() => loadConfig({}, { MIGRATEIQ_PORT: '99999' })).toThrow('MIGRATEIQ_PORT')
    expect(() => loadConfig({ memoryLimit: 'much' }, {})).toThrow('MIGRATEIQ_MEMORY_LIMIT')
    try {
      loadConfig({}, { DATABASE_URL: 'mysql://root:hunter2@db/x' })
      expect.unreachable()
    } catch (error) {
      expect(String(error)).toContain('DATABASE_URL')
      expect(String(error)).not.toContain('hunter2')
    }
  })
})

describe('what is printed from the schema is up to date (vitest -u writes it)', () => {
  test('docs/configuration.md', async () => {
    await expect(configurationPage()).toMatchFileSnapshot('../docs/configuration.md')
  })
  test('.env.example', async () => {
    await expect(envExample()).toMatchFileSnapshot('../.env.example')
  })
})
