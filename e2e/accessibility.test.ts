import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireBuilt } from './support/built.ts'
import type { TestServer } from './support/server.ts'
import { startTestServer } from './support/server.ts'
import { chromiumPath } from './support/services.ts'

const executablePath = await chromiumPath()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Look {
  readonly locale: 'en' | 'ar'
  readonly theme: 'light' | 'dark'
}

const looks: readonly Look[] = [
  { locale: 'en', theme: 'light' },
  { locale: 'en', theme: 'dark' },
  { locale: 'ar', theme: 'light' },
  { locale: 'ar', theme: 'dark' },
]

describe.skipIf(!executablePath)('every page, needs Chromium', () => {
  let server: TestServer
  let browser: Browser
  let ids: { pipeline: string; run: string }

  beforeAll(async () => {
    requireBuilt()
    server = await startTestServer({
      builderDir: join(import.meta.dirname, '../dist/builder'),
      seed: true,
    })
    const { items } = await server.client.runs.list.query({})
    const [run] = items
    if (!run) throw new Error('The seeded workspace has no run.')
    ids = { pipeline: run.pipelineId, run: run.id }
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const routes = [
    ['pipelines', () => '/'],
    ['editor', () => `/p/${ids.pipeline}`],
    ['runs', () => '/runs'],
    ['run', () => `/runs/${ids.run}`],
    ['connections', () => '/connections'],
    ['templates', () => '/templates'],
    ['no page', () => '/nowhere'],
  ] as const

  async function open(path: string, look: Look, width = 1280): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      // What is fading in has not its colours yet.
      reducedMotion: 'reduce',
    })
    const state = { ...look, characterKeys: true }
    const settings = JSON.stringify({ state, version: 0 })
    await page.addInitScript((text) => localStorage.setItem('migrateiq:settings', text), settings)
    await page.goto(`${server.url}${path}`)
    await page.locator('main h1').first().waitFor({ state: 'attached' })
    await page.waitForFunction(
      () => !document.querySelector('main .loading, main [aria-busy="true"]'),
    )
    return page
  }

  /** Only what somebody has to mend, in a form that can be read in a failure. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    const results = await page.evaluate(
      (values) =>
        (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
          runOnly: { type: 'tag', values },
        }),
      rules,
    )
    return results.violations.flatMap((rule) =>
      rule.nodes
        // An option is named by its label; axe takes its description for a part of that.
        .filter(
          ({ html }) => rule.id !== 'label-content-name-mismatch' || !/role="option"/.test(html),
        )
        .map((node) => `${rule.id}: ${node.target.join(' ')}\n${node.failureSummary}`),
    )
  }

  describe.each(looks)('$locale $theme', (look) => {
    it.each(routes)('%s has no violation', async (_, path) => {
      const page = await open(path(), look)
      expect(await page.getAttribute('html', 'dir')).toBe(look.locale === 'ar' ? 'rtl' : 'ltr')
      expect(await page.getAttribute('html', 'lang')).toBe(look.locale)
      expect((await violations(page)).join('\n')).toBe('')
      await page.close()
    })

    it('dialogs and menus have no violation', async () => {
      const page = await open('/connections', look)
      await page.keyboard.press('Control+K')
      await page.getByRole('dialog').getByRole('menuitem').first().waitFor()
      expect((await violations(page)).join('\n')).toBe('')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.locator('main header button').first().click()
      await page.locator('.system-card').first().click()
      await page.getByRole('dialog').locator('form').waitFor()
      expect((await violations(page)).join('\n')).toBe('')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByRole('switch').waitFor()
      expect((await violations(page)).join('\n')).toBe('')
      await page.close()
    })
  })

  it.each(routes)('%s reflows at 320 pixels', async (_, path) => {
    const page = await open(path(), { locale: 'en', theme: 'light' }, 320)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    expect((await violations(page)).join('\n')).toBe('')
    await page.close()
  })

  it('leads the keyboard past the header to the content', async () => {
    const page = await open('/', { locale: 'en', theme: 'light' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await page.close()
  })
})
