import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { joinByTransformation } from '../runtime/ml/suggest/join/join-tables.ts'
import { learnTransformation } from '../runtime/ml/suggest/learn.ts'
import type { Example } from '../runtime/ml/suggest/pieces.ts'
import type { TextTable } from '../runtime/ml/table.ts'
import { parseCsv } from './support/csv.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'
import { round } from './support/figure.ts'

interface Task {
  readonly set: string
  readonly name: string
  readonly examples: readonly Example[]
}

const mostExamples = 3

/**
 * `--data`: a folder with any of `tde/` (text files: `//` comments, inputs TAB … TAB TAB output),
 * `prose/` (a folder a task with `spec.json`) and `auto-join/` (a folder a pair with `source.csv`,
 * `target.csv`, `ground truth.csv`), or one of these folders itself. A task is solved when for one
 * to three examples the first candidate, learned from the first rows and the inputs of the others,
 * gives every other output exactly (no
 * result counts as the empty text). Pairs are joined without any example.
 */
export async function* run(options: BenchOptions): AsyncGenerator<MlFigure> {
  if (!options.data) throw new Error('Give --data <folder>.')
  const tasks = readTasks(options.data)
  if (tasks.length > 0) yield* scoreTasks(tasks)
  const pairs = folders(options.data)
    .flatMap((f) => [f, ...folders(f)])
    .filter(isPair)
  if (pairs.length > 0) yield* scorePairs(pairs)
}

const folders = (path: string): string[] =>
  readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter((entry) => statSync(entry).isDirectory())

const isPair = (folder: string) =>
  ['source.csv', 'target.csv', 'ground truth.csv'].every((file) => existsSync(join(folder, file)))

function readTasks(folder: string, set = basename(folder)): Task[] {
  const spec = join(folder, 'spec.json')
  if (existsSync(spec)) return [readSpec(spec, basename(join(folder, '..')), basename(folder))]
  const files = readdirSync(folder).filter(
    (f) => f.endsWith('.txt') && !/^(readme|license)/i.test(f),
  )
  const own = files.sort().map((file) => readText(join(folder, file), set, file.slice(0, -4)))
  const inner = folders(folder).flatMap((f) => readTasks(f, basename(f)))
  return [...own, ...inner].filter((task) => task.examples.length > 1)
}

function readSpec(path: string, set: string, name: string): Task {
  const spec: { Examples: { Input: (string | null)[]; Output: string | null }[] } = JSON.parse(
    readFileSync(path, 'utf8'),
  )
  return {
    set,
    name,
    examples: spec.Examples.map((e) => ({ inputs: e.Input, output: e.Output ?? '' })),
  }
}

/** UTF-8, or Windows-1252 where it is none. */
function readText(path: string, set: string, name: string): Task {
  const bytes = readFileSync(path)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    text = new TextDecoder('windows-1252').decode(bytes)
  }
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.includes('\t\t') && !line.startsWith('//'))
  const examples = lines.map((line) => {
    const at = line.lastIndexOf('\t\t')
    return { inputs: line.slice(0, at).split('\t'), output: line.slice(at + 2) }
  })
  return { set, name, examples }
}

interface Tally {
  tasks: number
  readonly solvedWith: number[]
  accepted: number
  wrong: number
}

const newTally = (): Tally => ({ tasks: 0, solvedWith: [0, 0, 0, 0], accepted: 0, wrong: 0 })

