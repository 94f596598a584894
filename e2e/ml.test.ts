import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Pipeline } from '../runtime/pipeline/schema.ts'
import { defaultTenantId } from '../server/db/tenant.ts'
import { filesDir } from '../server/store/folders.ts'
import type { Stage } from './support/browser.ts'
import { startStage } from './support/browser.ts'
import { handsOf } from './support/editor-hands.ts'
import { chromiumPath } from './support/services.ts'

const executablePath = await chromiumPath()
const long = { timeout: 60_000 }

describe.skipIf(!executablePath)('the methods in the editor, needs Chromium', () => {
  let stage: Stage
  const home = mkdtempSync(join(tmpdir(), 'migrateiq-ml-'))
  const file = join(home, 'crm.sqlite')

  beforeAll(async () => {
    inDatabase((db) =>
      db.exec(`CREATE TABLE customer (customer_id INTEGER NOT NULL PRIMARY KEY,
        full_name TEXT NOT NULL, email TEXT, telephone TEXT, city TEXT,
        loyalty_tier TEXT NOT NULL, date_of_birth DATE)`),
    )
    stage = await startStage(executablePath ?? '')
    const settings = { file }
    await stage.server.client.connections.create.mutate({ name: 'crm', system: 'sqlite', settings })
  })
  afterAll(async () => {
    await stage?.stop()
    rmSync(home, { recursive: true })
  })
  afterEach(() => expect(stage.problems.splice(0)).toEqual([]))

  interface Database {
    exec(sql: string): void
    prepare(sql: string): { all(): readonly Record<string, unknown>[] }
    close(): void
  }

  function inDatabase<T>(work: (db: Database) => T): T {
    const Libsql = createRequire(import.meta.url)('libsql')
    const db = new Libsql(file) as Database
    try {
      return work(db)
    } finally {
      db.close()
    }
  }

  test('profiles a messy file, takes over rules, maps it by matching, mends one pair, runs', async () => {
    const { id } = await stage.server.client.pipelines.create.mutate({ name: 'Messy' })
    const { config } = stage.server.services
    const folder = filesDir({ config, tenantId: defaultTenantId }, id)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'customers.csv'), messyCustomers())
    const stored = async (): Promise<Pipeline> =>
      (await stage.server.client.pipelines.get.query({ id })).document

    const page = await stage.open(`/p/${id}`)
    const hands = handsOf(page)
    await page.getByText('Where do the rows come from?').waitFor()
    await hands.dragType('source.file', 130, 150)
    await hands.name('Customer export')
    await hands.type(['path'], 'customers.csv')

    // What the file holds, in figures and in sentences.
    await page.getByRole('tab', { name: 'Profile' }).click()
    await page.getByText('All 121 rows').waitFor(long)
    await page.getByText('“town” has spaces before or after its texts').waitFor()
    await page.getByText('Rows that occur more than once: 1.').waitFor()
    await page.getByRole('img', { name: /^Histogram of cust_no: from 1,000 to 1,119/ }).waitFor()
    await page.getByText('Personal: e-mail address').waitFor(long)

    // Rules that nearly all rows keep; those about the e-mail address are left out.
    await page.getByRole('button', { name: 'Propose rules…' }).click()
    const rules = page.getByRole('dialog', { name: 'Proposed rules' })
    await rules.getByText('cust_no: no value twice').waitFor(long)
    await rules.getByText('All', { exact: true }).click()
    await rules.getByText('cust_no: no value twice').click()
    await rules.getByText('name: never empty', { exact: true }).click()
    await rules.getByRole('button', { name: 'Add 2 rules' }).click()
    await hands.node('Validate').waitFor()
    await page.locator(`[aria-label='Edge from Customer export to Validate']`).waitFor(attached)
    await hands.save()
    const [, validate] = (await stored()).nodes
    expect(validate?.config.rules).toMatchObject([
      { check: 'unique', columns: ['cust_no'] },
      { check: 'not-null', columns: ['name'] },
    ])

    const third = hands.field(['rules', 2]).first()

    // One more, from the settings of the node; what is there is not proposed again.
    await hands.inspector.getByRole('button', { name: 'Propose rules…' }).click()
    await rules.getByText('town: never empty', { exact: true }).waitFor(long)
    expect(await rules.getByText('cust_no: no value twice').count()).toBe(0)
    await rules.getByText('All', { exact: true }).click()
    await rules.getByText('town: never empty', { exact: true }).click()
    await rules.getByRole('button', { name: 'Add 1 rule' }).click()
    await third.waitFor()
    await hands.node('Validate').focus()
    await page.keyboard.press('Control+z')
    await third.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Shift+z')
    await third.waitFor()

    await hands.dragType('map.auto', 480, 80)
    await hands.connect('Validate', 'pass', 'Map automatically')
    await hands.choose(['target', 'connection'], 'crm')
    await hands.type(['target', 'table'], 'customer')
    await hands.inspector.getByRole('button', { name: 'Match columns…' }).click()
    const match = page.getByRole('dialog', { name: 'Match columns' })
    await match.getByText('6 of 7 target columns filled').waitFor(long)
    await match.getByText('1 required column without a source').waitFor()
    await match.getByRole('button', { name: 'Accept cust_no for customer_id' }).waitFor()
    await match.getByRole('button', { name: /^Accept \d pairs?$/ }).click()

    // The pair that matching did not find is chosen by keys alone.
    await match.getByRole('button', { name: /^Change the source of loyalty_tier/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'segment' }).waitFor()
    await page.keyboard.type('segm')
    await page.keyboard.press('Enter')
    await match.getByText('7 of 7 target columns filled').waitFor()
    await match.getByRole('button', { name: 'Apply' }).click()
    await match.waitFor({ state: 'detached' })

    await hands.dragType('sink.database', 480, 320)
    await hands.connect('Map automatically', 'out', 'Write database')
    await hands.choose(['connection'], 'crm')
    await hands.type(['table'], 'customer')
    await page.getByRole('button', { name: /^Problems: 0 errors/ }).waitFor()
    await page.locator('.editor-toolbar').getByRole('button', { name: 'Run' }).click()
    await page.locator('.run-pane .badge', { hasText: 'Done, with rejects' }).waitFor(long)

    const rows = inDatabase((db) => db.prepare('SELECT * FROM customer ORDER BY 1').all())
    // Both rows of the number that occurs twice and the one without a name are rejected.
    expect(rows).toHaveLength(121 - 3)
    expect(rows[0]).toMatchObject({
      customer_id: 1000,
      full_name: 'Anna Schmidt',
      city: 'Berlin',
      loyalty_tier: 'gold',
    })
    await page.context().close()
  }, 240_000)
})

