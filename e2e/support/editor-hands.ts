import type { Locator, Page } from 'playwright-core'

interface Point {
  readonly x: number
  readonly y: number
}

/** What a person does with mouse and keys in the editor. */
export function handsOf(page: Page) {
  const canvas = page.locator('.react-flow__pane')
  const node = (name: string) =>
    page.locator('.react-flow__node').filter({ has: page.getByText(name, { exact: true }) })
  const inspector = page.getByRole('region', { name: 'Settings of the node' })
  const field = (path: readonly (string | number)[]) =>
    inspector.locator(`[data-field-path='${JSON.stringify(path)}']`)

  const middle = async (target: Locator): Promise<Point> => {
    const box = await target.boundingBox()
    if (!box) throw new Error('Nothing to point at.')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  const drag = async (start: Point, end: Point) => {
    await page.mouse.move(start.x, start.y)
    await page.mouse.down()
    await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
    await page.mouse.move(end.x, end.y, { steps: 4 })
    await page.mouse.up()
  }

  const pull = async (from: string, port: string, to: string, input: string) => {
    await page.getByRole('button', { name: 'Show the whole pipeline' }).click()
    const start = await middle(node(from).locator(`.source[data-port='${port}']`))
    await drag(start, await middle(node(to).locator(`.target[data-port='${input}']`)))
  }

  return {
    node,
    inspector,
    field,
    status: page.getByRole('status'),

    /** From the palette to a place of the canvas, in pixels from its corner. */
    async dragType(type: string, x: number, y: number) {
      const item = page.locator(`.palette-pane [data-type='${type}']`).last()
      // A list that gets the focus by the press may scroll under the pointer.
      await item.scrollIntoViewIfNeeded()
      await item.focus()
      const line = item.locator('.node-type-line')
      await line.dragTo(canvas, { targetPosition: { x, y } })
    },

    /** From an output to an input. */
    async connect(from: string, port: string, to: string, input = 'in') {
      await pull(from, port, to, input)
      await page.locator(`[aria-label='Edge from ${from} to ${to}']`).waitFor({ state: 'attached' })
    },

    /** The same, whatever becomes of it. */
    pull,

    async pullToVoid(from: string, port: string) {
      const start = await middle(node(from).locator(`.source[data-port='${port}']`))
      await drag(start, { x: start.x + 60, y: start.y + 120 })
    },

    async open(name: string) {
      await node(name).locator('.node-title').click()
      await inspector.getByRole('heading', { name, exact: true }).waitFor()
    },

    /** A text, a picker that takes texts, or an expression. */
    async type(path: readonly (string | number)[], text: string) {
      const place = field(path)
      await place.locator('input, textarea, .cm-content').first().click()
      await page.keyboard.press('Control+A')
      await page.keyboard.insertText(text)
      // Closes what the field proposes, then leaves it.
      await page.keyboard.press('Tab')
    },

    async choose(path: readonly (string | number)[], option: string) {
      await field(path).locator('button.select').first().click()
      await page.getByRole('option', { name: option }).first().click()
    },

    async name(label: string) {
      await inspector.getByLabel('Name of the node').fill(label)
    },

    async save() {
      await page.locator('[data-save="saved"]').waitFor()
    },
  }
}
