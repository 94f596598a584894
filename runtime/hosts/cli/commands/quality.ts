import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { MigrateError } from '../../../error.ts'
import type { QualityReport, Score } from '../../../ml/quality/index.ts'
import type { TextTable } from '../../../ml/table.ts'
import type { Work } from '../../../ml/work.ts'
import { loadQuality } from '../load.ts'
import { interruptSignal, outputOption, positive, size, whole } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatCount, note, printJson, printLine, printTable } from '../output.ts'
import { openTables } from '../tables.ts'
import { workProgress } from '../work-progress.ts'

interface QualityOptions {
  readonly table?: string
  readonly connections?: string
  readonly memoryLimit?: string
  readonly labels?: string
  readonly ask?: number
  readonly seed: number
  readonly sample: number
  readonly rules?: string
  readonly repairs?: boolean
  readonly top: number
  readonly output: OutputFormat
}

export const qualityCommand = (program: Command): Command =>
  program
    .command('quality')
    .description('probable errors in the cells of a table, scores, proposed rules and repairs')
    .argument('<what>', 'a data file, or a connection (with --table)')
    .option('-t, --table <name>', 'a table of the connection <what>')
    .option('-c, --connections <file>', 'connections file (default: connections.json)')
    .option('--memory-limit <size>', 'memory of the engine that reads the table, e.g. 1GB', size)
    .option('--ask <rows>', 'print the rows worth labelling, as a file to fill in', positive)
    .option('--labels <file>', 'rows labelled by a person (CSV or JSON, as --ask prints them)')
    .option('--seed <n>', 'equal seeds give equal results', whole, 0)
    .option('--sample <rows>', 'above this many rows, look at a random sample', positive, 20_000)
    .option('--rules <file>', 'write the proposed rules as the settings of a validate.rules node')
    .option('--repairs', 'propose a value for each probable error')
    .option('--top <cells>', 'how many cells to list as text', positive, 20)
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Without labels, cells are judged by their formats, near frequent values and the other columns.
With twenty labelled rows it learns what an error is in this table:
write yes or no into the column “dirty” of the file that --ask prints.

