import type { Command } from 'commander'
import { MigrateError } from '../../../error.ts'
import type { Learned, Suggestion } from '../../../ml/suggest/index.ts'
import type { TextTable } from '../../../ml/table.ts'
import { loadSuggest } from '../load.ts'
import { interruptSignal, outputOption, positive, size } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatCount, note, printJson, printLine, printTable } from '../output.ts'
import { openTables } from '../tables.ts'
import { workProgress } from '../work-progress.ts'

interface SuggestOptions {
  readonly table?: string
  readonly connections?: string
  readonly examples?: string
  readonly column?: readonly string[]
  readonly candidates: number
  readonly header: boolean
  readonly sample: number
  readonly seed: number
  readonly memoryLimit?: string
  readonly output: OutputFormat
}

export const suggestCommand = (program: Command): Command =>
  program
    .command('suggest')
    .description('expressions that clean columns, or that do what a few examples show')
    .argument('<what>', 'a data file, or a connection (with --table)')
    .option('-t, --table <name>', 'a table of the connection <what>')
    .option('-c, --connections <file>', 'connections file (default: connections.json)')
    .option('-e, --examples <file>', 'CSV or JSON: input columns of <what>, then the wanted value')
    .option('--column <names...>', 'look at these columns only; with examples: the wanted value')
    .option('--candidates <n>', 'expressions to show, with examples', positive, 5)
    .option('--sample <rows>', 'of larger tables, look at a random sample', positive, 50_000)
    .option('--seed <n>', 'equal seeds give equal samples', positive, 1)
    .option('--no-header', 'a CSV file begins with a row, not with column names')
    .option('--memory-limit <size>', 'memory for reading, e.g. 1GB', size)
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
The examples file has one to a few rows. Its columns that <what> has are the inputs, the one that
<what> has not (or the last) is what shall become of them.

