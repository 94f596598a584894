import type { Side } from './evidence.ts'
import { named } from './evidence.ts'
import { nameEvidence } from './name-evidence.ts'
import type { PairMatrix } from './sparse.ts'
import { mapPairs, pairMatrix } from './sparse.ts'
import type { WordVectors } from './word-vectors.ts'

/**
 * How well the tables of two databases fit each other, 0 … 2: by their names and comments, and by
 * how many columns of the source find a likely one in the target.
 */
export function tableFit(
  source: Side,
  target: Side,
  scores: PairMatrix,
  vectors: WordVectors,
): PairMatrix {
  const short = ({ tables }: Side) => tables.map((t) => named(t.name, vectors))
  const long = ({ tables }: Side) =>
    tables.map((t) => named(`${t.name} ${(t.description ?? '').slice(0, 400)}`, vectors))
  const names = nameEvidence(short(source), short(target), vectors)
  const texts = nameEvidence(long(source), long(target), vectors)
  const best = pairMatrix(source.columns.length, target.tables.length)
  best.values.fill(Number.NEGATIVE_INFINITY)
  for (let s = 0, i = 0; s < scores.sources; s++)
    for (let t = 0; t < scores.targets; t++, i++) {
      const at = s * target.tables.length + (target.columns[t]?.table ?? 0)
      best.values[at] = Math.max(best.values[at] as number, scores.values[i] as number)
    }
  const columns = pairMatrix(source.tables.length, target.tables.length)
  source.columns.forEach(({ table }, s) => {
    const share = 1 / (source.tables[table]?.columns.length ?? 1)
    for (let t = 0; t < target.tables.length; t++) {
      const z = best.values[s * target.tables.length + t] as number
      const at = table * target.tables.length + t
      columns.values[at] = (columns.values[at] as number) + share / (1 + Math.exp(-z))
    }
  })
  return mapPairs(columns, (fit, s, t) => {
    const i = s * target.tables.length + t
    const at = (m: PairMatrix) => m.values[i] as number
    return fit + at(names.words) / 2 + at(texts.words) / 4 + at(texts.meaning) / 4
  })
}

/** What the tables' fit is worth for their columns, in log-odds; set by hand. */
const worth = { tables: 4, keys: 0.5, references: 1 }

/**
 * Scores of columns, raised by how well their tables fit. A primary key goes with a primary key,
 * and a foreign key with one whose table fits the table that it refers to.
 */
export function withTables(source: Side, target: Side, scores: PairMatrix, fit: PairMatrix) {
  const [left, right] = [topology(source), topology(target)]
  const fitOf = (a: number, b: number) => fit.values[a * fit.targets + b] as number
  return mapPairs(scores, (z, s, t) => {
    const [a, b] = [left[s] as Place, right[t] as Place]
    const raised = z + worth.tables * fitOf(a.table, b.table)
    if (a.refersTo !== undefined && b.refersTo !== undefined)
      return raised + worth.references * (2 * fitOf(a.refersTo, b.refersTo) - 1)
    return a.primaryKey && b.primaryKey ? raised + worth.keys : raised
  })
}

/** What the fit of their tables says of two columns. */
export interface TablesOfColumns {
  /** 0 … 2, as `tableFit`. */
  fit(source: number, target: number): number
  /** How far that is below the best fit that the source's table has anywhere: 0 or less. */
  behind(source: number, target: number): number
}

export function tablesOfColumns(source: Side, target: Side, fit: PairMatrix): TablesOfColumns {
  const tableOf = (side: Side, column: number) => side.columns[column]?.table ?? 0
  const of = (s: number, t: number) =>
    fit.values[tableOf(source, s) * fit.targets + tableOf(target, t)] as number
  const best = source.tables.map((_, s) =>
    fit.values.subarray(s * fit.targets, (s + 1) * fit.targets).reduce((a, b) => Math.max(a, b), 0),
  )
  return { fit: of, behind: (s, t) => of(s, t) - (best[tableOf(source, s)] as number) }
}

interface Place {
  readonly table: number
  readonly primaryKey: boolean
  /** The table that a foreign key refers to. */
  readonly refersTo?: number | undefined
}

function topology({ tables, columns }: Side): Place[] {
  const byName = new Map(tables.map(({ name }, i) => [name.toLowerCase(), i]))
  return columns.map(({ table, position }) => {
    const column = tables[table]?.columns[position]
    const refersTo = column?.references && byName.get(column.references.table.toLowerCase())
    return { table, primaryKey: column?.primaryKey === true, refersTo }
  })
}
