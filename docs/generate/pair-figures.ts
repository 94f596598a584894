import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { code, table } from './markdown.ts'

interface Line {
  readonly set: string
  readonly method: string
  readonly value: number
  readonly rows: number
  readonly tables: number
  readonly columns: number
  readonly defaults: number
  readonly keys: number
  readonly foreign_keys: number
  readonly checks: number
  readonly indexes: number
  readonly views: number
  readonly equal: boolean
  readonly losses: Readonly<Record<string, number>>
  readonly differences: Readonly<Record<string, number>>
}

const file = fileURLToPath(new URL('../figures/pairs.ndjson', import.meta.url))

/** What each pair of engines carries, from the lines that `bench -- migrate-pairs` printed. */
export function pairFigures(): string {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
  const header = [
    'tables',
    'columns',
    'defaults',
    'keys',
    'foreign keys',
    'checks',
    'indexes',
    'views',
  ]
  const rows = lines.map((l) => [
    l.set,
    l.method,
    ...[l.tables, l.columns, l.defaults, l.keys, l.foreign_keys, l.checks, l.indexes, l.views].map(
      String,
    ),
    `${l.rows}${l.equal ? ', equal' : ', DIFFERENT'}`,
    counts(l.losses),
    l.value === 0 ? 'none' : counts(l.differences),
  ])
  return table(
    ['database', 'pair', ...header, 'rows, checksums', 'ledger', 'differs after the return'],
    rows,
  )
}

const counts = (of: Readonly<Record<string, number>>) =>
  Object.entries(of)
    .map(([name, count]) => `${code(name)} ${count}`)
    .join(', ')