Examples:
  migrateiq suggest customers.csv
  migrateiq suggest crm --table public.customers --column phone birthday
  migrateiq suggest customers.csv --examples wanted.csv --output json`,
    )
    .action(run)

async function run(target: string, options: SuggestOptions): Promise<void> {
  const signal = interruptSignal()
  const suggest = await loadSuggest()
  const table = await readOnly(target, options, signal)
  if (table.columns.length === 0)
    throw new MigrateError('INVALID_USAGE', `“${target}” has no columns.`, {
      hint: 'Check the path, or name a table with --table.',
    })
  if (options.examples) {
    const { table: _, ...rest } = options
    const given = await readOnly(options.examples, { ...rest, header: true }, signal)
    const { columns, output, examples } = readExamples(given, table, options.column?.[0])
    const inputs = rowsOf(table, columns)
    const learned = suggest.learnTransformation(examples, inputs, {
      columns,
      candidates: options.candidates,
    })
    printLearned(table, columns, output, inputs, learned, options)
    return
  }
  for (const name of options.column ?? []) requireColumn(table, name)
  const shown = workProgress()
  const work = { signal, progress: shown.progress }
  const found = await suggest.suggestForTable(table, options.column, work)
  shown.clear()
  printSuggestions(table, found, options)
}

async function readOnly(
  target: string,
  options: SuggestOptions,
  signal: AbortSignal,
): Promise<TextTable> {
  const { table, connections, output, sample, seed, header, memoryLimit } = options
  const found = await openTables(
    target,
    {
      output,
      ...(header ? {} : { header }),
      ...(connections ? { connections } : {}),
      ...(memoryLimit ? { memoryLimit } : {}),
      ...(table ? { table: [table] } : {}),
    },
    signal,
  )
  const [first] = found
  if (first && found.length === 1) return first.read({ maxRows: sample, seed })
  const names = found.slice(0, 10).map((t) => t.name)
  throw new MigrateError('INVALID_USAGE', `“${target}” holds ${found.length} tables.`, {
    hint: `Name one with --table, or give one file: ${names.join(', ')}.`,
  })
}

function requireColumn(table: TextTable, name: string): void {
  if (table.columns.some((c) => c.name === name)) return
  const names = table.columns.slice(0, 30).map((c) => c.name)
  throw new MigrateError('COLUMN_NOT_FOUND', `${table.name} has no column “${name}”.`, {
    hint: `There are: ${names.join(', ')}.`,
  })
}

/** Which columns of the examples are inputs, and the rows as examples. */
function readExamples(given: TextTable, table: TextTable, wanted: string | undefined) {
  const known = new Set(table.columns.map((c) => c.name))
  const names = given.columns.map((c) => c.name)
  const strange = names.filter((name) => !known.has(name))
  const output = wanted ?? (strange.length === 1 ? strange[0] : names.at(-1))
  const columns = names.filter((name) => name !== output)
  if (output === undefined || !names.includes(output) || columns.length === 0)
    throw new MigrateError('INVALID_USAGE', 'The examples need an input and a wanted value.', {
      hint: 'Give a CSV file with a header: columns of the table, then the new column.',
    })
  for (const name of columns) requireColumn(table, name)
  const values = given.columns.find((c) => c.name === output)?.values ?? []
  const examples = rowsOf(given, columns).flatMap((inputs, i) => {
    const value = values[i]
    return value === null || value === undefined ? [] : [{ inputs, output: value }]
  })
  if (examples.length === 0)
    throw new MigrateError('INVALID_USAGE', `No example has a value in “${output}”.`, {
      hint: 'Fill in the wanted value for one to three rows.',
    })
  return { columns, output, examples }
}

const rowsOf = (table: TextTable, columns: readonly string[]): (string | null)[][] => {
  const chosen = columns.map((name) => table.columns.find((c) => c.name === name))
  return Array.from({ length: table.rows }, (_, i) => chosen.map((c) => c?.values[i] ?? null))
}

const mostUndecided = 20

function printLearned(
  table: TextTable,
  columns: readonly string[],
  output: string,
  inputs: readonly (readonly (string | null)[])[],
  { candidates, undecided }: Learned,
  options: SuggestOptions,
): void {
  const shown = candidates.map(({ text, score, outputs }) => ({
    expression: text,
    score: Number(score.toFixed(2)),
    withoutResult: outputs.filter((o) => o === null).length,
    samples: inputs.slice(0, 5).map((before, i) => ({ before, after: outputs[i] ?? null })),
  }))
  const doubtful = undecided.slice(0, mostUndecided).map((i) => ({
    row: i + 1,
    inputs: inputs[i],
    results: candidates.map((c) => c.outputs[i] ?? null),
  }))
  const { name, rows, sampledFrom } = table
  if (options.output === 'ndjson') {
    for (const one of shown) printLine(JSON.stringify({ column: output, ...one }))
    return
  }
  if (options.output === 'json') {
    const undecidedRows = undecided.length
    printJson({
      table: name,
      rows,
      sampledFrom,
      inputs: columns,
      column: output,
      candidates: shown,
      undecidedRows,
      undecided: doubtful,
    })
    return
  }
  if (shown.length === 0) note('No expression of our language explains these examples.')
  for (const [i, one] of shown.entries()) {
    printLine(`${i + 1}. ${one.expression}`)
    const results = one.samples.map((s) => `${s.before.join(' + ')} → ${s.after ?? '∅'}`)
    printLine(`   ${results.slice(0, 3).join('   ')}`)
    if (one.withoutResult > 0)
      printLine(`   no result for ${formatCount(one.withoutResult)} of ${formatCount(rows)} rows`)
  }
  if (doubtful.length > 0 && shown.length > 1) {
    printLine()
    printTable(
      ['row', ...columns, ...shown.map((_, i) => `by ${i + 1}`)],
      doubtful
        .slice(0, 10)
        .map((d) => [String(d.row), ...(d.inputs ?? []), ...d.results].map((v) => v ?? '∅')),
    )
    note(
      `The first expressions differ for ${formatCount(undecided.length)} rows: one more example decides.`,
    )
  }
  noteSample(table)
}

function printSuggestions(
  table: TextTable,
  found: readonly Suggestion[],
  options: SuggestOptions,
): void {
  const { name, rows, sampledFrom } = table
  if (options.output === 'ndjson') {
    for (const one of found) printLine(JSON.stringify(one))
    return
  }
  if (options.output === 'json') {
    printJson({ table: name, rows, sampledFrom, suggestions: found })
    return
  }
  for (const { column, what, why, expressions, samples, lost } of found) {
    printLine(`${column}: ${what}`)
    printLine(`  ${why}`)
    for (const e of expressions) printLine(`  ${e.column} = ${shorten(e.expression)}`)
    const changes = samples.slice(0, 3).map((s) => `${s.before} → ${s.after ?? '∅'}`)
    if (changes.length > 0) printLine(`  ${changes.join('   ')}`)
    if (lost > 0) printLine(`  becomes NULL in ${formatCount(lost)} rows`)
    printLine()
  }
  if (found.length === 0) note('Nothing to suggest.')
  noteSample(table)
}

const shorten = (text: string) => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

function noteSample({ rows, sampledFrom }: TextTable): void {
  if (sampledFrom)
    note(`A random sample of ${formatCount(rows)} of ${formatCount(sampledFrom)} rows.`)
}
