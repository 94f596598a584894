import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { requireBuilt } from '../e2e/support/built.ts'
import { startCommand } from '../e2e/support/command-line.ts'
import { freePort, which } from '../e2e/support/process.ts'
import type { Pipeline, PipelineEdge, PipelineNode } from '../runtime/pipeline/schema.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { round } from './support/figure.ts'

const seconds = 4

/** Frames a second while a node is dragged through a pipeline of 300 nodes and 500 edges. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const nodes = Number(options.rows ?? 300)
  const executablePath = process.env.CHROMIUM_PATH || which('chromium', 'google-chrome')
  if (!executablePath) throw new Error('Chromium is not installed (apt-get install chromium).')
  requireBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'migrateiq-canvas-'))
  const port = String(await freePort())
  const server = startCommand(['serve', '--port', port, '--data-dir', folder], { cwd: folder })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const url = `http://127.0.0.1:${port}`
    const pipeline = largePipeline(nodes, Math.round((nodes * 5) / 3))
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${url}/p/${await create(url, pipeline)}`)
    await page.waitForFunction(
      (count) => document.querySelectorAll('.react-flow__node').length === count,
      nodes,
    )
    // Planned, measured, drawn.
    await wait(2000)
    const details = { nodes, edges: pipeline.edges.length, goal: 50 }
    yield { metric: 'frames_per_second', ours: await drag(page), view: 'whole', ...details }
    await page.keyboard.press('0')
    await wait(500)
    yield { metric: 'frames_per_second', ours: await drag(page), view: 'actual size', ...details }
  } finally {
    await browser.close()
    server.child.kill('SIGTERM')
    await server.ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function create(url: string, document: Pipeline): Promise<string> {
  const body = JSON.stringify({ name: document.name, document })
  const headers = { 'content-type': 'application/json' }
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`${url}/trpc/pipelines.create`, {
        method: 'POST',
        headers,
        body,
      })
      const { result } = (await response.json()) as { result: { data: { id: string } } }
      return result.data.id
    } catch (error) {
      if (attempt > 200) throw error
      await wait(100)
    }
  }
}

/** Drags the node nearest to the middle round and round, and counts the frames that show it moved. */
async function drag(page: Page): Promise<number> {
  const start = await page.evaluate(() => {
    const pane = document.querySelector('.canvas')?.getBoundingClientRect()
    if (!pane) throw new Error('no canvas')
    const middle = { x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 }
    const far = (box: DOMRect) => Math.hypot(box.x - middle.x, box.y - middle.y)
    const [nearest] = [...document.querySelectorAll<HTMLElement>('.react-flow__node')].sort(
      (a, b) => far(a.getBoundingClientRect()) - far(b.getBoundingClientRect()),
    )
    if (!nearest) throw new Error('no node')
    nearest.dataset.dragged = 'true'
    const { x, y, width, height } = nearest.getBoundingClientRect()
    return { x: x + width / 2, y: y + height / 2 }
  })
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + 20, start.y + 20)
  // One move for each frame: a real mouse sends at least as many.
  const { frames, moved, milliseconds } = await page.evaluate(
    ({ x, y, limit }) =>
      new Promise<{ frames: number; moved: number; milliseconds: number }>((resolve) => {
        const node = document.querySelector<HTMLElement>('[data-dragged]')
        const begun = performance.now()
        let frames = 0
        let moved = 0
        let last = node?.style.transform
        const step = (now: number) => {
          frames++
          if (node && node.style.transform !== last) moved++
          last = node?.style.transform
          const angle = frames * 0.3
          const place = { clientX: x + 120 * Math.cos(angle), clientY: y + 120 * Math.sin(angle) }
          window.dispatchEvent(
            new MouseEvent('mousemove', { bubbles: true, view: window, ...place }),
          )
          if (now - begun < limit) requestAnimationFrame(step)
          else resolve({ frames, moved, milliseconds: now - begun })
        }
        requestAnimationFrame(step)
      }),
    { ...start, limit: seconds * 1000 },
  )
  await page.mouse.up()
  await page.evaluate(() => {
    delete document.querySelector<HTMLElement>('[data-dragged]')?.dataset.dragged
  })
  if (moved < frames * 0.8) throw new Error(`The node moved in ${moved} of ${frames} frames only.`)
  return round((frames * 1000) / milliseconds)
}

/** Columns of ten: sources, then unions that each read from one node or more, then files. */
function largePipeline(count: number, edgeCount: number): Pipeline {
  const rows = 10
  const columns = Math.ceil(count / rows)
  const nodes = Array.from({ length: count }, (_, i): PipelineNode => {
    const column = Math.floor(i / rows)
    const isSource = column === 0
    const isSink = column === columns - 1
    return {
      id: `n${i}`,
      type: isSource ? 'source.inline' : isSink ? 'sink.file' : 'transform.union',
      version: 1,
      label: `Step ${i + 1}`,
      position: { x: column * 320, y: (i % rows) * 128 },
      config: isSource
        ? { columns: [{ name: 'id', type: 'integer' }], rows: [['1']] }
        : isSink
          ? { path: `out/${i}.csv` }
          : {},
    }
  })
  const edges: PipelineEdge[] = []
  const connect = (source: number, target: number) =>
    edges.push({
      id: `e${edges.length}`,
      source: `n${source}`,
      sourcePort: 'out',
      target: `n${target}`,
      targetPort: 'in',
    })
  for (let i = rows; i < count; i++) connect(i - rows, i)
  for (let i = rows; i < count - rows && edges.length < edgeCount; i++)
    if (i % rows > 0) connect(i - rows - 1, i)
  for (let i = rows; i < count - rows && edges.length < edgeCount; i++)
    if (i % rows < rows - 1) connect(i - rows + 1, i)
  return { schemaVersion: 1, name: 'Large', description: '', parameters: [], nodes, edges }
}
