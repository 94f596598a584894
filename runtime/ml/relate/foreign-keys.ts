import type { TextTable } from '../table.ts'
import type { ColumnAt, Overlaps } from './inclusions.ts'
import type { TableKey } from './main-keys.ts'
import { isNumeric } from './main-keys.ts'
import type { ColumnName } from './names.ts'
import { compareNames, readName, wordsOf } from './names.ts'

export interface ForeignKeyCandidate {
  readonly from: ColumnAt
  readonly to: ColumnAt
  /** 0 … 1. */
  readonly score: number
  readonly accepted: boolean
  readonly evidence: ForeignKeyEvidence
}

export interface ForeignKeyEvidence {
  /** Share of the column's different values that the key has; undefined without data. */
  readonly inclusion?: number | undefined
  /** Share of the key's values that the column uses. */
  readonly coverage?: number | undefined
  readonly name: number
  readonly nameReason: string
  /** Rows of a value on average, with data. */
  readonly cardinality?: 'one to one' | 'many to one' | undefined
  readonly keyIs: 'main key' | 'unique'
}

/** Dirty data: so many of the values must be there. */
const leastInclusion = 0.95
const threshold = 0.5

interface Context {
  readonly tables: readonly Pick<TextTable, 'name' | 'columns' | 'rows'>[]
  readonly overlaps: Overlaps
  readonly keys: readonly TableKey[]
  readonly names: readonly ColumnName[]
  readonly tableWords: readonly (readonly string[])[]
}

/**
 * For each column the keys it may refer to, the likeliest first; at most one is accepted. Values
 * decide what is possible, names and the shape of the values what is likely (features of Rostin
 * et al., WebDB 2009, weighted by hand). Tables without rows are judged by names alone.
 */
export function rankForeignKeys(
  tables: readonly Pick<TextTable, 'name' | 'columns' | 'rows'>[],
  overlaps: Overlaps,
  keys: readonly TableKey[],
): ForeignKeyCandidate[] {
  const names = overlaps.columns.map(({ table, column }) =>
    readName(tables[table]?.columns[column]?.name ?? ''),
  )
  const tableWords = tables.map(({ name }) => wordsOf(name.split('.').at(-1) ?? name))
  const context = { tables, overlaps, keys, names, tableWords }
  return overlaps.columns.flatMap((_, from) => {
    const ranked = keys
      .flatMap((key) => judge(context, from, key) ?? [])
      .sort((a, b) => b.score - a.score || a.to.table - b.to.table || a.to.column - b.to.column)
    return ranked.map((candidate, rank) => ({
      ...candidate,
      accepted: rank === 0 && candidate.score >= threshold,
    }))
  })
}

function judge(
  { tables, overlaps, keys, names, tableWords }: Context,
  from: number,
  key: TableKey,
): ForeignKeyCandidate | undefined {
  const { columns, distinct, nulls, shared } = overlaps
  const to = key.index
  const at = columns[from] as ColumnAt
  const target = columns[to] as ColumnAt
  if (from === to) return undefined
  const column = names[from] as ColumnName
  const found = compareNames(
    column,
    tableWords[at.table] ?? [],
    names[to] as ColumnName,
    tableWords[target.table] ?? [],
  )
  // What is unique besides the key is referred to by its own name only.
  const sameName = column.words.join(' ') === names[to]?.words.join(' ')
  const name = key.main || sameName ? found : { score: 0, reason: '' }
  // The key of a table is what others refer to, unless it carries the name of the other.
  const ownKey = keys.find((k) => k.index === from && k.main)
  if (ownKey && (name.score < 0.85 || ownKey.named)) return undefined
  const rows = tables[at.table]?.rows ?? 0
  const targetRows = tables[target.table]?.rows ?? 0
  const used = distinct[from] as number
  const keyIs = key.main ? 'main key' : 'unique'
  if (rows === 0 || targetRows === 0) {
    // A key that is only guessed from a name, and no values to confirm it.
    const score = key.main ? name.score * (column.isKey ? 1 : 0.5) : 0
    const sure = name.reason.startsWith('names another row') ? name.score : score
    const evidence = { name: name.score, nameReason: name.reason, keyIs } as const
    return sure > 0.2
      ? { from: at, to: target, score: sure - 0.1, accepted: false, evidence }
      : undefined
  }
  if (used === 0) return undefined
  const inclusion = shared(from, to) / used
  if (inclusion < leastInclusion) return undefined
  const coverage = shared(from, to) / Math.max(1, distinct[to] as number)
  const cardinality = used === rows - (nulls[from] as number) ? 'one to one' : 'many to one'
  const evidence = {
    inclusion,
    coverage,
    name: name.score,
    nameReason: name.reason,
    cardinality,
    keyIs,
  } as const
  const score = weigh(evidence, column, used, isNumeric(tables, at))
  return { from: at, to: target, score, accepted: false, evidence }
}

/**
 * Small whole numbers are in every key that counts from 1: there, names must speak. Texts that are
 * all in a key are no accident.
 */
function weigh(
  evidence: ForeignKeyEvidence & { inclusion: number; coverage: number },
  column: ColumnName,
  used: number,
  numeric: boolean,
): number {
  const { name, inclusion, coverage, keyIs } = evidence
  const chance = numeric ? 0.05 : Math.min(0.45, 0.1 * Math.log2(used + 1))
  const values = chance + 0.15 * Math.sqrt(coverage)
  const looksLikeKey = column.isKey ? 0.1 : 0
  const main = keyIs === 'main key' ? 1 : 0.6
  const likely = 0.7 * name + values + looksLikeKey
  return Math.max(0, Math.min(1, likely)) * main * inclusion ** 4
}
