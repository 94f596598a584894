// npm run docs: writes every generated page. They are TypeScript and read the project's own
// modules, as its build does.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, isRunnableDevEnvironment } from 'vite'

const folder = fileURLToPath(new URL('.', import.meta.url))
const vite = await createServer({
  configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
  server: { middlewareMode: true, ws: false, watch: null },
  logLevel: 'error',
})
try {
  const environment = vite.environments.ssr
  if (!isRunnableDevEnvironment(environment)) throw new Error('no module runner')
  const { generatePages } = await environment.runner.import(join(folder, 'generate.ts'))
  const pages = generatePages()
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const name of readdirSync(join(folder, 'nodes')))
    if (!pages.has(`nodes/${name}`)) rmSync(join(folder, 'nodes', name))
  console.log(`${pages.size} pages written`)
} finally {
  await vite.close()
}
process.exit()
