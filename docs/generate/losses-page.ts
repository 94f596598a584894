import type { DatabaseSystem } from '../../runtime/schema/model.ts'
import { lossCodes, typeTable } from '../../runtime/schema/translate/index.ts'
import { code, generated, table } from './markdown.ts'

const titles: Readonly<Record<DatabaseSystem, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL, MariaDB',
  sqlite: 'SQLite',
  mssql: 'SQL Server',
}

/** What the ledger's codes mean, and what becomes of every type between every two engines. */
export function lossesPage(): string {
  const systems = Object.keys(titles) as DatabaseSystem[]
  const pairs = systems.flatMap((from) =>
    systems.filter((to) => to !== from).map((to) => [from, to] as const),
  )
  return `${generated('runtime/schema/translate')}

# What is not carried exactly

\`migrateiq migrate --plan\` and the wizard list every line of this kind before anything is written, with the
rows of your data that it hurts. A code never changes its meaning.

${table(
  ['code', 'meaning'],
  Object.entries(lossCodes).map(([name, text]) => [code(name), text]),
)}

## Types

The defaults, first match; a cast file changes them ([migrating databases](migrate.md)). A line without a
loss is carried exactly. _Asked_ are questions to the data: the loss counts only where rows are hurt.

${pairs.map(([from, to]) => pairTable(from, to)).join('\n\n')}
`
}

function pairTable(from: DatabaseSystem, to: DatabaseSystem): string {
  const rows = typeTable(from, to).map((row) => [
    code(row.source),
    code(row.target),
    [...new Set(row.losses.map((l) => l.code as string))].map(code).join(', '),
    [...new Set(row.forecasts)].map(code).join(', '),
  ])
  return `### ${titles[from]} → ${titles[to]}\n\n${table(['source', 'target', 'loss', 'asked'], rows)}`
}
