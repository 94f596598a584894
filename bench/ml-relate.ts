import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeTable } from '../runtime/ml/relate/codes.ts'
import { findDependencies } from '../runtime/ml/relate/dependencies.ts'
import { relateTables } from '../runtime/ml/relate/relate.ts'
import type { TextTable } from '../runtime/ml/table.ts'
import { parseCsv } from './support/csv.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'
import { round } from './support/figure.ts'

interface DeclaredKey {
  readonly table: string
  readonly column: string
  readonly ref_table: string
  readonly ref_column: string
}

/**
 * `--data`: one or more folders, with commas between. A folder with `csv/ground_truth.json` (or
 * `ground_truth.json`) is a database: its foreign keys are found from the values and, once more,
 * from the names alone; a folder of such folders is all of them. Other folders hold CSV files without header: their functional
 * dependencies are counted, beside the counts that the folder's README states.
 */
export async function* run(options: BenchOptions): AsyncGenerator<MlFigure> {
  if (!options.data) throw new Error('Give --data <folder>[,<folder>…].')
  const pooled = { values: newCounts(), names: newCounts() }
  let databases = 0
  for (const folder of options.data.split(',').flatMap(foldersIn)) {
    const inner = databaseIn(folder)
    if (!inner) {
      yield* countDependencies(folder)
      continue
    }
    databases++
    const set = folder.split('/').filter(Boolean).at(-1) ?? folder
    for (const method of ['values', 'names'] as const) {
      const { counts, seconds } = await findKeys(inner, method === 'names')
      for (const name of countNames) pooled[method][name] += counts[name]
      yield* scoresOf(set, method, counts, seconds)
    }
  }
  if (databases < 2) return
  for (const method of ['values', 'names'] as const) yield* scoresOf('all', method, pooled[method])
}

const databaseIn = (folder: string): string | undefined =>
  [join(folder, 'csv'), folder].find((f) => existsSync(join(f, 'ground_truth.json')))

/** The folder itself, or the databases in it. */
function foldersIn(folder: string): string[] {
  if (databaseIn(folder)) return [folder]
  const inside = readdirSync(folder).map((name) => join(folder, name))
  const databases = inside.filter((path) => statSync(path).isDirectory() && databaseIn(path))
  return databases.length > 0 ? databases : [folder]
}

async function* countDependencies(folder: string): AsyncGenerator<MlFigure> {
  const stated = readStated(folder)
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.csv')) continue
    const table = readTable(folder, file, false)
    const started = process.cpuUsage()
    const found = await findDependencies(codeTable(table))
    const used = process.cpuUsage(started)
    const expected = stated.get(table.name)
    const known = expected === undefined ? {} : { expected }
    yield {
      set: table.name,
      method: 'exact',
      metric: 'functional_dependencies',
      value: found.dependencies.length,
      ...known,
      keys: found.keys.length,
      rows: table.rows,
      columns: table.columns.length,
      seconds: round((used.user + used.system) / 1e6),
      cpu: true,
    }
  }
}

/** Counts of the README, written as `iris 4, chess 1, …`. */
function readStated(folder: string): Map<string, number> {
  const path = join(folder, 'README.md')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const stated = [...text.matchAll(/(?:^|[\s:,])([a-z][\w-]*) (\d[\d,]*\d|\d)(?=[,.;]|$)/gm)]
  return new Map(stated.map(([, name = '', count = '']) => [name, Number(count.replace(/,/g, ''))]))
}

const countNames = ['found', 'right', 'wanted', 'near'] as const
const newCounts = () => ({ found: 0, right: 0, wanted: 0, near: 0 })
type Counts = ReturnType<typeof newCounts>

async function findKeys(
  folder: string,
  namesOnly: boolean,
): Promise<{ counts: Counts; seconds: number }> {
  const truth: { foreign_keys: DeclaredKey[] } = JSON.parse(
    readFileSync(join(folder, 'ground_truth.json'), 'utf8'),
  )
  const files = readdirSync(folder).filter((file) => file.endsWith('.csv'))
  const whole = files.map((file) => readTable(folder, file, true))
  const tables = namesOnly ? whole.map(withoutRows) : whole
  const started = process.cpuUsage()
  const { foreignKeys } = await relateTables(tables, { dependencies: false })
  const used = process.cpuUsage(started)
  const wanted = truth.foreign_keys.map(
    (k) => `${k.table}.${k.column} → ${k.ref_table}.${k.ref_column}`,
  )
  const text = (k: (typeof foreignKeys)[number]) =>
    `${k.from.table}.${k.from.column} → ${k.to.table}.${k.to.column}`
  const found = foreignKeys.filter((k) => k.accepted).map(text)
  const near = wanted.filter((key) => {
    const column = key.slice(0, key.indexOf(' → '))
    const ranked = foreignKeys.filter((k) => `${k.from.table}.${k.from.column}` === column)
    return ranked.slice(0, 2).some((k) => text(k) === key)
  })
  const right = found.filter((key) => wanted.includes(key)).length
  return {
    counts: { found: found.length, right, wanted: wanted.length, near: near.length },
    seconds: (used.user + used.system) / 1e6,
  }
}

function* scoresOf(
  set: string,
  method: string,
  { found, right, wanted, near }: Counts,
  seconds?: number,
): Generator<MlFigure> {
  const precision = found > 0 ? right / found : 0
  const recall = wanted > 0 ? right / wanted : 0
  const f1 = right > 0 ? (2 * precision * recall) / (precision + recall) : 0
  const time = seconds === undefined ? {} : { seconds: round(seconds), cpu: true }
  const scores = { precision, recall, f1, in_top_2: wanted > 0 ? near / wanted : 0 }
  for (const [metric, value] of Object.entries(scores))
    yield { set, method, metric: `foreign_keys_${metric}`, value: round(value), wanted, ...time }
}

function readTable(folder: string, file: string, header: boolean): TextTable {
  const rows = parseCsv(readFileSync(join(folder, file), 'utf8'))
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const names = header ? (rows.shift() ?? []) : Array.from({ length: width }, (_, i) => `${i}`)
  const columns = names.map((name, c) => ({
    name,
    values: rows.map((row) => (row[c] === undefined || row[c] === '' ? null : row[c])),
  }))
  return { name: file.slice(0, -4), rows: rows.length, columns }
}

const withoutRows = (table: TextTable): TextTable => ({
  ...table,
  rows: 0,
  columns: table.columns.map((column) => ({ ...column, values: [] })),
})
