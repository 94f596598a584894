import type { ConfigCheck } from './config-check.ts'
import { formatType, isNumeric } from './data-type.ts'
import type { IssuePath } from './issue.ts'
import type { Column, Schema } from './schema.ts'

/** The columns of a list, which must hold numbers. */
export function numericColumns(
  check: ConfigCheck,
  schema: Schema,
  names: readonly string[],
  path: IssuePath,
): Column[] {
  const found = check.columns(schema, names, path)
  for (const { name, type } of found)
    if (!isNumeric(type))
      check.add('WRONG_COLUMN_TYPE', [...path, names.indexOf(name)], {
        column: name,
        actual: formatType(type),
        expected: 'integer, decimal, double',
      })
  return found
}

/** Those of a list, or every column of numbers where the list is empty. */
export const chosenNumbers = (
  check: ConfigCheck,
  schema: Schema,
  names: readonly string[],
  path: IssuePath,
): Column[] =>
  names.length > 0
    ? numericColumns(check, schema, names, path)
    : schema.filter((c) => isNumeric(c.type))
