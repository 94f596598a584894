import type { TextTable } from '../table.ts'
import type { ColumnAt, Overlaps } from './inclusions.ts'
import { endsWith, readName, withoutPrefix, wordsOf } from './names.ts'

/** A column that others may refer to: unique and without nulls, as far as there are rows. */
export interface TableKey {
  /** Flat index among all columns. */
  readonly index: number
  /** The likeliest of its table. */
  readonly main: boolean
  /** Its name says that it is the key of this very table. */
  readonly named: boolean
}

type Tables = readonly Pick<TextTable, 'name' | 'columns' | 'rows'>[]

/** Keys of one column, by table; tables without rows are judged by names. */
export function findMainKeys(tables: Tables, { columns, distinct, nulls }: Overlaps): TableKey[] {
  const ownWords = tables.map(({ name }) => {
    const words = wordsOf(name.split('.').at(-1) ?? name)
    return [words, ...withoutPrefix(words)]
  })
  const ownNames = ownWords.map((names) => names.map((own) => own.join('')))
  return tables.flatMap((table, t) => {
    const candidates = columns.flatMap((at, index) => {
      if (at.table !== t) return []
      const unique = (distinct[index] as number) === table.rows && (nulls[index] as number) === 0
      if (table.rows > 0 && !unique) return []
      const name = readName(table.columns[at.column]?.name ?? '')
      const stem = name.stem.join('')
      const elsewhere = ownNames.some((own, o) => o !== t && own.includes(stem))
      // As `drug_concept_id` in a database with concepts.
      const pointsAway = ownWords.some(
        (names, o) => o !== t && names.some((words) => endsWith(name.stem, words)),
      )
      const own = ownNames[t] ?? []
      const part = !elsewhere && own.some((words) => words.endsWith(stem))
      const named = name.isKey && (stem === '' || own.includes(stem) || part)
      const score =
        (named ? 4 : 0) +
        (name.isKey ? 1 : 0) +
        (at.column === 0 ? 1.5 : 0) -
        (elsewhere && !named ? 4 : 0) -
        (!named && pointsAway ? 2 : 0) -
        0.01 * at.column +
        (table.rows > 0 && isCode(tables, at) ? 0.7 : 0)
      // Without rows nothing but the name says that a column is unique.
      if (table.rows === 0 && !(name.isKey && score > 1.5)) return []
      return [{ index, score, named }]
    })
    const best = candidates.reduce((most, c) => Math.max(most, c.score), Number.NEGATIVE_INFINITY)
    const first = candidates.find((c) => c.score === best)
    return candidates
      .filter((c) => table.rows > 0 || c === first)
      .map((c) => ({ index: c.index, named: c.named, main: c === first && c.score > 0 }))
  })
}

/** Numbers or short texts without spaces. */
function isCode(tables: Tables, at: ColumnAt): boolean {
  const values = tables[at.table]?.columns[at.column]?.values ?? []
  return values.slice(0, 200).every((v) => v !== null && v.length <= 36 && !/[\s/@]/.test(v))
}

export function isNumeric(tables: Tables, at: ColumnAt): boolean {
  const values = tables[at.table]?.columns[at.column]?.values ?? []
  return values.slice(0, 1000).every((v) => v === null || /^-?\d+(\.\d+)?$/.test(v))
}
