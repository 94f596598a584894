import { canCast } from './coerce.ts'
import type { ConfigCheck } from './config-check.ts'
import { fits } from './conversion.ts'
import { formatType } from './data-type.ts'
import { nearest } from './did-you-mean.ts'
import type { IssuePath } from './issue.ts'
import type { Column, Schema } from './schema.ts'
import { columnNames, findColumn } from './schema.ts'

/**
 * Compares columns to write with those of an existing table: unknown ones, types that may
 * not fit, required ones that nothing fills. `pathOf` tells where each column is set.
 */
export function checkTarget(
  check: ConfigCheck,
  columns: Schema,
  target: Schema,
  pathOf: (column: Column | undefined) => IssuePath,
): void {
  for (const column of columns) {
    const found = findColumn(target, column.name)
    if (found) checkType(check, column, found, pathOf(column))
    else check.add('TARGET_COLUMN_UNKNOWN', pathOf(column), unknown(column.name, target))
  }
  for (const { name, nullable } of target)
    if (!nullable && !findColumn(columns, name))
      check.add('TARGET_COLUMN_MISSING', pathOf(undefined), { column: name })
}

function checkType(check: ConfigCheck, column: Column, target: Column, path: IssuePath): void {
  if (fits(column.type, target.type)) return
  const [from, to] = [formatType(column.type), formatType(target.type)]
  if (canCast(column.type, target.type))
    check.add('LOSSY_CAST', path, { column: column.name, from, to })
  else check.add('WRONG_COLUMN_TYPE', path, { column: column.name, actual: from, expected: to })
}

function unknown(column: string, target: Schema) {
  const names = columnNames(target)
  const suggestion = nearest(column, names) ?? ''
  return { column, suggestion, columns: names.slice(0, 20).join(', ') || '–' }
}