Examples:
  migrateiq quality customers.csv
  migrateiq quality customers.csv --ask 20 > labels.csv
  migrateiq quality customers.csv --labels labels.csv --repairs --output json
  migrateiq quality crm --table public.customers --rules rules.json`,
    )
    .action(run)

async function run(target: string, options: QualityOptions): Promise<void> {
  const signal = interruptSignal()
  const { createDetector, readLabels, reportQuality } = await loadQuality()
  const table = await readTable(target, options, signal)
  const { labels, unanswered } = options.labels
    ? readLabels(readText(options.labels), table)
    : { labels: [], unanswered: 0 }
  if (unanswered > 0) note(`${unanswered} rows of the labels have no answer and are left out.`)
  const shown = workProgress()
  const work: Work = { signal, progress: shown.progress }
  try {
    const detector = await createDetector(table, work)
    if (options.ask !== undefined) {
      const rows = await detector.ask(options.ask, labels, { seed: options.seed, work })
      shown.clear()
      await printQuestions(table, rows, options.output)
      return
    }
    const { repairs } = options
    const report = await reportQuality(table, detector, { labels, repairs }, work)
    shown.clear()
    if (options.rules) {
      const config = { rules: report.rules.map(({ rule }) => rule) }
      writeFileSync(options.rules, `${JSON.stringify(config, null, 2)}\n`)
    }
    print(table, report, options)
  } finally {
    shown.clear()
  }
}

/** Cells of a table that fit into memory with all that is computed of each. */
const mostCells = 500_000

async function readTable(
  target: string,
  { table, connections, memoryLimit, output, sample, seed }: QualityOptions,
  signal: AbortSignal,
): Promise<TextTable> {
  const chosen = {
    ...(connections ? { connections } : {}),
    ...(memoryLimit ? { memoryLimit } : {}),
    ...(table ? { table: [table] } : {}),
  }
  const found = await openTables(target, { output, ...chosen }, signal)
  const [first] = found
  if (!first || found.length > 1) {
    const names = found.slice(0, 10).map((t) => t.name)
    throw new MigrateError('INVALID_USAGE', `“${target}” holds ${found.length} tables.`, {
      hint: `Name one with --table, or give one file: ${names.join(', ')}.`,
    })
  }
  const read = await first.read({ maxRows: sample, seed })
  if (read.columns.length * read.rows <= mostCells) return read
  return first.read({ maxRows: Math.ceil(mostCells / read.columns.length), seed })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new MigrateError('FILE_UNREADABLE', `The labels “${path}” cannot be read.`, {
      cause,
      hint: 'Make them with: migrateiq quality <what> --ask 20 > labels.csv',
    })
  }
}

async function printQuestions(table: TextTable, rows: readonly number[], output: OutputFormat) {
  const { formatLabels, labelLines } = await loadQuality()
  const lines = labelLines(table, rows)
  if (output === 'json') printJson(lines)
  else if (output === 'ndjson') for (const line of lines) printLine(JSON.stringify(line))
  else printLine(formatLabels(lines))
  note(`${rows.length} rows to label: write yes or no into “dirty”, then use --labels.`)
}

function print(table: TextTable, report: QualityReport, options: QualityOptions): void {
  const cells = report.cells.map(({ row, column, ...cell }) => ({
    row: row + 1,
    column: table.columns[column]?.name ?? '',
    ...cell,
    score: Number(cell.score.toFixed(4)),
  }))
  if (options.output === 'ndjson') {
    for (const cell of cells) printLine(JSON.stringify(cell))
    return
  }
  const rules = report.rules.map(({ violations, ...rule }) => ({
    ...rule,
    violations: violations.map((row) => row + 1),
  }))
  if (options.output === 'json') {
    printJson({ table: table.name, seed: options.seed, ...report, cells, rules })
    return
  }
  printScores(table, report)
  if (cells.length > 0) printLine()
  if (cells.length > 0)
    printTable(
      ['row', 'column', 'value', 'score', 'because of', ...(options.repairs ? ['repair'] : [])],
      cells
        .slice(0, options.top)
        .map(({ row, column, value, score, reasons, repair }) => [
          String(row),
          column,
          value ?? '∅',
          score.toFixed(2),
          reasons.map(({ reason }) => reason).join(', '),
          ...(options.repairs ? [tellRepair(repair)] : []),
        ]),
    )
  if (rules.length > 0) printLine()
  if (rules.length > 0)
    printTable(
      ['proposed rule', 'support', 'broken by'],
      rules.map(({ rule, support, violationCount }) => [
        tellRule(rule),
        percent(support),
        `${formatCount(violationCount)} rows`,
      ]),
    )
  note(`${formatCount(cells.length)} cells of ${formatCount(table.rows)} rows are doubted.`)
  if (cells.length > options.top) note(`The first ${options.top} are listed; --top lists more.`)
  if (table.sampledFrom)
    note(
      `A random sample of ${formatCount(table.rows)} of ${formatCount(table.sampledFrom)} rows: row numbers are the sample's.`,
    )
}

function printScores(table: TextTable, { scores }: QualityReport): void {
  const names = Object.keys(scores.table) as (keyof typeof scores.table)[]
  const line = (name: string, of: Readonly<Record<string, Score>>) => [
    name,
    ...names.map((dimension) => percent(of[dimension]?.score ?? null)),
  ]
  printTable(
    ['column', ...names],
    [
      line(`(${table.name})`, scores.table),
      ...scores.columns.map((column) => line(column.name, column.scores)),
    ],
  )
  for (const name of names) note(`${name}: ${scores.table[name].how}`)
}

const percent = (part: number | null) => (part === null ? '–' : `${(part * 100).toFixed(1)} %`)

const tellRepair = (repair: QualityReport['cells'][number]['repair']) =>
  repair ? `${repair.value || '∅'} (${Math.round(repair.confidence * 100)} %)` : ''

function tellRule(rule: QualityReport['rules'][number]['rule']): string {
  switch (rule.check) {
    case 'not-null':
      return `${rule.columns.join(', ')}: not empty`
    case 'unique':
      return `${rule.columns.join(', ')}: unique`
    case 'range':
      return `${rule.column}: from ${rule.min} to ${rule.max}`
    case 'set':
      return `${rule.column}: one of ${rule.values.join(', ')}`
    case 'pattern':
      return `${rule.column}: fits ${rule.pattern}`
    case 'reference':
      return rule.columns.map(({ column }) => column).join(', ')
    default:
      return rule.name || rule.expression
  }
}
