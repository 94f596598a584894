import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { registry } from '../nodes/index.ts'
import { profilePort } from '../runtime/engine/index.ts'
import { ensureBuilt } from '../runtime/hosts/cli/ensure-built.js'
import type { Pipeline } from '../runtime/pipeline/schema.ts'
import type { ColumnProfile, TableProfile } from '../runtime/report.ts'
import { writeBenchCsv } from './support/bench-data.ts'
import type { BenchOptions, Figure, MlFigure } from './support/figure.ts'
import { round } from './support/figure.ts'
import { measure } from './support/measure.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'

/** What pandas takes for missing when it reads a CSV file. */
const nullTexts =
  '#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,n/a,nan,null'.split(
    ',',
  )

type Reference = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * CSV files of `--data` beside `pandas_reference.json`, where it has them: the largest relative
 * error of any figure. Then 2 million generated rows beside DuckDB's own SUMMARIZE.
 */
export async function* run(options: BenchOptions): AsyncGenerator<Figure | MlFigure> {
  if (options.data) yield* beforePandas(resolve(options.data))
  yield* besideSummarize(Number(options.rows ?? 2_000_000), roundsOf(options))
}

async function* beforePandas(folder: string): AsyncGenerator<MlFigure> {
  const path = join(folder, 'pandas_reference.json')
  const reference: Record<string, Reference> = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : {}
  const cli = await builtCli()
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.csv'))) {
    const set = file.slice(0, -4)
    const started = performance.now()
    const profile = await profileFile(join(folder, file))
    const seconds = round((performance.now() - started) / 1000)
    const common = { set, method: 'profile', seconds }
    yield { ...common, metric: 'seconds', value: seconds, rows: profile.rows }
    const { peakBytes } = await measure([process.execPath, cli, 'profile', join(folder, file)])
    yield { ...common, metric: 'peak_bytes', value: peakBytes }
    const expected = reference[set]
    if (!expected) continue
    const errors = compare(profile, expected)
    const worst = errors.reduce((a, b) => (b.error > a.error ? b : a), { figure: '', error: 0 })
    yield { ...common, metric: 'figures', value: errors.length }
    const wrong = errors.filter((e) => !(e.error <= 1e-9))
    yield { ...common, metric: 'figures_wrong', value: wrong.length, which: wrong.slice(0, 10) }
    yield { ...common, metric: 'largest_relative_error', value: worst.error, which: worst.figure }
  }
}

const builtCli = async () => {
  await ensureBuilt()
  return resolve(import.meta.dirname, '../dist/node/cli.js')
}

async function profileFile(path: string): Promise<TableProfile> {
  const config = { path, nullTexts }
  const node = { id: 'file', type: 'source.file', version: 1, position: { x: 0, y: 0 }, config }
  const pipeline: Pipeline = {
    schemaVersion: 1,
    name: 'profile',
    description: '',
    parameters: [],
    nodes: [node],
    edges: [],
  }
  const connections = {
    get: () => {
      throw new Error('no connections')
    },
  }
  const input = { pipeline, parameters: {}, connections, registry, options: { baseDir: '/' } }
  return profilePort(input, 'file', 'out')
}

/** Every figure the reference states, with its relative error. */
function compare(profile: TableProfile, expected: Reference): { figure: string; error: number }[] {
  const found: { figure: string; error: number }[] = []
  const check = (figure: string, ours: unknown, theirs: unknown) =>
    found.push({ figure, error: relativeError(ours, theirs) })
  for (const [name, figures] of Object.entries(expected)) {
    if (name.startsWith('__') || typeof figures !== 'object' || !('dtype' in figures)) continue
    const column = profile.columns.find((c) => c.column === name)
    for (const [key, value] of Object.entries(figures))
      if (key !== 'dtype') check(`${name}.${key}`, column && figureOf(column, key), value)
  }
  const pairs = (kind: 'pearson' | 'spearman', matrix: unknown) => {
    for (const [a, row] of Object.entries((matrix ?? {}) as Record<string, object>))
      for (const [b, value] of Object.entries(row))
        if (a < b) {
          const pair = profile.correlations.find(
            (c) => c.kind === kind && [c.left, c.right].sort().join() === [a, b].sort().join(),
          )
          // The reference states coefficients to ten digits.
          check(`${kind} ${a} ${b}`, pair ? Number(pair.value.toFixed(10)) : null, value)
        }
  }
  for (const [key, value] of Object.entries(expected)) {
    if (/pearson/i.test(key)) pairs('pearson', value)
    if (/spearman/i.test(key)) pairs('spearman', value)
    if (/duplicate/i.test(key)) check(key, profile.duplicateRows, value)
  }
  return found
}

function figureOf(column: ColumnProfile, key: string): unknown {
  const { numbers } = column
  const quantile = /^q(\d\d)$/.exec(key)?.[1]
  if (quantile) return numbers?.quantiles.find((q) => q.p === Number(quantile) / 100)?.value
  switch (key) {
    case 'min':
    case 'max':
      return Number(column[key])
    case 'std':
      return numbers?.std
    case 'skew':
      return numbers?.skewness
    case 'kurt':
      return numbers?.kurtosis
    case 'top5':
      return column.top.map((t) => [t.value, t.count])
    default:
      return column[key as 'rows' | 'nulls' | 'distinct' | 'mean']
  }
}

function relativeError(ours: unknown, theirs: unknown): number {
  if (typeof theirs === 'number' && typeof ours === 'number')
    return ours === theirs ? 0 : Math.abs(ours - theirs) / Math.max(Math.abs(theirs), 1e-300)
  return JSON.stringify(ours ?? null) === JSON.stringify(theirs ?? null) ? 0 : 1
}

async function* besideSummarize(rows: number, rounds: number): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'migrateiq-profile-'))
  try {
    const csv = join(folder, 'rows.csv')
    await writeBenchCsv(csv, rows)
    const { ours, theirs } = await inRounds(rounds, {
      theirs: () => timed(() => summarize(csv)),
      ours: () => timed(() => profileFile(csv)),
    })
    yield besideRounds(ours, 'DuckDB SUMMARIZE', theirs, { rows, goal: 2 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function summarize(csv: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.runAndReadAll(`SUMMARIZE FROM '${csv}'`)
  connection.closeSync()
  instance.closeSync()
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number }> {
  const started = performance.now()
  await work()
  return { seconds: (performance.now() - started) / 1000 }
}
