import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { MigrateError } from '../../../error.ts'
import type { Feedback } from '../../../ml/match/feedback.ts'
import type { MatchResult, RankedTarget } from '../../../ml/match/match-tables.ts'
import type { ColumnName, MatchTable } from '../../../ml/match/side.ts'
import type { Work } from '../../../ml/work.ts'
import { out } from '../colours.ts'
import { loadMatch } from '../load.ts'
import { openSide } from '../match-side.ts'
import { interruptSignal, outputOption, positive } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatCount, note, printJson, printLine, printTable } from '../output.ts'

interface MatchCommandOptions {
  readonly sourceTable?: readonly string[]
  readonly targetTable?: readonly string[]
  readonly connections?: string
  readonly top: number
  readonly threshold?: number
  readonly accept?: string
  readonly reject?: string
  readonly sample: number
  readonly seed: number
  readonly output: OutputFormat
}

export const matchCommand = (program: Command): Command =>
  program
    .command('match')
    .description('which columns of a target say what those of a source say, and why')
    .argument('<source>', 'data file, folder, connection, DDL (.sql) or schema (.json)')
    .argument('<target>', 'the same; a schema alone is enough')
    .option('--source-table <names...>', 'tables of the source (default: all)')
    .option('--target-table <names...>', 'tables of the target (default: all)')
    .option('-c, --connections <file>', 'connections file (default: connections.json)')
    .option('--top <n>', 'targets to rank for each source column', positive, 5)
    .option('--threshold <share>', 'least confidence of an assigned pair (default: chosen)', share)
    .option('--accept <file>', 'pairs known to be right: JSON, as this command prints them')
    .option('--reject <file>', 'pairs known to be wrong')
    .option('--sample <rows>', 'above this many rows, look at a random sample', positive, 20_000)
    .option('--seed <n>', 'equal seeds give equal samples', whole, 0)
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Examples:
  migrateiq match customers.csv clients.csv
  migrateiq match crm warehouse --source-table customers --target-table dim_customer
  migrateiq match export/ target-schema.sql --output json > mapping.json
  migrateiq match june.csv target.csv --accept decided.json --threshold 0.7

A file of decided pairs: [{"source": {"table": "a", "column": "x"}, "target": {"table": "b", "column": "y"}}],
or the output of --output json, of which the assignment counts.`,
    )
    .action(run)

async function run(source: string, target: string, options: MatchCommandOptions): Promise<void> {
  const work: Work = { signal: interruptSignal(), progress: showProgress() }
  const { matchTables } = await loadMatch()
  const feedback = [...decided(options.accept, true), ...decided(options.reject, false)]
  const { connections, sample, seed } = options
  const side = (place: string, table: readonly string[] | undefined) =>
    openSide(place, { connections, table, read: { maxRows: sample, seed } }, work)
  const from = await side(source, options.sourceTable)
  const to = await side(target, options.targetTable)
  const { top, threshold } = options
  const result = await matchTables(from, to, { top, threshold, feedback, work })
  clearProgress()
  print(result, to, options)
}

function print(result: MatchResult, target: readonly MatchTable[], options: MatchCommandOptions) {
  const filled = new Set(result.assignment.map((pair) => key(pair.target)))
  const unfilled = target.flatMap(({ name, columns }) =>
    columns.map((c) => ({ table: name, column: c.name })).filter((c) => !filled.has(key(c))),
  )
  const matched = new Set(result.assignment.map((pair) => key(pair.source)))
  const unmatched = result.columns
    .filter((c) => !matched.has(key(c)))
    .map(({ table, column }) => ({ table, column }))
  if (options.output === 'json') {
    printJson(rounded({ ...result, unmatched: { source: unmatched, target: unfilled } }))
    return
  }
  if (options.output === 'ndjson') {
    for (const column of result.columns) {
      const assigned = result.assignment.filter((p) => key(p.source) === key(column))
      printLine(JSON.stringify(rounded({ ...column, assigned: assigned.map((p) => p.target) })))
    }
    return
  }
  const places = new Set(
    [...result.columns, ...unfilled, ...result.assignment.map((p) => p.target)].map((c) => c.table),
  )
  const called = (c: ColumnName) => (places.size > 2 ? `${c.table}.${c.column}` : c.column)
  const rows = result.columns.flatMap((column) => rowsOf(column, result, called))
  printTable(['source', 'target', 'confidence', 'why', 'or'], rows)
  const counts = `${formatCount(matched.size)} of ${formatCount(result.columns.length)} source columns have a target`
  printLine(out.dim(`${counts}; ${formatCount(unfilled.length)} target columns are not filled.`))
  for (const line of result.notes) note(line)
}

function rowsOf(
  column: MatchResult['columns'][number],
  { assignment }: MatchResult,
  called: (c: ColumnName) => string,
): string[][] {
  const told = (t: RankedTarget) => `${called(t)} ${percent(t.confidence)}`
  const own = assignment.filter((p) => key(p.source) === key(column))
  const taken = new Set(own.map((p) => key(p.target)))
  const others = column.targets.filter((t) => !taken.has(key(t)) && t.confidence >= 0.05)
  const alternatives = others.slice(0, 3).map(told).join(', ')
  if (own.length === 0) return [[called(column), '–', '', 'no probable target', alternatives]]
  return own.map((pair, i) => {
    const why = column.targets.find((t) => key(t) === key(pair.target))?.reasons.join('; ') ?? ''
    const cells = [called(column), called(pair.target), percent(pair.confidence), why]
    return [...cells, i === 0 ? alternatives : '']
  })
}

const key = ({ table, column }: ColumnName) => JSON.stringify([table, column])
const percent = (share: number) => `${Math.round(share * 100)} %`

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, x) => (typeof x === 'number' ? Number(x.toFixed(4)) : x)))

function decided(file: string | undefined, accepted: boolean): Feedback[] {
  if (file === undefined) return []
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new MigrateError('FILE_UNREADABLE', `“${file}” cannot be read as JSON.`, { cause })
  }
  const list = Array.isArray(content) ? content : (content as { assignment?: unknown })?.assignment
  if (Array.isArray(list) && list.every(isPair))
    return list.map(({ source, target }) => ({ source, target, accepted }))
  throw new MigrateError('FILE_MALFORMED', `“${file}” holds no pairs of columns.`, {
    hint: 'See the form of such a file with: migrateiq match --help',
  })
}

function isPair(item: unknown): item is { source: ColumnName; target: ColumnName } {
  const pair = item as { source?: Partial<ColumnName>; target?: Partial<ColumnName> } | null
  return [pair?.source, pair?.target].every(
    (c) => typeof c?.table === 'string' && typeof c.column === 'string',
  )
}

function showProgress(): Work['progress'] {
  if (!process.stderr.isTTY) return undefined
  return (done, total, what) => process.stderr.write(`\r\x1b[K${what} (${done} of ${total})`)
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('Not a number from 0 to 1.')
}

function whole(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value)) return value
  throw new InvalidArgumentError('Not a whole number.')
}
