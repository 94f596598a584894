import type { Column } from '../../../nodes/kit/schema.ts'
import type { TargetColumn } from '../target.ts'
import { literal, name } from './names.ts'

/** A column whose canonical text is JSON, while the target is an array or a composite. */
export const needsConversion = (column: Column, target: TargetColumn): boolean =>
  (column.type.kind === 'list' || column.type.kind === 'struct' || column.type.kind === 'json') &&
  !/^jsonb?$|^text$|^character/.test(target.type)

/**
 * SELECT list that turns JSON text in `source` into the column types of `row`; PostgreSQL's
 * own record reader knows arrays of any depth and composites.
 */
export const convertedColumns = (
  row: string,
  columns: readonly { readonly target: TargetColumn; readonly json: boolean }[],
): string =>
  columns
    .map(({ target, json }) => {
      const column = name(target.name)
      return json
        ? `(json_populate_record(NULL::${row}, json_build_object(${literal(target.name)}, ${column}::json))).${column}`
        : column
    })
    .join(', ')
