import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Pipeline } from '../runtime/pipeline/schema.ts'
import { defaultTenantId } from '../server/db/tenant.ts'
import { filesDir } from '../server/store/folders.ts'
import type { Stage } from './support/browser.ts'
import { startStage } from './support/browser.ts'
import { runCommand } from './support/command-line.ts'
import { handsOf } from './support/editor-hands.ts'
import { chromiumPath } from './support/services.ts'

const executablePath = await chromiumPath()
const template = join(import.meta.dirname, '../templates/messy-customers')
const expected = (file: string) => readFileSync(join(template, 'expected', file), 'utf8')

describe.skipIf(!executablePath)('the editor, needs Chromium', () => {
  let stage: Stage
  const home = mkdtempSync(join(tmpdir(), 'migrateiq-editor-'))

  beforeAll(async () => {
    stage = await startStage(executablePath ?? '')
    await stage.server.client.connections.create.mutate({
      name: 'customers',
      system: 'sqlite',
      settings: { file: join(home, 'customers.sqlite') },
    })
  })
  afterAll(async () => {
    await stage?.stop()
    rmSync(home, { recursive: true })
  })
  afterEach(() => expect(stage.problems.splice(0)).toEqual([]))

  /** An empty pipeline with the sample file of the first template in its folder. */
  async function newPipeline(name: string): Promise<string> {
    const { id } = await stage.server.client.pipelines.create.mutate({ name })
    const { config } = stage.server.services
    const folder = filesDir({ config, tenantId: defaultTenantId }, id)
    cpSync(join(template, 'sample'), join(folder, 'sample'), { recursive: true })
    return id
  }
  const stored = async (id: string): Promise<Pipeline> =>
    (await stage.server.client.pipelines.get.query({ id })).document

  test('draws the first recipe by mouse, runs it to green, and its export does the same headless', async () => {
    const id = await newPipeline('Drawn by hand')
    const page = await stage.open(`/p/${id}`)
    const hands = handsOf(page)
    await page.getByText('Where do the rows come from?').waitFor()

    await hands.dragType('source.file', 130, 200)
    await hands.name('Customer export')
    await hands.type(['path'], 'sample/customers.csv')
    await hands.choose(['types'], 'Everything as text')
    await hands.dragType('validate.rules', 420, 200)
    await hands.name('Check rules')
    await hands.connect('Customer export', 'out', 'Check rules')

    const rules = recipe('rules').rules as { name: string; expression: string }[]
    for (const [i, { name, expression }] of rules.entries()) {
      await hands.field(['rules']).getByRole('button', { name: 'Add', exact: true }).last().click()
      await hands.choose(['rules', i], 'Own condition for each row')
      await hands.type(['rules', i, 'expression'], expression)
      await hands.type(['rules', i, 'name'], name)
    }
    await hands.dragType('map.columns', 500, 80)
    await hands.name('Clean columns')
    await hands.connect('Check rules', 'pass', 'Clean columns')
    const columns = recipe('clean').columns as Record<string, string | boolean>[]
    for (const [i, column] of columns.entries()) {
      await hands
        .field(['columns'])
        .getByRole('button', { name: 'Add', exact: true })
        .last()
        .click()
      await hands.type(['columns', i, 'name'], String(column.name))
      await hands.type(['columns', i, 'expression'], String(column.expression))
      await hands.type(['columns', i, 'type'], String(column.type))
      if (column.required)
        await hands.field(['columns', i, 'required']).getByText('Required').click()
    }
    await hands.dragType('transform.distinct', 480, 300)
    await hands.name('One row per customer')
    await hands.connect('Clean columns', 'out', 'One row per customer')
    await hands.type(['key'], 'id')
    await hands.dragType('sink.database', 260, 330)
    await hands.name('Customers table')
    await hands.connect('One row per customer', 'out', 'Customers table')
    await hands.choose(['connection'], 'customers')
    await hands.type(['table'], 'customers')
    await hands.choose(['mode'], 'Replace the table')
    await hands.type(['key'], 'id')
    await hands.dragType('sink.file', 90, 330)
    await hands.name('Rows to correct')
    await hands.connect('Check rules', 'reject', 'Rows to correct')
    await hands.type(['path'], 'out/rows-to-correct.csv')
    await page.getByRole('button', { name: 'Arrange' }).click()

    await page.getByRole('button', { name: 'Problems: 0 errors, 0 warnings' }).waitFor()
    await page.locator('.editor-toolbar').getByRole('button', { name: 'Run' }).click()
    await page.locator('.run-pane .badge', { hasText: 'Done, with rejects' }).waitFor(long)
    const counts = page.locator('.react-flow__node')
    await counts
      .filter({ hasText: 'Check rules' })
      .getByText('58 rows, 5 rejected')
      .waitFor(attached)
    expect(await page.locator('.wire-rows').allTextContents()).toEqual(
      expect.arrayContaining(['63', '58', '5']),
    )

    const exported = await exportJson(page)
    const folder = join(home, 'headless')
    cpSync(template, folder, { recursive: true, filter: (path) => !/out$|expected$/.test(path) })
    writeFileSync(join(folder, 'pipeline.json'), exported)
    const cli = (...args: string[]) => runCommand(args, { cwd: folder })
    const lint = await cli('validate', 'pipeline.json', '--output', 'json')
    expect(lint).toMatchObject({ code: 0 })
    expect(await cli('run', 'pipeline.json')).toMatchObject({ code: 0 })
    expect(readFileSync(join(folder, 'out/rows-to-correct.csv'), 'utf8')).toBe(
      expected('rows-to-correct.csv'),
    )
    const rows = customersIn(join(folder, 'out/customers.sqlite'))
    expect(rows).toEqual(customersIn(join(home, 'customers.sqlite')))
    expect(rows).toHaveLength(55)
    await page.context().close()
  }, 240_000)

  test('is built, run and undone by keys alone, and the focus is never lost', async () => {
    const id = await newPipeline('Typed')
    const page = await stage.open(`/p/${id}`)
    await page.getByText('Where do the rows come from?').waitFor()
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const add = async (query: string, name: RegExp) => {
      await press('n')
      await page.getByRole('dialog').getByRole('searchbox').waitFor()
      await page.keyboard.type(query)
      await press('Enter')
      await expectFocus(page, name)
    }
    /** Opens the settings, types into the first of them, and comes back. */
    const fill = async (text: string, name: RegExp) => {
      await press('Enter')
      await page.locator('.inspector :is(input, .cm-content):focus').waitFor()
      await page.keyboard.insertText(text)
      await press('Escape')
      if (await page.locator('.inspector').isVisible()) await press('Escape')
      await expectFocus(page, name)
    }

    await add('csv', /^Read files, source, step 1 of 1/)
    await fill('sample/customers.csv', /^Read files/)
    await add('where', /^Filter rows, transform, step 2 of 2, 1 input from Read files/)
    await fill("Ort = 'Köln'", /^Filter rows/)
    await add('export csv', /^Write file, target, step 3 of 3, 1 input from Filter rows/)
    await fill('out/found.csv', /^Write file/)
    await press('F2')
    await page.getByRole('dialog').getByLabel('Name of the node').fill('Found')
    // The next key meets the node, however soon it follows.
    await press('Enter', 'ArrowLeft')
    await expectFocus(page, /^Filter rows/)
    await press('ArrowRight')
    await expectFocus(page, /^Found, Write file, target, step 3 of 3/)
    await press('ArrowLeft', 'ArrowLeft')
    await expectFocus(page, /^Read files/)
    await press('Control+ArrowDown', 'Control+ArrowDown', 'ArrowRight')
    await expectFocus(page, /^Filter rows/)

    // A second target, connected to the other output by the list of what fits.
    await press('Escape')
    await add('write file', /^Write file/)
    await press('Delete')
    await expectFocus(page, /step \d of 3/)
    await press('Control+z')
    await page.locator('.react-flow__node').nth(3).waitFor()

    await press('Control+Enter')
    await page.getByText('Correct the problems first, then run.').first().waitFor()
    await press('Control+z')
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3)
    await press('Control+Enter')
    await page.locator('.run-pane .preview-bar .badge', { hasText: 'Done' }).waitFor(long)
    await page
      .locator('.react-flow__node', { hasText: 'Found' })
      .getByText(/\d+ rows?/)
      .waitFor(attached)

    for (let i = 0; i < 40 && (await page.locator('.react-flow__node').count()) > 0; i++)
      await press('Control+z')
    await page.getByText('Where do the rows come from?').waitFor()
    await page.locator('[data-save="saved"]').waitFor()
    expect((await stored(id)).nodes).toEqual([])
    await page.context().close()
  }, 240_000)

  test('connects by the list of what fits, refuses what does not, and says why', async () => {
    const id = await newPipeline('Wires')
    const page = await stage.open(`/p/${id}`)
    const hands = handsOf(page)
    await hands.dragType('source.file', 130, 100)
    await hands.dragType('transform.filter', 420, 100)
    await hands.dragType('sink.file', 700, 300)
    await hands.connect('Read files', 'out', 'Filter rows')
    await hands.node('Filter rows').focus()
    await page.keyboard.press('c')
    const dialog = page.getByRole('dialog', { name: 'Connect Filter rows to' })
    await dialog.getByRole('button', { name: /Output/ }).click()
    await page.getByRole('option', { name: 'All others' }).click()
    await dialog.getByRole('option', { name: /Write file/ }).click()
    await page.locator(`[aria-label='Edge from Filter rows to Write file']`).waitFor(attached)
    await hands.pull('Read files', 'out', 'Write file', 'in')
    await page.getByText('This input is taken.').first().waitFor()
    expect(await page.locator('.react-flow__edge').count()).toBe(2)

    // Into the void: the list of what may follow, already linked.
    await hands.pullToVoid('Filter rows', 'pass')
    await page.getByRole('dialog', { name: 'Add a node behind Filter rows' }).waitFor()
    await page.keyboard.type('sort')
    await page.keyboard.press('Enter')
    await page.locator(`[aria-label='Edge from Filter rows to Sort']`).waitFor(attached)

    // Without the filter, its neighbours meet; its rejects end.
    await hands.node('Filter rows').focus()
    await page.keyboard.press('Escape')
    await hands.open('Filter rows')
    await hands.node('Filter rows').focus()
    await page.keyboard.press('Control+Delete')
    await page.locator(`[aria-label='Edge from Read files to Sort']`).waitFor(attached)
    expect(await page.locator('.react-flow__edge').count()).toBe(1)
    await page.context().close()
  }, 120_000)

  test('two windows: a stale save is a question, and nothing is lost', async () => {
    const id = await newPipeline('Shared')
    const mine = await stage.open(`/p/${id}`)
    const theirs = await stage.open(`/p/${id}`)
    await handsOf(theirs).dragType('source.inline', 300, 150)
    await handsOf(theirs).save()
    await handsOf(mine).dragType('source.file', 300, 150)
    const question = mine.getByRole('alertdialog', { name: 'Changed in the meantime' })
    await question.getByText('“file” is added.').waitFor()
    await question.getByText('“inline” is deleted.').waitFor()
    await question.getByRole('button', { name: 'Keep mine as a copy' }).click()
    await mine.getByLabel('Name of the pipeline').waitFor()
    await mine.waitForFunction((old) => !location.pathname.endsWith(old), id)
    await handsOf(mine).node('Read files').waitFor()
    expect((await stored(id)).nodes.map((n) => n.type)).toEqual(['source.inline'])
    const copy = mine.url().split('/').at(-1) ?? ''
    expect(await stored(copy)).toMatchObject({ name: 'Shared (my copy)', nodes: [{ id: 'file' }] })
    await mine.context().close()
    await theirs.context().close()
  }, 120_000)

  test('copies between pipelines through the clipboard; a file dropped on the canvas is a source', async () => {
    const [from, to] = [await newPipeline('From'), await newPipeline('To')]
    const page = await stage.open(`/p/${from}`)
    const hands = handsOf(page)
    await hands.dragType('source.inline', 200, 150)
    await hands.dragType('transform.sort', 480, 150)
    await hands.connect('Typed-in rows', 'out', 'Sort')
    await hands.node('Sort').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+c')
    await page.getByText('2 nodes copied.').waitFor(attached)
    await hands.save()
    await page.goto(`${stage.server.url}/p/${to}`)
    await page.getByText('Where do the rows come from?').waitFor()
    await page.keyboard.press('Control+v')
    await page.locator(`[aria-label='Edge from Typed-in rows to Sort']`).waitFor(attached)

    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['id,name\n1,Ada\n'], 'people.csv', { type: 'text/csv' }))
      return transfer
    })
    await page.locator('.react-flow__pane').dispatchEvent('drop', { dataTransfer: data })
    await hands.node('people').getByText('2 columns').waitFor()
    await page.context().close()
  }, 120_000)

  test('at 320 pixels the outline does everything the canvas does', async () => {
    const id = await newPipeline('Small')
    const page = await stage.open(`/p/${id}`, { width: 320, height: 720 })
    const add = async (query: string) => {
      await page.getByRole('dialog').getByRole('searchbox').fill(query)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Close the settings' }).click()
    }
    await page.getByRole('button', { name: 'Add a source' }).click()
    await add('typed-in')
    await page.getByRole('button', { name: 'Add a node', exact: true }).click()
    await add('limit')
    const outline = page.getByRole('grid', { name: 'Outline of the pipeline' })
    const line = (name: RegExp) => outline.getByRole('row', { name })
    await line(/^Limit, transform, step 2 of 2, 1 input from Typed-in rows/).waitFor()
    await line(/^Limit/).click()
    await line(/^Limit/)
      .getByRole('button', { name: 'Delete Limit' })
      .click()
    await line(/^Typed-in rows, source, step 1 of 1/).waitFor()
    expect(await page.locator('.react-flow').count()).toBe(0)
    await page.context().close()
  }, 120_000)
})

const long = { timeout: 60_000 }
const attached = { state: 'attached' } as const

/** The name of what has the focus, as a screen reader says it. */
async function expectFocus(page: Page, name: RegExp): Promise<void> {
  const focused = () =>
    page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-labelledby') ?? ''
      return document.getElementById(id)?.textContent ?? document.activeElement?.outerHTML
    })
  await expect.poll(focused, { timeout: 10_000 }).toMatch(name)
}

const recipe = (id: string): Record<string, unknown> => {
  const { nodes } = JSON.parse(readFileSync(join(template, 'pipeline.json'), 'utf8')) as Pipeline
  return nodes.find((n) => n.id === id)?.config ?? {}
}

async function exportJson(page: Page): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Pipeline', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Export as JSON' }).click()
  return readFileSync(await (await download).path(), 'utf8')
}

function customersIn(file: string): unknown[] {
  const Libsql = createRequire(import.meta.url)('libsql')
  const db = new Libsql(file, { readonly: true })
  try {
    return db.prepare('SELECT * FROM customers ORDER BY id').all()
  } finally {
    db.close()
  }
}
