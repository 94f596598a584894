import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Stage } from './support/browser.ts'
import { startStage } from './support/browser.ts'
import { handsOf } from './support/editor-hands.ts'
import { richDatabases } from './support/rich-databases.ts'
import { chromiumPath, freshDatabase, postgresUrl } from './support/services.ts'

const executablePath = await chromiumPath()
const needed = executablePath && (await postgresUrl())

describe.skipIf(!needed)('the migration wizard, needs Chromium and PostgreSQL', () => {
  let stage: Stage
  const home = mkdtempSync(join(tmpdir(), 'migrateiq-wizard-'))
  const file = join(home, 'rich.sqlite')

  beforeAll(async () => {
    const Libsql = createRequire(import.meta.url)('libsql')
    const db = new Libsql(file)
    for (const sql of richDatabases.sqlite) db.exec(sql)
    db.close()
    stage = await startStage(executablePath ?? '')
  })
  afterAll(async () => {
    await stage?.stop()
    rmSync(home, { recursive: true })
  })
  afterEach(() => expect(stage.problems.splice(0)).toEqual([]))

  test('from no connections to a reconciled copy, and on to the canvas', async () => {
    const url = new URL(await freshDatabase('postgres'))
    const page = await stage.open('/')
    await page.getByRole('button', { name: 'Search actions' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    await page.keyboard.type('migrate a data')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'No databases yet' }).waitFor()

    await newConnection(page, 'SQLite', { Name: 'shop', File: file })
    await newConnection(page, 'PostgreSQL', {
      Name: 'warehouse',
      Host: url.hostname,
      Port: url.port,
      Database: url.pathname.slice(1),
      User: url.username,
      Password: url.password,
    })
    await choose(page, 'From', 'shop')
    await choose(page, 'To', 'shop')
    await page.getByText('Source and target are the same database.').waitFor()
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true)
    await choose(page, 'To', 'warehouse')
    await page.getByRole('button', { name: 'Continue' }).click()

    await page.getByRole('heading', { name: 'Which tables, and how?' }).waitFor()
    await page.getByText('6 of 6 tables').waitFor()
    await page.getByLabel('Leave out by pattern').fill('noth*')
    await page.getByText('5 of 6 tables').waitFor()
    await page.getByText('log', { exact: true }).click()
    await page.getByText('4 of 6 tables').waitFor()
    await page.getByRole('button', { name: 'Settings of person' }).click()
    const dialog = page.getByRole('dialog', { name: 'Table person' })
    await dialog.getByLabel('Name in the target', { exact: true }).fill('people')
    await dialog.getByText('photo', { exact: true }).click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Compare checksums').click()
    await page.getByRole('button', { name: 'Continue' }).click()

    await page.getByRole('heading', { name: 'What will not arrive as it is' }).waitFor(long)
    const tables = page.getByRole('table', { name: 'Tables' })
    await tables
      .getByRole('row', { name: /^person/ })
      .getByText('public.people')
      .waitFor()
    expect(await tables.getByRole('row').count()).toBe(4)
    expect(await objectsIn(url.href)).toEqual([])

    await page.getByRole('button', { name: 'Start the migration' }).click()
    await page.getByText('Everything has arrived.').waitFor(long)
    const result = page.getByRole('table', { name: 'Source and target, table by table' })
    const item = result.getByRole('row', { name: /^item/ })
    expect(await item.getByText('3,000', { exact: true }).count()).toBe(2)
    await item.getByText('Equal').waitFor()
    expect(await objectsIn(url.href)).toEqual(['item', 'order', 'people'])
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const { rows } = await client
      .query('SELECT * FROM people ORDER BY id')
      .finally(() => client.end())
    expect(rows.map((it) => it.name)).toEqual(['Ann', `Bö\\b "q", 'x'`, 'tab\tline\nend'])
    expect(rows[0]).not.toHaveProperty('photo')

    await page.getByRole('link', { name: 'Open as pipeline' }).click()
    const hands = handsOf(page)
    await hands.node('Read whole database').getByText('3 tables').waitFor(long)
    await hands.open('Read whole database')
    await page.getByRole('tab', { name: 'Tables' }).click()
    const lane = page.getByRole('button', { name: /person/ })
    await lane.getByText('→ people').waitFor()
    await page.context().close()
  }, 240_000)

  test('a second time the tables are there: it says so before anything is written', async () => {
    const page = await stage.open('/migrate')
    await choose(page, 'From', 'shop')
    await choose(page, 'To', 'warehouse')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('2 tables of the target stand in the way.').waitFor(long)
    expect(await page.getByRole('button', { name: 'Start the migration' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Leave these tables out' }).click()
    const start = page.getByRole('button', { name: 'Start the migration', disabled: false })
    await start.waitFor(long)
    await start.click()
    await page.getByText('Everything has arrived.').waitFor(long)
    await page.context().close()
  }, 240_000)

  test('a database that does not answer is a clear problem', async () => {
    await stage.server.client.connections.create.mutate({
      name: 'down',
      system: 'postgres',
      settings: { host: '127.0.0.1', port: 1, database: 'x', user: 'x' },
    })
    const page = await stage.open('/migrate')
    await choose(page, 'From', 'shop')
    await choose(page, 'To', 'down')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page
      .getByRole('alert')
      .getByText(/Nothing answers at/)
      .waitFor(long)
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await page.context().close()
  }, 120_000)
})

const long = { timeout: 60_000 }

async function choose(page: Page, label: string, name: string): Promise<void> {
  await page
    .locator('.endpoint', { hasText: new RegExp(`^${label}`) })
    .locator('.select')
    .click()
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click()
}

async function newConnection(
  page: Page,
  system: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await page.getByRole('button', { name: 'New connection' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: system }).click()
  for (const [label, text] of Object.entries(fields))
    await dialog
      .locator('input')
      .and(dialog.getByLabel(label, { exact: true }))
      .fill(text)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function objectsIn(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1`,
    )
    return rows.map((it) => String(it.name))
  } finally {
    await client.end()
  }
}