function* scoreTasks(tasks: readonly Task[]): Generator<MlFigure> {
  const bySet = new Map<string, Tally>()
  const all = newTally()
  const milliseconds: number[] = []
  const undecided = { wrong: 0, told: 0 }
  for (const task of tasks) {
    const tally = bySet.get(task.set) ?? newTally()
    bySet.set(task.set, tally)
    const widest = Math.max(...task.examples.map((e) => e.inputs.length))
    const columns = Array.from({ length: widest }, (_, i) => `input${i + 1}`)
    let solved = 0
    let last: 'none' | 'wrong' | 'right' = 'none'
    for (let k = 1; k <= mostExamples && k < task.examples.length && !solved; k++) {
      const rest = task.examples.slice(k)
      const started = process.cpuUsage()
      const inputs = rest.map((e) => e.inputs)
      const learned = learnTransformation(task.examples.slice(0, k), inputs, { columns })
      const used = process.cpuUsage(started)
      milliseconds.push((used.user + used.system) / 1000)
      const [best] = learned.candidates
      last = !best
        ? 'none'
        : rest.every((e, i) => (best.outputs[i] ?? '') === e.output)
          ? 'right'
          : 'wrong'
      if (last === 'right') solved = k
      if (last === 'wrong') {
        undecided.wrong++
        if (learned.undecided.some((i) => (best?.outputs[i] ?? '') !== rest[i]?.output))
          undecided.told++
      }
    }
    for (const it of [tally, all]) {
      it.tasks++
      it.solvedWith[solved] = (it.solvedWith[solved] ?? 0) + 1
      if (last !== 'none') it.accepted++
      if (last === 'wrong') it.wrong++
    }
  }
  for (const [set, tally] of [...bySet, ['all', all] as const]) yield* tallied(set, tally)
  const sorted = milliseconds.sort((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  for (const [metric, value] of [
    ['search_cpu_ms_p50', at(0.5)],
    ['search_cpu_ms_p95', at(0.95)],
    ['search_cpu_ms_max', at(1)],
    ['searches_under_500_cpu_ms', round(sorted.filter((ms) => ms < 500).length / sorted.length)],
    ['wrong_searches_with_a_wrong_row_shown', round(undecided.told / Math.max(1, undecided.wrong))],
  ] as const)
    yield { set: 'all', method: 'by-example', metric, value, searches: sorted.length }
}

function* tallied(set: string, { tasks, solvedWith, accepted, wrong }: Tally): Generator<MlFigure> {
  const solved = tasks - (solvedWith[0] ?? 0)
  const method = 'by-example'
  yield {
    set,
    method,
    metric: 'solved_with_up_to_3',
    value: round(solved / tasks),
    solved,
    tasks,
    with1: solvedWith[1],
    with2: solvedWith[2],
    with3: solvedWith[3],
  }
  yield {
    set,
    method,
    metric: 'wrong_but_accepted',
    value: round(wrong / Math.max(1, accepted)),
    wrong,
    accepted,
  }
}

function* scorePairs(paths: readonly string[]): Generator<MlFigure> {
  let good = 0
  let sum = 0
  for (const path of paths) {
    const source = readTable(join(path, 'source.csv'))
    const target = readTable(join(path, 'target.csv'))
    const truth = new Set(truthOf(join(path, 'ground truth.csv'), source, target))
    const started = process.cpuUsage()
    const joined = joinByTransformation(source, target)
    const used = process.cpuUsage(started)
    const equality = f1(
      joined.pairs.filter((p) => p.by === 'equality').map((p) => keyOf(source, target, p)),
      truth,
    )
    const found = f1(
      joined.pairs.map((p) => keyOf(source, target, p)),
      truth,
    )
    if (found >= 0.9) good++
    sum += found
    yield {
      set: basename(path),
      method: 'join, no examples',
      metric: 'f1',
      value: round(found),
      by_equality_alone: round(equality),
      seconds: round((used.user + used.system) / 1e6),
      cpu: true,
      expression: joined.transformation?.expression ?? null,
    }
  }
  const all = { set: 'auto-join', method: 'join, no examples', pairs: paths.length }
  yield { ...all, metric: 'pairs_with_f1_of_90', value: round(good / paths.length) }
  yield { ...all, metric: 'f1_mean', value: round(sum / paths.length) }
}

function readTable(path: string): TextTable {
  const [header = [], ...rows] = parseCsv(readFileSync(path, 'utf8')).filter(
    (r) => r.length > 1 || r[0] !== '',
  )
  const columns = header.map((name, c) => ({ name, values: rows.map((r) => r[c] ?? '') }))
  return { name: basename(path), rows: rows.length, columns }
}

/** White space does not count: some tables write their truth without. */
const rowText = (cells: readonly (string | null | undefined)[]) =>
  cells.map((c) => (c ?? '').replace(/\s+/g, '')).join('\u0001')

function keyOf(
  source: TextTable,
  target: TextTable,
  pair: { source: number; target: number },
): string {
  const left = source.columns.map((c) => c.values[pair.source])
  const right = target.columns.map((c) => c.values[pair.target])
  return rowText([...left, ...right])
}

/** A row of the truth has the source's columns, then the target's. */
function truthOf(path: string, source: TextTable, target: TextTable): string[] {
  const width = source.columns.length + target.columns.length
  return parseCsv(readFileSync(path, 'utf8'))
    .slice(1)
    .filter((r) => r.length > 1)
    .map((r) => rowText(Array.from({ length: width }, (_, i) => r[i])))
}

function f1(found: readonly string[], truth: ReadonlySet<string>): number {
  const distinct = new Set(found)
  const right = [...distinct].filter((key) => truth.has(key)).length
  return right === 0 ? 0 : (2 * right) / (distinct.size + truth.size)
}
