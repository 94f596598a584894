import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { openTables } from '../runtime/hosts/cli/tables.ts'
import type { MatchResult } from '../runtime/ml/match/match-tables.ts'
import { matchTables } from '../runtime/ml/match/match-tables.ts'
import { readSchemaJson } from '../runtime/ml/match/read-schema-json.ts'
import type { ColumnName, MatchTable } from '../runtime/ml/match/side.ts'
import type { Prediction } from './support/calibration.ts'
import {
  calibrationError,
  errorIfCalibrated,
  sweptCalibrationError,
} from './support/calibration.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'

/** A task of a benchmark: what to match, and the pairs that people found right. */
interface Task {
  readonly set: string
  readonly source: readonly MatchTable[]
  readonly target: readonly MatchTable[]
  readonly truth: readonly Pair[]
  readonly metrics: readonly Metric[]
  /** Names without case; keys as what they refer to, for `f1_keys`. */
  readonly loose?: boolean
}

type Pair = readonly [source: ColumnName, target: ColumnName]
type Metric = 'recall_at_gt' | 'mrr' | 'recall_at_20' | 'f1' | 'f1_keys'

const method = 'migrateiq'
const { signal } = new AbortController()

/**
 * `--data` is a folder laid out as Valentine (`*_source.csv`, `*_target.csv`, `*_mapping.json`),
 * as GDC (`input-tables`, `target-tables`, `ground-truth`) or as SchemaNet (`schemas`,
 * `ground_truth`); which, is seen. Seconds are those of matching, tables being read. `ece` is
 * over the pairs that the command shows, the 5 best targets of each source column; `ece_of_best`
 * over the best one alone. Beside each stand an estimate that few predictions bias less (`_sweep`)
 * and what chance alone would make of a perfect confidence on as many (`_if_calibrated`).
 */
export async function* run(options: BenchOptions): AsyncGenerator<MlFigure> {
  if (!options.data)
    throw new Error('Give --data <folder>, laid out as Valentine, GDC or SchemaNet.')
  const { data } = options
  const all = new Map<string, number[]>()
  const first: Prediction[] = []
  const shown: Prediction[] = []
  // The word vectors and the just-in-time compiler are warm as in a second run.
  await matchTables([], [])
  for await (const task of tasksIn(data)) {
    const started = performance.now()
    const result = await matchTables(task.source, task.target, { top: 50 })
    const seconds = (performance.now() - started) / 1000
    const own = judge(task, result)
    first.push(...own.first)
    shown.push(...own.shown)
    const values = [
      ...task.metrics.map((metric) => [metric, measure(metric, task, result)] as const),
      ...calibrationFigures('ece', own.shown),
      ['seconds', seconds] as const,
    ]
    for (const [metric, value] of values) {
      all.set(metric, [...(all.get(metric) ?? []), value])
      yield { set: task.set, method, metric, value: round(value), seconds: round(seconds) }
    }
  }
  for (const [metric, list] of all) {
    const value = list.reduce((a, b) => a + b, 0) / list.length
    yield { set: 'mean', method, metric, value: round(value), sets: list.length }
  }
  // One small set says little of calibration, all together do.
  for (const [name, predictions] of [
    ['ece', shown],
    ['ece_of_best', first],
  ] as const)
    for (const [metric, value] of calibrationFigures(name, predictions))
      yield { set: 'all', method, metric, value: round(value), predictions: predictions.length }
}

const calibrationFigures = (name: string, predictions: readonly Prediction[]) =>
  [
    [name, calibrationError(predictions)],
    [`${name}_sweep`, sweptCalibrationError(predictions)],
    [`${name}_if_calibrated`, errorIfCalibrated(predictions)],
  ] as const

async function* tasksIn(data: string): AsyncGenerator<Task> {
  if (existsSync(join(data, 'input-tables'))) yield* gdcTasks(data)
  else if (existsSync(join(data, 'schemas'))) yield* schemaTasks(data)
  else {
    const mappings = filesUnder(data).filter((file) => file.endsWith('_mapping.json'))
    const pairs = mappings.filter((file) =>
      existsSync(file.replace('_mapping.json', '_source.csv')),
    )
    if (pairs.length === 0) throw new Error(`${data}: no layout that this bench knows.`)
    for (const file of pairs) yield await valentineTask(file)
  }
}

async function valentineTask(mapping: string): Promise<Task> {
  const set = basename(mapping).replace('_mapping.json', '')
  const table = (side: string) => readTables(join(dirname(mapping), `${set}_${side}.csv`))
  const { matches } = JSON.parse(readFileSync(mapping, 'utf8')) as {
    matches: readonly Readonly<Record<string, string>>[]
  }
  const [source, target] = [await table('source'), await table('target')]
  const name = (tables: readonly MatchTable[], column: string | undefined) => ({
    table: tables[0]?.name ?? '',
    column: column ?? '',
  })
  const truth = matches.map(
    (m): Pair => [name(source, m.source_column), name(target, m.target_column)],
  )
  return { set, source, target, truth, metrics: ['recall_at_gt', 'mrr', 'f1'] }
}

