import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedTable, Groups } from './codes.ts'
import { refiner } from './codes.ts'
import type { ColumnSet, Cover } from './cover.ts'
import { columnsIn, contradict, sizeOf } from './cover.ts'
import { samplePairs } from './sample-pairs.ts'

/** Columns by their index. */
export interface Dependency {
  readonly left: readonly number[]
  readonly right: number
}

export interface Dependencies {
  /** Minimal, non-trivial, with one column on the right; `left: []` where it is constant. */
  readonly dependencies: readonly Dependency[]
  /** Minimal sets of columns that no two rows share. */
  readonly keys: readonly (readonly number[])[]
  /** The columns that were looked at: all, up to 31. */
  readonly columns: readonly number[]
  /** Left-hand sides and keys of up to so many columns were looked for. */
  readonly widest: number
}

export interface DependencyOptions {
  /** Columns of a left-hand side or key at most. Default: all, fewer where there are too many. */
  readonly widest?: number | undefined
  /** So many candidates at once are too many. */
  readonly limit?: number | undefined
}

const mostColumns = 31

/**
 * All functional dependencies and keys of a table, exactly. Pairs of rows contradict candidates,
 * candidates that stand are checked on groups of rows, and what fails gives new pairs (after
 * HyFD: Papenbrock, Naumann, SIGMOD 2016). Null equals null.
 */
export async function findDependencies(
  table: CodedTable,
  options: DependencyOptions = {},
  work?: Work,
): Promise<Dependencies> {
  const columns = chooseColumns(table)
  const chosen: CodedTable = {
    rows: table.rows,
    columns: columns.map((c) => table.columns[c] as Int32Array),
    distinct: columns.map((c) => table.distinct[c] as number),
  }
  const { limit = 150_000 } = options
  let widest = Math.min(options.widest ?? columns.length, columns.length)
  let covers: Cover[] | undefined
  for (;;) {
    covers = await findCovers(chosen, widest, limit, work)
    if (covers) break
    widest = Math.min(widest - 1, 5)
  }
  const names = (set: ColumnSet) =>
    columnsIn(set)
      .map((c) => columns[c] as number)
      .sort((a, b) => a - b)
  const dependencies: Dependency[] = []
  for (const { right, lefts } of covers.slice(0, columns.length))
    for (const left of lefts)
      dependencies.push({ left: names(left), right: columns[right] as number })
  const keys = (covers[columns.length]?.lefts ?? []).map(names)
  dependencies.sort((a, b) => a.right - b.right || compareSets(a.left, b.left))
  return {
    dependencies,
    keys: keys.sort(compareSets),
    columns: columns.toSorted((a, b) => a - b),
    widest,
  }
}

const compareSets = (a: readonly number[], b: readonly number[]): number => {
  if (a.length !== b.length) return a.length - b.length
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number)
}

/**
 * The most selective columns first: groups of rows become small at once. Of more than 31, what
 * says least is left out: columns without repeated values, then those with few different ones.
 */
function chooseColumns({ columns, distinct, rows }: CodedTable): number[] {
  const all = Array.from(columns.keys())
  const bySelectivity = (a: number, b: number) =>
    (distinct[b] as number) - (distinct[a] as number) || a - b
  if (all.length <= mostColumns) return all.sort(bySelectivity)
  const telling = (c: number) => (distinct[c] === rows ? 0 : (distinct[c] as number))
  return all
    .sort((a, b) => telling(b) - telling(a) || a - b)
    .slice(0, mostColumns)
    .sort(bySelectivity)
}

