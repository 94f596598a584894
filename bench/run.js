// npm run -s bench -- <name> [--rows n] [--rounds n] [--data dir] [--seed n]
// Each bench prints one JSON line per figure; a peer is measured in the same run.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createServer, isRunnableDevEnvironment } from 'vite'

const folder = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    rounds: { type: 'string' },
    data: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
const [name] = positionals
if (!name || values.help || !names.includes(name)) {
  console.error(`usage: npm run -s bench -- <name> [--rows n] [--rounds n] [--data dir] [--seed n]`)
  console.error(`benches: ${names.join(' ')}`)
  process.exit(values.help ? 0 : 2)
}

// The benches are TypeScript and import the project's own modules, as its build does.
const vite = await createServer({
  configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
  server: { middlewareMode: true, ws: false, watch: null },
  logLevel: 'error',
})
let failed = false
try {
  const environment = vite.environments.ssr
  if (!isRunnableDevEnvironment(environment)) throw new Error('no module runner')
  const { run } = await environment.runner.import(`${folder}${name}.ts`)
  for await (const figure of run(values)) console.log(JSON.stringify({ bench: name, ...figure }))
} catch (error) {
  console.error(error)
  failed = true
} finally {
  await vite.close()
}
process.exit(failed ? 1 : 0)
