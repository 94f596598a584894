import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { exitCodes, MigrateError } from '../../../error.ts'
import type { Detection } from '../../../ml/anomalies/detect.ts'
import type { DriftReport } from '../../../ml/anomalies/drift.ts'
import type { AnomalyMethod } from '../../../ml/anomalies/model.ts'
import type { TextTable } from '../../../ml/table.ts'
import { loadAnomalies } from '../load.ts'
import { interruptSignal, outputOption, positive, size, whole } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatCount, note, printJson, printLine, printTable } from '../output.ts'
import { openTables } from '../tables.ts'
import { workProgress } from '../work-progress.ts'

interface AnomalyOptions {
  readonly table?: string
  readonly connections?: string
  readonly seed: number
  readonly top: number
  readonly contamination?: number
  readonly method: AnomalyMethod
  readonly columns?: readonly string[]
  readonly exclude?: readonly string[]
  readonly sample: number
  readonly header: boolean
  readonly memoryLimit?: string
  readonly save?: string
  readonly model?: string
  readonly failOnDrift?: boolean
  readonly output: OutputFormat
}

export const anomaliesCommand = (program: Command): Command =>
  program
    .command('anomalies')
    .description('the oddest rows of a table, with the columns that make them odd')
    .argument('<what>', 'a data file, or a connection (with --table)')
    .option('-t, --table <name>', 'a table of the connection <what>')
    .option('-c, --connections <file>', 'connections file (default: connections.json)')
    .option('--seed <n>', 'equal seeds give equal results', whole, 0)
    .option('--top <rows>', 'how many rows to show', positive, 20)
    .option('--contamination <share>', 'share of anomalies, e.g. 0.01 (default: found)', share)
    .addOption(
      new Option('--method <name>', 'how rows are scored')
        .choices(['ensemble', 'forest'])
        .default('ensemble'),
    )
    .option('--columns <names...>', 'look at these columns only')
    .option('--exclude <names...>', 'leave these columns out')
    .option('--sample <rows>', 'above this many rows, look at a random sample', positive, 200_000)
    .option('--no-header', 'a CSV file begins with a row, not with column names')
    .option('--memory-limit <size>', 'memory for reading, e.g. 1GB', size)
    .option('--save <file>', 'keep what was learned, to score later data')
    .option('--model <file>', 'score by what an earlier run saved, and tell what drifted')
    .option('--fail-on-drift', 'exit with code 6 when data drifted from the model')
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Examples:
  migrateiq anomalies orders.csv --top 10
  migrateiq anomalies crm --table public.customers --exclude id --contamination 0.01
  migrateiq anomalies june.csv --save june.model && migrateiq anomalies july.csv --model june.model`,
    )
    .action(run)

async function run(target: string, options: AnomalyOptions): Promise<void> {
  const signal = interruptSignal()
  const { applyAnomalies, columnsLike, compareFits, detectAnomalies, loadModel, saveModel } =
    await loadAnomalies()
  const model = options.model === undefined ? undefined : readModel(options.model, loadModel)
  const table = await readTable(target, options, signal)
  const shown = workProgress()
  const work = { signal, progress: shown.progress }
  let detection: Detection
  let drift: DriftReport | undefined
  if (model) {
    const columns = columnsLike(table, model.encoding.columns)
    detection = await applyAnomalies(model, columns, work)
    const { method, seed } = model
    const after = await detectAnomalies(columns, { method, seed }, work)
    drift = compareFits(model, after.model, detection)
  } else {
    const threshold =
      options.contamination === undefined
        ? undefined
        : { by: 'contamination' as const, share: options.contamination }
    const { method, seed, columns, exclude } = options
    const chosen = { method, seed, columns, exclude, threshold }
    detection = await detectAnomalies(table, chosen, work)
  }
  shown.clear()
  if (options.save) writeFileSync(options.save, saveModel(detection.model))
  print(table, detection, drift, options)
  if (drift?.alarm && options.failOnDrift) process.exitCode = exitCodes.drift
}

function readModel<Model>(path: string, load: (text: string) => Model): Model {
  try {
    return load(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new MigrateError('FILE_UNREADABLE', `“${path}” cannot be read as a saved model.`, {
      cause,
      hint: 'Make one with: migrateiq anomalies <what> --save <file>',
    })
  }
}

async function readTable(
  target: string,
  options: AnomalyOptions,
  signal: AbortSignal,
): Promise<TextTable> {
  const { table, connections, output, sample, seed, header, memoryLimit } = options
  const found = await openTables(
    target,
    {
      output,
      header,
      ...(connections ? { connections } : {}),
      ...(memoryLimit ? { memoryLimit } : {}),
      ...(table ? { table: [table] } : {}),
    },
    signal,
  )
  const [first] = found
  if (!first || found.length > 1)
    throw new MigrateError('INVALID_USAGE', `“${target}” holds ${found.length} tables.`, {
      hint: `Name one with --table, or give one file: ${found
        .slice(0, 10)
        .map((t) => t.name)
        .join(', ')}.`,
    })
  const read = await first.read({ maxRows: sample, seed })
  for (const name of [...(options.columns ?? []), ...(options.exclude ?? [])])
    if (!read.columns.some((c) => c.name === name))
      throw new MigrateError('COLUMN_NOT_FOUND', `${read.name} has no column “${name}”.`, {
        hint: `There are: ${read.columns
          .slice(0, 30)
          .map((c) => c.name)
          .join(', ')}.`,
      })
  return read
}

function print(
  table: TextTable,
  detection: Detection,
  drift: DriftReport | undefined,
  options: AnomalyOptions,
): void {
  const { model, scores, anomalies, leftOut, attribution } = detection
  const order = Uint32Array.from(scores.keys()).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
  )
  const cellOf = (name: string, row: number) =>
    table.columns.find((c) => c.name === name)?.values[row] ?? null
  const rows = Array.from(order.subarray(0, options.top), (row) => ({
    row: row + 1,
    score: scores[row] as number,
    anomaly: anomalies[row] === 1,
    reasons: attribution(row, 3).map((r) => ({ ...r, value: cellOf(r.column, row) })),
    values: table.columns.map((c) => ({ column: c.name, value: c.values[row] ?? null })),
  }))
  if (options.output === 'ndjson') {
    for (const row of rows) printLine(JSON.stringify(row))
    return
  }
  const found = anomalies.reduce((sum, a) => sum + a, 0)
  const { method, seed, threshold } = model
  const { name, rows: count, sampledFrom } = table
  if (options.output === 'json') {
    const summary = { table: name, rows: count, sampledFrom, method, seed, threshold }
    printJson({ ...summary, anomalies: found, leftOut, drift, top: rows })
    return
  }
  printTable(
    ['row', 'score', 'anomaly', 'because of'],
    rows.map(({ row, score, anomaly, reasons }) => [
      String(row),
      score.toFixed(3),
      anomaly ? 'yes' : '',
      reasons
        .map((r) => `${r.column} = ${r.value ?? '∅'} (${Math.round(r.share * 100)} %)`)
        .join(', '),
    ]),
  )
  note(`${formatCount(found)} of ${formatCount(count)} rows score above ${threshold.toFixed(3)}.`)
  if (sampledFrom)
    note(`A random sample of ${formatCount(sampledFrom)} rows: row numbers are the sample's.`)
  if (leftOut.length > 0)
    note(`Left out: ${leftOut.map((c) => `${c.name} (${c.why})`).join(', ')}.`)
  if (drift) noteDrift(drift)
}

function noteDrift({ columns, anomalies, alarm }: DriftReport): void {
  const drifted = columns.filter((c) => c.drifted)
  for (const { column, of, distance, critical } of drifted)
    note(`Drift in ${column} (${of}): ${distance.toFixed(3)}, above ${critical.toFixed(3)}.`)
  if (anomalies.alarm)
    note(`Anomalies rose from ${percent(anomalies.before)} to ${percent(anomalies.after)}.`)
  if (!alarm) note('No drift from the data the model was fitted to.')
}

const percent = (part: number) => `${(part * 100).toFixed(2)} %`

function share(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 0.5)) throw new InvalidArgumentError('Not a share from 0 to 0.5.')
  return value
}
