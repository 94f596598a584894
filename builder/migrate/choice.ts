import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import { tableMatches } from '../../nodes/kit/table-globs.ts'

/** Which tables come: all but some, or some only; by name and by pattern. */
export interface TableChoice {
  readonly mode: 'all' | 'only'
  readonly names: readonly string[]
  readonly patterns: readonly string[]
}

export const everyTable: TableChoice = { mode: 'all', names: [], patterns: [] }

/** The pattern that decides about a table; its box cannot change that. */
export const patternOf = (choice: TableChoice, table: TableName): string | undefined =>
  choice.patterns.find((it) => tableMatches(table, it))

export function isTaken(choice: TableChoice, table: TableName): boolean {
  const named = choice.names.includes(formatTable(table)) || patternOf(choice, table) !== undefined
  return named === (choice.mode === 'only')
}

/** The choice with these tables taken or left out; what a pattern decides stays. */
export function withTables(
  choice: TableChoice,
  tables: readonly TableName[],
  taken: boolean,
): TableChoice {
  const named = taken === (choice.mode === 'only')
  const names = new Set(choice.names)
  for (const table of tables)
    if (named && patternOf(choice, table) === undefined) names.add(formatTable(table))
    else names.delete(formatTable(table))
  return { ...choice, names: [...names] }
}

/** What the node keeps: patterns to include, and patterns to exclude. */
export const globsOf = ({ mode, names, patterns }: TableChoice) => {
  const globs = [...patterns, ...names]
  return mode === 'only' ? { include: globs, exclude: [] } : { include: [], exclude: globs }
}

/** Whether the settings of a “Read whole database” node take a table. */
export const isSelected = (
  config: {
    readonly include: readonly string[]
    readonly exclude: readonly string[]
    readonly schemas: readonly string[]
  },
  table: TableName,
): boolean =>
  (config.schemas.length === 0 ||
    table.schema === undefined ||
    config.schemas.includes(table.schema)) &&
  (config.include.length === 0 || config.include.some((it) => tableMatches(table, it))) &&
  !config.exclude.some((it) => tableMatches(table, it))

/** Patterns as a person types them: one a line, or between commas. */
export const readPatterns = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((it) => it.trim())
    .filter((it) => it !== '')
