import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openTables } from '../runtime/hosts/cli/tables.ts'
import type { Detector, RowLabel } from '../runtime/ml/quality/index.ts'
import { createDetector, errorFrom, reportQuality } from '../runtime/ml/quality/index.ts'
import type { TextTable } from '../runtime/ml/table.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'

const labelled = 20
const batch = 5
const seeds = [1, 2, 3, 4, 5]

/**
 * Error detection in cells, and repairs: `--data <folder>` of folders with dirty.csv and clean.csv
 * of the same shape. A cell is an error where the two differ; null and '' are alike. With labels:
 * 20 rows, asked for five at a time, each answered by comparing that row of the two files; the
 * labelled rows stay in the evaluation. Seconds are of processor time.
 */
export async function* run(options: BenchOptions): AsyncGenerator<MlFigure> {
  if (!options.data) throw new Error('Give --data <folder of folders with dirty.csv, clean.csv>.')
  const folder = resolve(options.data)
  const sets = readdirSync(folder).filter((set) =>
    ['dirty.csv', 'clean.csv'].every((file) => existsSync(join(folder, set, file))),
  )
  for (const set of sets.sort()) yield* runSet(set, join(folder, set))
}

async function* runSet(set: string, folder: string): AsyncGenerator<MlFigure> {
  const dirty = await readCsv(join(folder, 'dirty.csv'))
  const clean = await readCsv(join(folder, 'clean.csv'))
  const start = processorSeconds()
  const detector = await createDetector(dirty)
  const free = await judge(dirty, clean, detector, [])
  yield* figures(set, 'no-labels', [free], processorSeconds() - start)
  const begun = processorSeconds()
  const taught = []
  for (const seed of seeds) {
    const labels = await label(dirty, clean, detector, seed)
    taught.push(await judge(dirty, clean, detector, labels))
  }
  const seconds = (processorSeconds() - begun) / seeds.length
  yield* figures(set, `${labelled}-rows`, taught, seconds)
}

async function readCsv(path: string): Promise<TextTable> {
  const signal = new AbortController().signal
  const [table] = await openTables(path, { output: 'json' }, signal)
  if (!table) throw new Error(`${path} holds no table.`)
  return table.read()
}

const isError = (dirty: TextTable, clean: TextTable, column: number, row: number): boolean =>
  valueAt(dirty, column, row) !== valueAt(clean, column, row)

const valueAt = (table: TextTable, column: number, row: number): string =>
  table.columns[column]?.values[row] ?? ''

async function label(dirty: TextTable, clean: TextTable, detector: Detector, seed: number) {
  const labels: RowLabel[] = []
  while (labels.length < labelled) {
    const rows = await detector.ask(Math.min(batch, labelled - labels.length), labels, { seed })
    if (rows.length === 0) break
    for (const row of rows)
      labels.push({ row, dirty: dirty.columns.map((_, i) => isError(dirty, clean, i, row)) })
  }
  return labels
}

interface Counts {
  readonly errors: number
  readonly found: number
  readonly reported: number
  readonly repaired: number
  readonly right: number
}

async function judge(
  dirty: TextTable,
  clean: TextTable,
  detector: Detector,
  labels: readonly RowLabel[],
): Promise<Counts> {
  const { cells } = await reportQuality(dirty, detector, { labels, repairs: true })
  let errors = 0
  for (let row = 0; row < dirty.rows; row++)
    dirty.columns.forEach((_, i) => {
      if (isError(dirty, clean, i, row)) errors++
    })
  const reported = cells.filter((cell) => cell.score >= errorFrom)
  const repaired = reported.filter((cell) => cell.repair)
  return {
    errors,
    found: reported.filter((cell) => isError(dirty, clean, cell.column, cell.row)).length,
    reported: reported.length,
    repaired: repaired.length,
    right: repaired.filter((cell) => cell.repair?.value === valueAt(clean, cell.column, cell.row))
      .length,
  }
}

function* figures(
  set: string,
  method: string,
  runs: readonly Counts[],
  seconds: number,
): Generator<MlFigure> {
  const mean = (of: (run: Counts) => number) =>
    Number((runs.reduce((sum, run) => sum + of(run), 0) / runs.length).toFixed(4))
  const of = { set, method, seconds: Number(seconds.toFixed(2)) }
  yield { ...of, metric: 'precision', value: mean((r) => ratio(r.found, r.reported)) }
  yield { ...of, metric: 'recall', value: mean((r) => ratio(r.found, r.errors)) }
  yield { ...of, metric: 'f1', value: mean((r) => f1(r.found, r.reported, r.errors)) }
  yield { ...of, metric: 'repair_f1', value: mean((r) => f1(r.right, r.repaired, r.errors)) }
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const f1 = (right: number, said: number, wanted: number) => ratio(2 * right, said + wanted)

function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
