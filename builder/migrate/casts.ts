import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'

/** A rule of a cast file; fields that are not edited here are kept as they are. */
export interface CastRule {
  readonly type?: string
  readonly column?: string
  readonly to?: string
  readonly [field: string]: unknown
}

/** The rules of a cast file's text; undefined where it cannot be read. */
export function readCasts(text: string): readonly CastRule[] | undefined {
  if (text.trim() === '') return []
  try {
    const { casts } = JSON.parse(text) as { casts?: unknown }
    return Array.isArray(casts) ? (casts as CastRule[]) : undefined
  } catch {
    return undefined
  }
}

export const writeCasts = (rules: readonly CastRule[]): string =>
  rules.length === 0 ? '' : JSON.stringify({ casts: rules }, null, 2)

/** Rules that can be carried out: they name something, and what becomes of it. */
export const completeCasts = (rules: readonly CastRule[]): readonly CastRule[] =>
  rules.filter(({ type, column, ...rest }) => {
    const says = Object.entries(rest).some(([key, value]) => key !== 'when' && value !== '')
    return Boolean(type || column) && says
  })

const columnKey = (table: TableName, column: string) => `${formatTable(table)}.${column}`

/** The target's type that a rule for just this column asks for. */
export const columnCast = (
  rules: readonly CastRule[],
  table: TableName,
  column: string,
): string | undefined => rules.find((it) => it.column === columnKey(table, column))?.to

/** The rules with a column's type set; empty: as it would be without. First match wins. */
export function withColumnCast(
  rules: readonly CastRule[],
  table: TableName,
  column: string,
  to: string,
): readonly CastRule[] {
  const key = columnKey(table, column)
  const at = rules.findIndex((it) => it.column === key)
  const { to: _, ...rest } = rules[at] ?? {}
  const isEmpty = Object.keys(rest).every((field) => field === 'column')
  if (to === '') return at < 0 ? rules : isEmpty ? rules.toSpliced(at, 1) : rules.with(at, rest)
  const rule = { ...rest, column: key, to }
  return at < 0 ? [rule, ...rules] : rules.with(at, rule)
}
