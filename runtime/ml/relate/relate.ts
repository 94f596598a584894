import type { TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import { columnsToPair, findApproximate } from './approximate.ts'
import { codeTable } from './codes.ts'
import { findDependencies } from './dependencies.ts'
import type { ForeignKeyEvidence } from './foreign-keys.ts'
import { rankForeignKeys } from './foreign-keys.ts'
import type { ColumnAt } from './inclusions.ts'
import { findOverlaps, inclusionsOf } from './inclusions.ts'
import { findMainKeys } from './main-keys.ts'

export interface RelateOptions {
  /** Look for functional dependencies and keys of several columns. Default: yes. */
  readonly dependencies?: boolean | undefined
  /** Columns of a left-hand side or a key at most. Default: all. */
  readonly widest?: number | undefined
  /** Share of rows that may break an approximate dependency. Default: 0.05; 0: none. */
  readonly error?: number | undefined
}

export interface Relations {
  readonly tables: readonly RelatedTable[]
  /** Columns of all tables whose values were compared: the first ones, where there are very many. */
  readonly compared: number
  readonly inclusions: readonly { readonly from: ColumnName; readonly to: ColumnName }[]
  /** By column, the likeliest first. */
  readonly foreignKeys: readonly RelatedForeignKey[]
}

export interface ColumnName {
  readonly table: string
  readonly column: string
}

export interface RelatedForeignKey {
  readonly from: ColumnName
  readonly to: ColumnName
  readonly score: number
  readonly accepted: boolean
  readonly evidence: ForeignKeyEvidence
}

export interface RelatedTable {
  readonly name: string
  readonly rows: number
  readonly sampledFrom?: number | undefined
  readonly columns: readonly string[]
  /** The likeliest key of one column. */
  readonly mainKey?: string | undefined
  /** Smallest sets of columns that no two rows share; columns may repeat a name. */
  readonly keys: readonly (readonly string[])[]
  readonly dependencies: readonly { readonly left: readonly string[]; readonly right: string }[]
  readonly approximate: readonly {
    readonly left: readonly string[]
    readonly right: string
    readonly error: number
  }[]
  /** How far dependencies and keys were looked for; absent where they were not. */
  readonly searched?:
    | {
        readonly columns: number
        readonly widest: number
        /** The first columns, among which what nearly holds was looked for. */
        readonly approximate: number
      }
    | undefined
}

/** At so many candidates, it says nothing to a reader that a foreign key is possible. */
const least = 0.15

/** Keys, dependencies, inclusions and foreign keys within and between tables. */
export async function relateTables(
  tables: readonly TextTable[],
  options: RelateOptions = {},
  work?: Work,
): Promise<Relations> {
  const overlaps = await findOverlaps(tables, work)
  const keys = findMainKeys(tables, overlaps)
  const named = ({ table, column }: ColumnAt): ColumnName => ({
    table: tables[table]?.name ?? '',
    column: tables[table]?.columns[column]?.name ?? '',
  })
  const foreignKeys = rankForeignKeys(tables, overlaps, keys)
    .filter((candidate) => candidate.score >= least)
    .map((candidate) => ({ ...candidate, from: named(candidate.from), to: named(candidate.to) }))
  const inclusions = inclusionsOf(overlaps).map(({ from, to }) => ({
    from: named(from),
    to: named(to),
  }))
  const related: RelatedTable[] = []
  for (const [t, table] of tables.entries()) {
    work?.progress?.(t, tables.length, table.name)
    const main = keys.find((k) => k.main && overlaps.columns[k.index]?.table === t)
    const mainKey = main && named(overlaps.columns[main.index] as ColumnAt).column
    related.push({ ...(await describeTable(table, options, work)), mainKey })
  }
  return { tables: related, compared: overlaps.columns.length, inclusions, foreignKeys }
}

async function describeTable(
  table: TextTable,
  { dependencies = true, widest, error }: RelateOptions,
  work: Work | undefined,
): Promise<RelatedTable> {
  const columns = table.columns.map((c) => c.name)
  const { name, rows, sampledFrom } = table
  const bare = { name, rows, sampledFrom, columns, keys: [], dependencies: [], approximate: [] }
  // Without rows everything depends on everything.
  if (!dependencies || rows === 0) return bare
  const coded = codeTable(table)
  const found = await findDependencies(coded, { widest }, work)
  const near = await findApproximate(coded, found.dependencies, { most: error }, work)
  const names = (at: readonly number[]) => at.map((c) => columns[c] ?? '')
  return {
    ...bare,
    keys: found.keys.map(names),
    dependencies: found.dependencies.map(({ left, right }) => ({
      left: names(left),
      right: columns[right] ?? '',
    })),
    approximate: near.map(({ left, right, error: share }) => ({
      left: names(left),
      right: columns[right] ?? '',
      error: share,
    })),
    searched: {
      columns: found.columns.length,
      widest: found.widest,
      approximate: columnsToPair(columns.length, rows),
    },
  }
}
