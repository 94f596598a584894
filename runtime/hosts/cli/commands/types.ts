import type { Command } from 'commander'
import { Option } from 'commander'
import type { TextTable } from '../../../ml/table.ts'
import type { TargetEngine, TypeProposal } from '../../../ml/type-proposals/index.ts'
import type { ColumnTypes } from '../../../ml/types/index.ts'
import type { Work } from '../../../ml/work.ts'
import { out } from '../colours.ts'
import { loadTypeProposals, loadTypes } from '../load.ts'
import { interruptSignal, outputOption, positive, whole } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatBytes, formatCount, note, printJson, printLine, printTable } from '../output.ts'
import { openTables } from '../tables.ts'
import { workProgress } from '../work-progress.ts'

interface TypesOptions {
  readonly table?: readonly string[]
  readonly connections?: string
  readonly engine?: readonly TargetEngine[]
  readonly spans?: boolean
  /** False by `--no-header`; true says nothing. */
  readonly header: boolean
  readonly sample: number
  readonly seed: number
  readonly output: OutputFormat
}

const engineNames: readonly TargetEngine[] = ['postgres', 'mysql', 'sqlite', 'mssql', 'duckdb']

export const typesCommand = (program: Command): Command =>
  program
    .command('types')
    .description('what columns mean, which hold personal data, and their tightest lossless types')
    .argument('<what>', 'a data file, a folder of them, or a connection')
    .option('-t, --table <names...>', 'tables of the connection (default: all)')
    .option('-c, --connections <file>', 'connections file (default: connections.json)')
    .addOption(
      new Option('--engine <names...>', 'engines to propose types for').choices(engineNames),
    )
    .option('--spans', 'print the personal data found inside texts')
    .option('--no-header', 'the first line of CSV files is data; columns are column0, column1 …')
    .option('--sample <rows>', 'above this many rows, look at a random sample', positive, 200_000)
    .option('--seed <n>', 'equal seeds give equal samples', whole, 0)
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Personal data comes with a mask: an expression that hides it, for a map.columns node.
A proposed type gives back every value that was looked at; what forbids a tighter one is named.

Examples:
  migrateiq types customers.csv
  migrateiq types export/ --no-header --output json
  migrateiq types crm --table public.customers --engine postgres mysql
  migrateiq types tickets.csv --spans`,
    )
    .action(run)

interface TableTypes {
  readonly table: string
  readonly rows: number
  /** Rows of the whole table, where a sample was looked at. */
  readonly sampledFrom?: number | undefined
  readonly columns: readonly Column[]
}

type Column = Omit<ColumnTypes, 'spans'> & {
  readonly types: readonly Omit<TypeProposal, 'column'>[]
  readonly spans?: ColumnTypes['spans']
}

async function run(target: string, options: TypesOptions): Promise<void> {
  const signal = interruptSignal()
  const shown = workProgress()
  const work: Work = { signal, progress: shown.progress }
  const all: TableTypes[] = []
  try {
    const { table, connections, output, sample, seed } = options
    const header = options.header ? undefined : false
    const tables = await openTables(
      target,
      { table, header, output, ...(connections ? { connections } : {}) },
      signal,
    )
    for (const it of tables) {
      const found = await look(await it.read({ maxRows: sample, seed }), options, work)
      shown.clear()
      if (output === 'ndjson') for (const line of linesOf(found)) printLine(JSON.stringify(line))
      else if (output === 'text') print(found, options)
      else all.push(found)
    }
    if (output === 'json') printJson(all)
  } finally {
    shown.clear()
  }
}

async function look(table: TextTable, options: TypesOptions, work: Work): Promise<TableTypes> {
  const { describeTable } = await loadTypes()
  const { proposeTypes } = await loadTypeProposals()
  const described = await describeTable(table, { seed: options.seed }, work)
  const proposals = new Map<TargetEngine, TypeProposal[]>()
  for (const engine of options.engine ?? engineNames)
    proposals.set(engine, await proposeTypes(table, engine, work))
  const columns = described.map(({ spans, ...column }, i) => ({
    ...column,
    types: [...proposals.values()].flatMap((list) => {
      const { column: _, ...proposal } = list[i] as TypeProposal
      return [proposal]
    }),
    ...(options.spans ? { spans } : {}),
  }))
  return { table: table.name, rows: table.rows, sampledFrom: table.sampledFrom, columns }
}

const linesOf = ({ columns, ...table }: TableTypes) =>
  columns.map((column) => ({ ...table, ...column }))

function print(found: TableTypes, options: TypesOptions): void {
  const { rows, sampledFrom, columns } = found
  const sampled = sampledFrom ? ` of ${formatCount(sampledFrom)}, a random sample` : ''
  printLine(out.bold(`${found.table}  ${formatCount(rows)} rows${sampled}`))
  const [engine = 'postgres'] = options.engine ?? []
  const typed = (column: Column) => column.types.find((t) => t.engine === engine)
  printTable(
    ['column', 'meaning', 'sure', 'kind', engine, 'personal data', 'mask'],
    columns.map((c) => [
      c.column,
      c.semantic?.title ?? '',
      c.semantic ? percent(c.semantic.confidence) : '',
      c.featureKind.kind,
      typed(c)?.native ?? '',
      c.pii ? `${c.pii.kinds.join(', ')} (${percent(c.pii.share)})` : '',
      c.pii?.mask ?? '',
    ]),
  )
  for (const column of columns) printTighter(column, typed(column))
  const sum = (bytes: (t: TypeProposal | Omit<TypeProposal, 'column'>) => number) =>
    columns.reduce((all, c) => all + bytes(typed(c) as TypeProposal), 0)
  printLine(
    out.dim(
      `${engine}: ${formatBytes(sum((t) => t.bytes))} instead of ${formatBytes(sum((t) => t.bytesAsText))} as text` +
        (sampledFrom ? '; rows that were not looked at may need wider types' : ''),
    ),
  )
  if (options.spans) for (const column of columns) printSpans(column)
  printLine()
}

function printTighter({ column }: Column, proposal: Omit<TypeProposal, 'column'> | undefined) {
  for (const { native, rows, first } of proposal?.tighter.slice(0, 1) ?? []) {
    const examples = first.slice(0, 3).map((b) => `row ${b.row} “${b.value}” (${b.reason})`)
    note(`${column}: ${native} but for ${formatCount(rows)} rows: ${examples.join(', ')}`)
  }
}

function printSpans({ column, spans = [] }: Column): void {
  if (spans.length === 0) return
  printLine(out.bold(`in ${column}`))
  printTable(
    ['row', 'kind', 'text', 'from', 'to', 'sure', 'because'],
    spans.map((s) => [
      String(s.row),
      s.kind,
      s.text,
      String(s.start),
      String(s.end),
      percent(s.confidence),
      s.reason,
    ]),
  )
}

const percent = (share: number) => `${Math.round(share * 100)} %`