/** One cover for each column, and a last one for the row itself. Undefined: too many candidates. */
async function findCovers(
  table: CodedTable,
  widest: number,
  limit: number,
  work: Work | undefined,
): Promise<Cover[] | undefined> {
  const width = table.columns.length
  const everything = width === 0 ? 0 : -1 >>> (32 - width)
  const covers = Array.from({ length: width + 1 }, (_, right): Cover => ({ right, lefts: [0] }))
  const seen = new Set<ColumnSet>()
  let fresh: ColumnSet[] = []
  const learn = (agree: ColumnSet) => {
    if (seen.has(agree)) return
    seen.add(agree)
    fresh.push(agree)
  }
  const apply = async () => {
    // Pairs that agree on most decide most.
    fresh.sort((a, b) => sizeOf(b) - sizeOf(a) || a - b)
    for (const [i, agree] of fresh.entries()) {
      let total = 0
      for (const cover of covers) {
        if (cover.right === width || ((agree >>> cover.right) & 1) === 0)
          contradict(cover, agree, everything, widest)
        total += cover.lefts.length
      }
      if (total > limit) return false
      if (i % 256 === 255) await breathe(work)
    }
    fresh = []
    return true
  }

  const exact = await samplePairs(table, learn, work)
  if (!(await apply())) return undefined
  if (exact) return covers
  const check = checker(table, learn)
  const proven = new Map<ColumnSet, number>()
  for (;;) {
    const open = openCandidates(covers, proven)
    if (open.length === 0) return covers
    const least = open.reduce((size, [left]) => Math.min(size, sizeOf(left)), 32)
    const level = open.filter(([left]) => sizeOf(left) === least)
    for (const [i, [left, rights]] of level.entries()) {
      proven.set(left, (proven.get(left) ?? 0) | check(left, rights))
      if (i % 16 === 15) await breathe(work)
    }
    work?.progress?.(least, width, 'dependencies')
    if (!(await apply())) return undefined
  }
}

/** Left-hand sides with the bits of those right-hand sides for which they are not proven. */
function openCandidates(
  covers: readonly Cover[],
  proven: ReadonlyMap<ColumnSet, number>,
): [ColumnSet, number][] {
  const open = new Map<ColumnSet, number>()
  for (const { right, lefts } of covers)
    for (const left of lefts)
      if ((((proven.get(left) ?? 0) >>> right) & 1) === 0)
        open.set(left, (open.get(left) ?? 0) | (1 << right))
  // Neighbours share their first columns, and with them the work of grouping.
  return [...open].sort(([a], [b]) => reversed(a) - reversed(b))
}

/** Bit 0 counts most. */
function reversed(set: ColumnSet): number {
  let result = 0
  for (let i = 0; i < 31; i++) if ((set >>> i) & 1) result += 2 ** (30 - i)
  return result
}

/**
 * Checks a left-hand side on all rows; gives the bits of the right-hand sides that hold, and
 * tells `learn` of pairs that contradict the others.
 */
function checker(
  { rows, columns, distinct }: CodedTable,
  learn: (agree: ColumnSet) => void,
): (left: ColumnSet, rights: number) => number {
  const refine = refiner(distinct.reduce((a, b) => Math.max(a, b), 1))
  const all: Groups = {
    rows: Int32Array.from({ length: rows }, (_, i) => i),
    starts: rows > 1 ? Int32Array.of(0, rows) : Int32Array.of(0),
  }
  const path: { column: number; groups: Groups }[] = []
  const groupBy = (left: ColumnSet): Groups => {
    const wanted = columnsIn(left)
    let shared = 0
    while (shared < path.length && path[shared]?.column === wanted[shared]) shared++
    path.length = shared
    for (const column of wanted.slice(shared)) {
      const groups = refine(path.at(-1)?.groups ?? all, columns[column] as Int32Array)
      path.push({ column, groups })
    }
    return path.at(-1)?.groups ?? all
  }
  const learnPair = (a: number, b: number) => {
    let agree = 0
    for (let c = 0; c < columns.length; c++) {
      const codes = columns[c] as Int32Array
      if (codes[a] === codes[b]) agree |= 1 << c
    }
    learn(agree)
  }

  return (left, rights) => {
    const groups = groupBy(left)
    let holds = 0
    for (let right = 0; right <= columns.length; right++) {
      if (((rights >>> right) & 1) === 0) continue
      const pair = findContradiction(groups, columns[right])
      if (pair) learnPair(...pair)
      else holds |= 1 << right
    }
    return holds
  }
}

/** Two rows of a group that differ in `codes`; without codes, any two. */
function findContradiction(
  { rows, starts }: Groups,
  codes: Int32Array | undefined,
): [number, number] | undefined {
  if (!codes) return rows.length > 1 ? [rows[0] as number, rows[1] as number] : undefined
  for (let g = 0; g + 1 < starts.length; g++) {
    const from = starts[g] as number
    const to = starts[g + 1] as number
    const first = rows[from] as number
    const code = codes[first]
    for (let i = from + 1; i < to; i++)
      if (codes[rows[i] as number] !== code) return [first, rows[i] as number]
  }
  return undefined
}
