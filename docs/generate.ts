import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cliPage } from './generate/cli-page.ts'
import { connectionSettings } from './generate/connection-settings.ts'
import { functionTables } from './generate/function-tables.ts'
import { lossesPage } from './generate/losses-page.ts'
import { mlFigures } from './generate/ml-figures.ts'
import { nodeIndex, nodePages } from './generate/node-pages.ts'
import { pairFigures } from './generate/pair-figures.ts'
import { pipelineTables } from './generate/pipeline-tables.ts'
import { problemsPage } from './generate/problems-page.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Every generated page by its path under `docs/`. Written by `npm run docs`, held by a test. */
export function generatePages(): ReadonlyMap<string, string> {
  return new Map([
    ['cli.md', cliPage()],
    ['connections.md', fill('connections.md', 'settings', connectionSettings())],
    ['expressions.md', fill('expressions.md', 'functions', functionTables())],
    ['losses.md', lossesPage()],
    ['migrate.md', fill('migrate.md', 'pairs', pairFigures())],
    ['ml.md', fill('ml.md', 'figures', mlFigures())],
    ['pipeline-format.md', fill('pipeline-format.md', 'fields', pipelineTables())],
    ['problems.md', problemsPage()],
    ['nodes/README.md', nodeIndex()],
    ...nodePages(),
  ])
}

/** A hand-written page with one generated part between two comments. */
function fill(page: string, part: string, text: string): string {
  const written = readFileSync(`${folder}${page}`, 'utf8')
  const [open, close] = [`<!-- ${part}: written by npm run docs -->`, `<!-- end of ${part} -->`]
  const [before, rest] = written.split(open)
  const after = rest?.split(close)[1]
  if (before === undefined || after === undefined)
    throw new Error(`docs/${page} has no place for its ${part}`)
  return `${before}${open}\n\n${text.trim()}\n\n${close}${after}`
}
