import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { MigrateError } from '../../../error.ts'
import type { RelatedForeignKey, RelatedTable, Relations } from '../../../ml/relate/relate.ts'
import type { TextTable } from '../../../ml/table.ts'
import type { Work } from '../../../ml/work.ts'
import { loadRelate } from '../load.ts'
import { interruptSignal, outputOption, positive, size } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatCount, note, printJson, printLine, printTable } from '../output.ts'
import { openTables } from '../tables.ts'
import { workProgress } from '../work-progress.ts'

interface RelateCommandOptions {
  readonly table?: readonly string[]
  readonly connections?: string
  readonly header: boolean
  readonly dependencies: boolean
  readonly widest?: number
  readonly error: number
  readonly sample: number
  readonly seed: number
  readonly memoryLimit?: string
  readonly diagram?: 'mermaid'
  readonly output: OutputFormat
}

export const relateCommand = (program: Command): Command =>
  program
    .command('relate')
    .description('keys, dependencies and foreign keys within and between tables, from their rows')
    .argument('<what>', 'a data file, a folder of data files, or a connection')
    .option('-t, --table <names...>', 'these tables of the connection <what> only')
    .option('-c, --connections <file>', 'connections file (default: connections.json)')
    .option('--no-header', 'CSV files begin with a row, not with column names')
    .option('--no-dependencies', 'foreign keys and inclusions only')
    .option('--widest <columns>', 'columns on the left of a dependency at most', positive)
    .option('--error <share>', 'rows that may break an approximate dependency', share, 0.05)
    .option('--sample <rows>', 'of larger tables, look at a random sample', positive, 100_000)
    .option('--seed <n>', 'equal seeds give equal samples', positive, 1)
    .option('--memory-limit <size>', 'memory for reading, e.g. 1GB', size)
    .addOption(
      new Option('--diagram <kind>', 'print the tables and foreign keys as a diagram').choices([
        'mermaid',
      ]),
    )
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Examples:
  migrateiq relate exports/
  migrateiq relate crm --table customers orders --output json
  migrateiq relate exports/ --no-dependencies --diagram mermaid > model.mmd
  migrateiq relate iris.csv --no-header`,
    )
    .action(run)

async function run(target: string, options: RelateCommandOptions): Promise<void> {
  const signal = interruptSignal()
  const { relateTables, toMermaid } = await loadRelate()
  const { table, connections, output, header, sample, seed, memoryLimit } = options
  const opened = await openTables(
    target,
    {
      output,
      table,
      header,
      ...(connections ? { connections } : {}),
      ...(memoryLimit ? { memoryLimit } : {}),
    },
    signal,
  )
  const shown = workProgress()
  const work: Work = { signal, progress: shown.progress }
  const tables: TextTable[] = []
  for (const [i, one] of opened.entries()) {
    shown.progress(i, opened.length, `reading ${one.name}`)
    tables.push(await one.read({ maxRows: sample, seed }))
  }
  const widest = tables.reduce((most, t) => Math.max(most, t.columns.length), 0)
  if (widest === 0)
    throw new MigrateError('INVALID_USAGE', `“${target}” holds no table with columns.`, {
      hint: 'Check the path, or name other tables.',
    })
  const { dependencies, error } = options
  const found = await relateTables(tables, { dependencies, widest: options.widest, error }, work)
  shown.clear()
  if (options.diagram) process.stdout.write(toMermaid(found))
  else if (output === 'json') printJson(found)
  else if (output === 'ndjson') printRecords(found)
  else printText(found)
  const all = tables.reduce((sum, t) => sum + t.columns.length, 0)
  if (found.compared < all)
    note(`Values of the first ${found.compared} of ${all} columns are compared with each other.`)
  for (const t of found.tables) noteLimits(t)
}

/** One object a line, each with what it is. */
function printRecords({ tables, inclusions, foreignKeys }: Relations): void {
  const print = (kind: string, it: object) => printLine(JSON.stringify({ kind, ...it }))
  for (const { name, keys, dependencies, approximate, ...rest } of tables) {
    print('table', { name, ...rest })
    for (const columns of keys) print('key', { table: name, columns })
    for (const it of dependencies) print('dependency', { table: name, ...it })
    for (const it of approximate) print('approximate', { table: name, ...it })
  }
  for (const it of inclusions) print('inclusion', it)
  for (const it of foreignKeys) print('foreignKey', it)
}

function printText({ tables, foreignKeys, inclusions }: Relations): void {
  printTable(
    ['table', 'rows', 'key', 'keys', 'dependencies', 'nearly'],
    tables.map((t) => [
      t.name,
      formatCount(t.rows),
      t.mainKey ?? t.keys[0]?.join(' + ') ?? '',
      String(t.keys.length),
      String(t.dependencies.length),
      String(t.approximate.length),
    ]),
  )
  const accepted = foreignKeys.filter((key) => key.accepted)
  if (accepted.length > 0) {
    printLine()
    printTable(
      ['foreign key', 'refers to', 'score', 'because'],
      accepted.map((key) => [at(key.from), at(key.to), key.score.toFixed(2), because(key)]),
    )
  }
  const [first] = tables
  if (tables.length === 1 && first) printDependencies(first)
  note(`${formatCount(inclusions.length)} columns are contained in others: --output json.`)
}

const at = ({ table, column }: RelatedForeignKey['from']) => `${table}.${column}`

function because({ evidence }: RelatedForeignKey): string {
  const { inclusion, coverage, nameReason, cardinality } = evidence
  const share = (part: number) => `${Math.round(part * 100)} %`
  return [
    inclusion === undefined ? 'no rows to compare' : `${share(inclusion)} of its values are there`,
    coverage === undefined ? '' : `${share(coverage)} of the key is used`,
    nameReason,
    cardinality ?? '',
  ]
    .filter(Boolean)
    .join(', ')
}

const mostLines = 50

function printDependencies({ dependencies, approximate, keys }: RelatedTable): void {
  const lines = [
    ...keys.map((key) => ['key', key.join(', ') || '(one row)', '', '']),
    ...dependencies.map((d) => ['exact', d.left.join(', ') || '(constant)', d.right, '']),
    ...approximate.map((d) => [
      'nearly',
      d.left.join(', '),
      d.right,
      `${(d.error * 100).toFixed(2)} % of rows break it`,
    ]),
  ]
  if (lines.length === 0) return
  printLine()
  printTable(['kind', 'columns', 'determine', ''], lines.slice(0, mostLines))
  if (lines.length > mostLines) note(`${lines.length - mostLines} more: --output json.`)
}

function noteLimits({ name, rows, sampledFrom, columns, searched }: RelatedTable): void {
  if (sampledFrom)
    note(`${name}: a random sample of ${formatCount(rows)} of ${formatCount(sampledFrom)} rows.`)
  if (!searched) return
  if (searched.columns < columns.length)
    note(`${name}: dependencies among ${searched.columns} of ${columns.length} columns.`)
  if (searched.approximate < columns.length)
    note(`${name}: what nearly holds, among the first ${searched.approximate} columns.`)
  if (searched.widest < searched.columns)
    note(`${name}: dependencies and keys of up to ${searched.widest} columns.`)
}

function share(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 0.5)) throw new InvalidArgumentError('Not a share from 0 to 0.5.')
  return value
}
