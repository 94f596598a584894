import type { TableName } from '../../../nodes/kit/source.ts'
import type { TableColumn } from '../model.ts'
import type { CastRule } from './cast-rules.ts'
import { globMatches } from './glob.ts'
import { nativeParts } from './types/native.ts'

type Guards = NonNullable<CastRule['when']>
type Amount = Guards['length']

/** The first rule that holds for a column. */
export const matchRule = (
  rules: readonly CastRule[],
  table: TableName,
  column: TableColumn,
): CastRule | undefined =>
  rules.find(
    (rule) =>
      (rule.type === undefined || globMatches(rule.type, column.nativeType)) &&
      (rule.column === undefined || matchesColumn(rule.column, table, column.name)) &&
      (rule.when === undefined || holds(rule.when, column)),
  )

function matchesColumn(glob: string, table: TableName, column: string): boolean {
  const short = `${table.name}.${column}`
  return (
    globMatches(glob, short) ||
    (table.schema !== undefined && globMatches(glob, `${table.schema}.${short}`))
  )
}

function holds(when: Guards, column: TableColumn): boolean {
  const { numbers, unsigned } = nativeParts(column.nativeType)
  return (
    (when.unsigned === undefined || when.unsigned === unsigned) &&
    within(when.precision, numbers[0]) &&
    within(when.scale, numbers[0] === undefined ? undefined : (numbers[1] ?? 0)) &&
    within(when.length, numbers[0]) &&
    (when.nullable === undefined || when.nullable === column.nullable) &&
    (when.autoIncrement === undefined || when.autoIncrement === (column.identity !== undefined)) &&
    defaultHolds(when.default, column.default)
  )
}

function within(amount: Amount, value: number | undefined): boolean {
  if (amount === undefined) return true
  if (value === undefined) return false
  if (typeof amount === 'number') return value === amount
  return value >= (amount.min ?? -Infinity) && value <= (amount.max ?? Infinity)
}

function defaultHolds(glob: string | null | undefined, value: string | undefined): boolean {
  if (glob === undefined) return true
  if (glob === null) return value === undefined
  return value !== undefined && globMatches(glob, value)
}
