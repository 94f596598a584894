import { formatTable } from '../../../nodes/kit/source.ts'
import type { DatabaseSchema, TableColumn, TableSchema } from '../../schema/model.ts'
import { tableKey } from './select-tables.ts'

/** What has changed in the migrated tables of a source since it was read, a line each. */
export function schemaDrift(
  before: DatabaseSchema,
  after: DatabaseSchema,
  migrated: ReadonlySet<string>,
): string[] {
  const now = new Map(after.tables.map((t) => [tableKey(t.table), t]))
  return before.tables
    .filter((t) => migrated.has(tableKey(t.table)))
    .flatMap((table) => {
      const name = formatTable(table.table)
      const found = now.get(tableKey(table.table))
      return found ? columnDrift(name, table, found) : [`${name}: the table is gone`]
    })
}

function columnDrift(name: string, before: TableSchema, after: TableSchema): string[] {
  const old = new Map(before.columns.map((c) => [c.name, c]))
  const now = new Map(after.columns.map((c) => [c.name, c]))
  const gone = before.columns
    .filter((c) => !now.has(c.name))
    .map((c) => `column “${c.name}” is gone`)
  const come = after.columns.filter((c) => !old.has(c.name)).map((c) => `column “${c.name}” is new`)
  const changed = before.columns.flatMap((c) => {
    const other = now.get(c.name)
    return other && summary(c) !== summary(other)
      ? [`column “${c.name}” was ${summary(c)} and is ${summary(other)}`]
      : []
  })
  return [...gone, ...come, ...changed].map((line) => `${name}: ${line}`)
}

const summary = (c: TableColumn): string =>
  `${c.nativeType}${c.nullable ? '' : ' not null'}${c.default === undefined ? '' : ` default ${c.default}`}`