async function* gdcTasks(data: string): AsyncGenerator<Task> {
  const targets = readdirSync(join(data, 'target-tables')).filter((f) => f.endsWith('.csv'))
  const target = await readTables(join(data, 'target-tables', targets[0] ?? ''))
  for (const file of readdirSync(join(data, 'input-tables')).filter((f) => f.endsWith('.csv'))) {
    const source = await readTables(join(data, 'input-tables', file))
    const [known] = await readTables(join(data, 'ground-truth', file))
    const [from, to] = [known?.columns[0]?.values ?? [], known?.columns[1]?.values ?? []]
    const truth = from.flatMap((column, i): Pair[] => {
      const other = to[i]
      if (!column || !other) return []
      const [table, targetTable] = [source[0]?.name ?? '', target[0]?.name ?? '']
      return [
        [
          { table, column },
          { table: targetTable, column: other },
        ],
      ]
    })
    const metrics: Metric[] = ['mrr', 'recall_at_20', 'recall_at_gt']
    yield { set: file.replace('.csv', ''), source, target, truth, metrics }
  }
}

async function* schemaTasks(data: string): AsyncGenerator<Task> {
  const schemas = new Map(
    readdirSync(join(data, 'schemas'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.replace('.json', '').toLowerCase(), join(data, 'schemas', file)]),
  )
  for (const file of readdirSync(join(data, 'ground_truth')).filter((f) => f.endsWith('.csv'))) {
    const set = file.replace(/(?:-ground_truth)?\.csv$/i, '').toLowerCase()
    const parts = set.split('-')
    const cut = parts.findIndex((_, i) =>
      [parts.slice(0, i), parts.slice(i)].every((p) => schemas.has(p.join('-'))),
    )
    if (cut < 1) continue
    const read = (from: number, to?: number) =>
      readSchemaJson(readFileSync(schemas.get(parts.slice(from, to).join('-')) ?? '', 'utf8'))
    const truth = readFileSync(join(data, 'ground_truth', file), 'utf8')
      .split('\n')
      .map((line) => line.split(',').map((cell) => cell.trim().toLowerCase()))
      .filter(([first = '', , table, column]) => !first.startsWith('#') && table && column)
      .map(
        ([a = '', b = '', c = '', d = '']): Pair => [
          { table: a, column: b },
          { table: c, column: d },
        ],
      )
    const [source, target] = [read(0, cut), read(cut)]
    yield { set, source, target, truth, metrics: ['f1', 'f1_keys'], loose: true }
  }
}

async function readTables(path: string): Promise<MatchTable[]> {
  const tables = await openTables(path, {}, signal)
  return Promise.all(tables.map((table) => table.read()))
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const path = join(folder, file)
      return statSync(path).isDirectory() ? filesUnder(path) : [path]
    })
}

type KeyOf = (source: ColumnName, target: ColumnName) => string

const plainKey: KeyOf = (s, t) =>
  JSON.stringify([s.table, s.column, t.table, t.column]).toLowerCase()

/** A foreign key counts as the key that it refers to. */
function keysAsOne({ source, target }: Task): KeyOf {
  const refers = (tables: readonly MatchTable[]) => {
    const to = new Map<string, ColumnName>()
    for (const { name, columns } of tables)
      for (const { name: column, references } of columns)
        if (references) to.set(`${name}.${column}`.toLowerCase(), references)
    return (c: ColumnName) => to.get(`${c.table}.${c.column}`.toLowerCase()) ?? c
  }
  const [left, right] = [refers(source), refers(target)]
  return (s, t) => plainKey(left(s), right(t))
}

function measure(metric: Metric, task: Task, { columns, assignment }: MatchResult): number {
  if (metric === 'f1' || metric === 'f1_keys') {
    const key = metric === 'f1' ? plainKey : keysAsOne(task)
    const found = new Set(assignment.map((p) => key(p.source, p.target)))
    const truth = new Set(task.truth.map(([s, t]) => key(s, t)))
    const right = [...found].filter((pair) => truth.has(pair)).length
    return found.size + truth.size === 0 ? 1 : (2 * right) / (found.size + truth.size)
  }
  const truth = new Set(task.truth.map(([s, t]) => plainKey(s, t)))
  if (metric === 'recall_at_gt') {
    const best = columns
      .flatMap((c) => c.targets.map((t) => ({ key: plainKey(c, t), confidence: t.confidence })))
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, task.truth.length)
    return best.filter(({ key }) => truth.has(key)).length / task.truth.length
  }
  const withTruth = [...new Set(task.truth.map(([s]) => s.column))]
  const rankings = withTruth.map((name) => columns.find((c) => c.column === name))
  if (metric === 'recall_at_20') {
    const found = rankings.map(
      (c) => c?.targets.slice(0, 20).filter((t) => truth.has(plainKey(c, t))).length ?? 0,
    )
    return found.reduce((a, b) => a + b, 0) / task.truth.length
  }
  const reciprocal = rankings.map((c) => {
    const rank = c?.targets.findIndex((t) => truth.has(plainKey(c, t))) ?? -1
    return rank < 0 ? 0 : 1 / (rank + 1)
  })
  return reciprocal.reduce((a, b) => a + b, 0) / withTruth.length
}

function judge({ truth }: Task, { columns }: MatchResult) {
  const known = new Set(truth.map(([s, t]) => plainKey(s, t)))
  const judged = columns.map((c) =>
    c.targets
      .slice(0, 5)
      .map((t): Prediction => ({ confidence: t.confidence, right: known.has(plainKey(c, t)) })),
  )
  return { first: judged.flatMap((list) => list.slice(0, 1)), shown: judged.flat() }
}

const round = (value: number): number => Number(value.toFixed(4))