const attached = { state: 'attached' } as const

/** A line twice, a name missing, spaces, and a mix of upper and lower case. */
function messyCustomers(): string {
  const first = ['Anna', 'Bert', 'Clara', 'David', 'Eva', 'Frank', 'Greta', 'Hans']
  const last = ['Schmidt', 'Klein', 'Weber', 'Fischer', 'Wolf', 'Krause', 'Lang']
  const towns = ['Berlin', 'Hamburg', 'Wien', 'Bern', 'Leipzig']
  const lines = Array.from({ length: 120 }, (_, i) => {
    const [given, family] = [first[i % 8], last[i % 7]]
    const town = towns[i % 5] ?? ''
    return [
      1000 + i,
      i === 60 ? '' : `${given} ${family}`,
      `${given}.${family}${i}@example.org`.toLowerCase(),
      `+49 30 ${100_000 + i * 37}`,
      i % 40 === 3 ? ` ${town}` : i % 50 === 7 ? town.toUpperCase() : town,
      ['gold', 'silver', 'none'][i % 3],
      `19${60 + (i % 40)}-0${1 + (i % 9)}-${10 + (i % 18)}`,
    ].join(',')
  })
  const head = 'cust_no,name,e-mail,phone1,town,segment,dob'
  return `${[head, ...lines, lines[20]].join('\n')}\n`
}
