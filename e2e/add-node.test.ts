import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createServer, isRunnableDevEnvironment } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = process.cwd()
const NOT_SOURCES = new Set(['node_modules', 'dist', '.git', 'data', 'coverage', '.env'])
const run = promisify(execFile)

/** Everything a new node type needs; no other file of the project is touched. */
const folder: Readonly<Record<string, string>> = {
  'node.ts': `import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { call, col } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import { withColumn } from '../../kit/with-column.ts'

export const node = defineNode({
  type: 'transform.reverse-text',
  version: 1,
  title: msg\`Reverse text\`,
  summary: msg\`Writes a text column backwards.\`,
  keywords: msg\`mirror, backwards\`,
  inputs: [{ name: 'in', title: msg\`Rows\` }],
  outputs: [{ name: 'out', title: msg\`Rows\` }],
  config: z.strictObject({
    column: z
      .string()
      .meta(field({ title: msg\`Column\`, help: msg\`The text to reverse.\`, widget: 'column' })),
  }),
  initial: { column: '' },
  compile: ({ column }, context) =>
    compileRows(context, (rows, check) => {
      const found = check.column(rows.schema, column, ['column'])
      if (!found) return undefined
      const reversed = call('reverse', col(found.name))
      return { outputs: { out: withColumn(rows, rows, found.name, reversed) } }
    }),
})
`,
  'README.md': '# Reverse text\n\nWrites a text column backwards.\n',
  'icon.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor"><path d="M20 12H4M9 7l-5 5 5 5"/></svg>\n',
  'examples/word.json': JSON.stringify({
    title: 'A word',
    config: { column: 'word' },
    inputs: { in: { columns: { word: 'text' }, rows: [['stressed']] } },
    outputs: { out: { columns: { word: 'text' }, rows: [['desserts']] } },
  }),
  'examples/empty.json': JSON.stringify({
    title: 'No word',
    config: { column: 'word' },
    inputs: { in: { columns: { word: 'text' }, rows: [[null], ['']] } },
    outputs: { out: { columns: { word: 'text' }, rows: [[null], ['']] } },
  }),
}

/** Renders the list of the palette, as the page does. */
const printPalette = `import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { renderToString } from 'react-dom/server'
import { NodeTypeList } from './canvas/NodeTypeList.tsx'
import { useNodeTypes } from './canvas/use-node-types.ts'

const List = () => (
  <NodeTypeList label="Node types" items={useNodeTypes()} query="" onChoose={() => undefined} />
)
const i18n = setupI18n({ locale: 'en', messages: { en: {} } })

export const paletteHtml = () =>
  renderToString(
    <I18nProvider i18n={i18n}>
      <List />
    </I18nProvider>,
  )
`

let copy = ''
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'migrateiq-add-node-'))
  cpSync(ROOT, copy, {
    recursive: true,
    filter: (path) => dirname(path) !== ROOT || !NOT_SOURCES.has(basename(path)),
  })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  for (const [name, text] of Object.entries(folder)) {
    const path = join(copy, 'nodes/transform/reverse-text', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

async function node(...args: string[]): Promise<string> {
  const { VITEST: _, ...env } = process.env
  const { stdout } = await run(process.execPath, args, {
    cwd: copy,
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

const migrateiq = (...args: string[]) => node('runtime/hosts/cli/launch.js', ...args)

test('the command knows it: list, page, schema', async () => {
  expect(JSON.parse(await migrateiq('nodes', '--output', 'json'))).toContainEqual({
    type: 'transform.reverse-text',
    title: 'Reverse text',
    summary: 'Writes a text column backwards.',
  })
  expect(await migrateiq('nodes', 'transform.reverse-text')).toContain('The text to reverse.')
  const { properties } = JSON.parse(await migrateiq('schema'))
  const isAboutIt = (it: { if: { properties: { type: { const: string } } } }) =>
    it.if.properties.type.const === 'transform.reverse-text'
  const branch = properties.nodes.items.allOf.find(isAboutIt)
  expect(branch?.then.properties.config).toMatchObject({
    properties: { column: { type: 'string', title: 'Column' } },
    required: ['column'],
  })
})

test('the documentation has a page about it', async () => {
  await node('docs/generate.js')
  const page = readFileSync(join(copy, 'docs/nodes/transform.reverse-text.md'), 'utf8')
  expect(page).toContain('Reverse text')
  expect(page).toContain('desserts')
  expect(readFileSync(join(copy, 'docs/nodes/README.md'), 'utf8')).toContain(
    'transform.reverse-text',
  )
})

test('the palette lists it', async () => {
  writeFileSync(join(copy, 'builder/print-palette.tsx'), printPalette)
  const vite = await createServer({
    configFile: join(copy, 'vite.config.ts'),
    cacheDir: join(copy, '.vite'),
    server: { middlewareMode: true, ws: false, watch: null },
    logLevel: 'error',
  })
  try {
    const { ssr } = vite.environments
    if (!ssr || !isRunnableDevEnvironment(ssr)) throw new Error('no module runner')
    const { paletteHtml } = await ssr.runner.import(join(copy, 'builder/print-palette.tsx'))
    const html: string = paletteHtml()
    expect(html).toContain('data-type="transform.reverse-text"')
    expect(html).toContain('Writes a text column backwards.')
  } finally {
    await vite.close()
  }
})
