import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { requireBuilt } from './built.ts'
import type { TestServer } from './server.ts'
import { startTestServer } from './server.ts'

export interface Stage {
  readonly server: TestServer
  readonly browser: Browser
  /** A new page of its own browser profile; what goes wrong in it is collected in `problems`. */
  open(path: string, options?: { width?: number; height?: number }): Promise<Page>
  readonly problems: string[]
  stop(): Promise<void>
}

/** The built page on a real server in a real browser. */
export async function startStage(executablePath: string): Promise<Stage> {
  requireBuilt()
  const server = await startTestServer({
    builderDir: join(import.meta.dirname, '../../dist/builder'),
  })
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  const problems: string[] = []
  return {
    server,
    browser,
    problems,
    async open(path, { width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: 'en-US',
        reducedMotion: 'reduce',
        acceptDownloads: true,
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      page.on('pageerror', (error) => problems.push(String(error.stack ?? error)))
      page.on('console', (message) => {
        // A refused request is for the page to tell about, and it does.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          problems.push(message.text())
      })
      await page.goto(`${server.url}${path}`)
      return page
    },
    async stop() {
      await browser.close()
      await server.stop()
    },
  }
}
