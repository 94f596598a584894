import { execFileSync } from 'node:child_process'
import { join, relative } from 'node:path'
import { beforeAll, expect, it } from 'vitest'

interface BuiltFile {
  readonly name: string
  readonly gzip: number
  readonly isEntry?: boolean
  readonly entry?: string | null
  readonly modules: readonly string[]
  readonly imports: readonly string[]
  readonly css: readonly string[]
}

const root = join(import.meta.dirname, '..')
let files: readonly BuiltFile[] = []

beforeAll(() => {
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  const script = join(import.meta.dirname, 'support/client-build.js')
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 64e6 } as const
  files = JSON.parse(execFileSync(process.execPath, [script], options))
})

/** A chunk, everything it imports statically, and their styles. */
function load(...starts: readonly (BuiltFile | undefined)[]): ReadonlySet<BuiltFile> {
  const loaded = new Set<BuiltFile>()
  const add = (file: BuiltFile | undefined) => {
    if (!file || loaded.has(file)) return
    loaded.add(file)
    for (const name of [...file.imports, ...file.css]) add(files.find((it) => it.name === name))
  }
  starts.forEach(add)
  return loaded
}

const kilobytes = (loaded: ReadonlySet<BuiltFile>) =>
  [...loaded].reduce((sum, file) => sum + file.gzip, 0) / 1024

const chunkOf = (path: string) => {
  const found = files.find((file) => file.entry === join(root, path))
  if (!found) throw new Error(`${path} is no chunk of its own`)
  return found
}

it('holds no server module', () => {
  const modules = files.flatMap((file) => file.modules)
  expect(modules.length).toBeGreaterThan(300)
  const ours = modules
    .filter((id) => id.startsWith(root) && !id.includes('/node_modules/'))
    .map((id) => relative(root, id).replace(/\?.*$/, ''))
  const allowed =
    /^(builder\/|nodes\/(kit\/|index\.ts|inspectors\.ts|[^/]+\/[^/]+\/(?!run\.ts))|runtime\/(pipeline|plan)\/|runtime\/(error|report)\.ts)/
  expect(ours.filter((id) => !allowed.test(id))).toEqual([])
})

it('holds no package that belongs on the server', () => {
  const packages = files
    .flatMap((file) => file.modules)
    .filter((id) =>
      /node_modules\/(pg|pg-[\w-]+|mysql2|@duckdb|sequelize|libsql|@libsql|koa|@koa|pino|umzug|@node-red|multer|undici|@trpc\/server\/dist\/adapters)\//.test(
        id,
      ),
    )
  expect(packages).toEqual([])
})

it('asks for no module of Node', () => {
  const external = files
    .flatMap((file) => file.modules)
    .filter((id) => /^node:|browser-external/.test(id))
  expect(external).toEqual([])
})

it('loads at most 350 KB (gzip) before the first page shows', () => {
  const entry = files.find((file) => file.isEntry && file.entry?.endsWith('index.html'))
  const first = load(
    entry,
    chunkOf('builder/pipelines/PipelinesPage.tsx'),
    chunkOf('builder/locales/en.po'),
  )
  expect(first.size).toBeGreaterThan(3)
  expect(kilobytes(first)).toBeLessThanOrEqual(350)
})

it('leaves the canvas and the expression editor to pages that show them', () => {
  const entry = files.find((file) => file.isEntry && file.entry?.endsWith('index.html'))
  const packagesOf = (loaded: ReadonlySet<BuiltFile>) =>
    [...loaded].flatMap((file) => file.modules).join('\n')
  const first = packagesOf(load(entry, chunkOf('builder/pipelines/PipelinesPage.tsx')))
  expect(first).not.toMatch(/node_modules\/(@xyflow|@codemirror|zod)\//)
  const editor = packagesOf(load(entry, chunkOf('builder/app/EditorPage.tsx')))
  expect(editor).toMatch(/node_modules\/@xyflow\//)
  expect(editor).not.toMatch(/node_modules\/@codemirror\/view\//)
})
