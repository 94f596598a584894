import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { freshDatabase, requirePostgres } from '../e2e/support/services.ts'
import { registry } from '../nodes/index.ts'
import { explain, runPipeline } from '../runtime/engine/index.ts'
import { openConnections } from '../runtime/hosts/cli/connections.ts'
import { loadPipeline } from '../runtime/hosts/cli/load-pipeline.ts'
import { nodeRedHost } from '../runtime/hosts/node-red/node-red-host.ts'
import type { RunReport } from '../runtime/report.ts'

type Row = readonly (string | null)[]
interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'pipeline.json')))
const copies = mkdtempSync(join(tmpdir(), 'migrateiq-templates-'))
afterAll(() => rmSync(copies, { recursive: true }))

// Whole runs: a busy machine may take its time.
vi.setConfig({ testTimeout: 120_000 })

const postgres = await requirePostgres()
const needsPostgres: ReadonlySet<string> = new Set(['two-databases'])

/** What each recipe is about, in figures; the files under expected/ hold every value. */
const counts: Readonly<Record<string, RunReport['rows']>> = {
  'messy-customers': { read: 63, written: 60, rejected: 5 },
  'nested-orders': { read: 12, written: 34, rejected: 0 },
  'two-databases': { read: 130, written: 144, rejected: 0 },
  'yearly-sales': { read: 100, written: 100, rejected: 0 },
}

test('there are figures for every recipe', () => {
  expect(names).toEqual(Object.keys(counts))
})

describe.each(names)('%s', (name) => {
  const missing = needsPostgres.has(name) && !postgres.url ? postgres.missing : undefined
  const read = (file: string) => readFileSync(join(folder, name, file), 'utf8')

  test('has a page that tells what it shows, its steps, and what to change', () => {
    const page = read('README.md')
    expect(page.split('\n')[0]).toBe(`# ${JSON.parse(read('pipeline.json')).name}`)
    for (const heading of ['Run it', 'The steps', 'With your own data', 'The result'])
      expect(page).toContain(`\n## ${heading}\n`)
  })

  test.skipIf(missing)(missing ?? 'gives the expected result, also when run again', async () => {
    const copy = join(copies, name)
    cpSync(join(folder, name), copy, { recursive: true, filter: (path) => !path.endsWith('/out') })
    const url = needsPostgres.has(name) ? await freshDatabase('postgres') : undefined
    const run = await prepare(copy, url)

    const { plan } = await explain(run.input)
    expect(plan.issues.filter((i) => i.severity !== 'info')).toEqual([])
    const targets = plan.nodes.flatMap(({ stage }) =>
      stage?.kind === 'write' ? [stage.target] : [],
    )
    const places = targets.map((target) =>
      target.kind === 'table' ? target.table.name : basename(target.path).replace(/\.\w+$/, ''),
    )
    expect(readdirSync(join(folder, name, 'expected')).sort()).toEqual(
      places.map((place) => `${place}.csv`).sort(),
    )

    for (const attempt of ['first', 'second']) {
      const report = await run.start(attempt)
      expect(report.error).toBeUndefined()
      expect({ state: report.state, rows: report.rows }).toEqual({
        state: 'done',
        rows: counts[name],
      })
      for (const [i, target] of targets.entries()) {
        const found =
          target.kind === 'file'
            ? await readFiles(join(copy, target.path))
            : target.connection === 'warehouse'
              ? await readPostgres(url ?? '', target.table.name, target.key)
              : await readSqlite(await run.fileOf(target.connection), target.table.name, target.key)
        await expect(toCsv(found)).toMatchFileSnapshot(
          join(folder, name, 'expected', `${places[i]}.csv`),
        )
      }
    }
  })
})

async function prepare(copy: string, warehouse: string | undefined) {
  const { pipeline, baseDir } = await loadPipeline(join(copy, 'pipeline.json'))
  const env = warehouse ? { MIGRATEIQ_CONNECTION_WAREHOUSE: warehouse } : {}
  const connections = await openConnections({ baseDir, env })
  const input = { pipeline, parameters: {}, connections, registry, options: { baseDir } }
  return {
    input,
    start: (runId: string) => {
      const runDir = join(copy, '.migrateiq', runId)
      const options = { ...input.options, runId, runDir, resume: false }
      const never = new AbortController().signal
      return runPipeline({ ...input, options }, () => {}, never, nodeRedHost)
    },
    fileOf: async (connection: string) =>
      ((await connections.get(connection)).settings as { file: string }).file,
  }
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

const quoted = (name: string) => `"${name}"`

async function readSqlite(file: string, table: string, key: readonly string[]): Promise<Table> {
  const Libsql = createRequire(import.meta.url)('libsql')
  const db = new Libsql(file, { readonly: true })
  const order = key.map(quoted).join(', ')
  const statement = db.prepare(`SELECT * FROM ${quoted(table)} ORDER BY ${order}`)
  const columns = (statement.columns() as { name: string }[]).map((c) => c.name)
  const rows = (statement.raw(true).all() as unknown[][]).map((row) => row.map(textOf))
  db.close()
  return { columns, rows }
}

async function readPostgres(url: string, table: string, key: readonly string[]): Promise<Table> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => textOf } })
  await client.connect()
  const order = key.map(quoted).join(', ')
  const query = {
    text: `SELECT * FROM ${quoted(table)} ORDER BY ${order}`,
    rowMode: 'array' as const,
  }
  const { fields, rows } = await client.query<(string | null)[]>(query).finally(() => client.end())
  return { columns: fields.map((f) => f.name), rows }
}

/** Values as text; a Parquet file in its own order, a CSV file's rows by their first columns. */
async function readFiles(path: string): Promise<Table> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const options = path.endsWith('.csv') ? ', all_varchar = true' : ''
  const scan = path.endsWith('.csv') ? 'read_csv' : 'read_parquet'
  const order = path.endsWith('.csv') ? ' ORDER BY ALL' : ''
  const result = await connection.runAndReadAll(
    `SELECT COLUMNS(*)::VARCHAR FROM ${scan}('${path.replaceAll("'", "''")}'${options})${order}`,
  )
  const rows = result.getRows().map((row) => row.map(textOf))
  const columns = result.columnNames()
  connection.closeSync()
  instance.closeSync()
  return { columns, rows }
}

const toCsv = ({ columns, rows }: Table): string =>
  `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`

/** NULL is nothing between the commas, an empty text is a pair of quotes. */
const csvCell = (value: string | null) =>
  value === null ? '' : /^$|[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
