import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { MigrateError } from '../../error.ts'
import type { Loss } from '../../schema/loss.ts'
import type { DatabaseSchema, ForeignKey, TableSchema } from '../../schema/model.ts'
import { tableMatches } from './globs.ts'
import type { MigrationOptions, TableOverride } from './input.ts'

export const tableKey = (table: TableName): string => JSON.stringify([table.schema, table.name])

/** What was asked for on a table, by the name a person would write. */
export const overrideOf = (
  options: MigrationOptions,
  table: TableName,
): TableOverride | undefined => options.tables[formatTable(table)] ?? options.tables[table.name]

/**
 * The part of a database that was asked for. What it refers to and does not contain is a
 * loss: foreign keys to tables left out, constraints and indexes over columns left out.
 */
export function selectTables(
  schema: DatabaseSchema,
  options: MigrationOptions,
): { schema: DatabaseSchema; losses: Loss[] } {
  const { include, exclude } = options
  const wanted = (name: TableName) =>
    (include.length === 0 || include.some((glob) => tableMatches(name, glob))) &&
    !exclude.some((glob) => tableMatches(name, glob))
  for (const glob of include)
    if (
      ![...schema.tables.map((t) => t.table), ...schema.views.map((v) => v.view)].some((name) =>
        tableMatches(name, glob),
      )
    )
      throw new MigrateError('TABLE_NOT_FOUND', `No table or view is named like “${glob}”.`, {
        hint: 'Patterns are names such as orders, shop.orders, or order_*.',
      })
  refuseUnknown(schema, options)
  const tables = schema.tables.filter((t) => wanted(t.table))
  const there = new Set(tables.map((t) => tableKey(t.table)))
  const losses: Loss[] = []
  const kept = tables.map((table) => {
    const cut = withoutColumns(table, overrideOf(options, table.table)?.without ?? [], losses)
    const foreignKeys = cut.foreignKeys.filter((key) => {
      const known = there.has(tableKey(resolve(key.references, table.table)))
      if (!known) losses.push(keyOmitted(table, key))
      return known
    })
    return { ...cut, foreignKeys }
  })
  return {
    schema: {
      ...schema,
      tables: kept,
      views: schema.views.filter((v) => wanted(v.view)),
      others: schema.others.filter(
        (o) =>
          (o.table === undefined || there.has(tableKey(resolve(o.table, o.table)))) &&
          (o.kind !== 'virtual table' || wanted(o.name)),
      ),
      notes: schema.notes?.filter(({ object: { kind, table } }) => {
        if (table === undefined) return true
        if (kind === 'view') return wanted(table)
        return !ofTable.has(kind) || there.has(tableKey(table))
      }),
    },
    losses,
  }
}

const ofTable = new Set<Loss['object']['kind']>(['table', 'column', 'trigger'])

const resolve = (name: TableName, from: TableName): TableName =>
  name.schema === undefined && from.schema !== undefined ? { ...name, schema: from.schema } : name

function refuseUnknown(schema: DatabaseSchema, options: MigrationOptions): void {
  for (const [key, override] of Object.entries(options.tables)) {
    const table = schema.tables.find((t) => formatTable(t.table) === key || t.table.name === key)
    if (!table)
      throw new MigrateError('TABLE_NOT_FOUND', `There is no table “${key}” to set anything for.`, {
        hint: 'Correct the name, or remove its settings.',
      })
    const missing = override.without?.find((c) => !table.columns.some((known) => known.name === c))
    if (missing !== undefined)
      throw new MigrateError('COLUMN_NOT_FOUND', `“${key}” has no column “${missing}”.`, {
        table: key,
        hint: 'Correct the name of the column to leave out.',
      })
  }
}

function withoutColumns(
  table: TableSchema,
  without: readonly string[],
  losses: Loss[],
): TableSchema {
  if (without.length === 0) return table
  const gone = new Set(without)
  const whole = (columns: readonly (string | undefined)[]) =>
    !columns.some((c) => c !== undefined && gone.has(c))
  const omitted = (kind: Loss['object']['kind'], name: string, source: string) =>
    void losses.push({
      code: kind === 'index' ? 'INDEX_OMITTED' : 'CONSTRAINT_OMITTED',
      severity: 'warning',
      object: { kind, table: table.table, name },
      source,
      target: '',
      reason: 'It needs a column that is left out.',
    })
  const key = table.primaryKey
  if (key && !whole(key.columns))
    omitted('constraint', key.name ?? 'PRIMARY', key.columns.join(', '))
  const keep = <T>(
    items: readonly T[],
    columns: (item: T) => readonly (string | undefined)[],
    tell: (item: T) => void,
  ) =>
    items.filter((item) => {
      const fits = whole(columns(item))
      if (!fits) tell(item)
      return fits
    })
  return {
    ...table,
    columns: table.columns.filter((c) => !gone.has(c.name)),
    primaryKey: key && whole(key.columns) ? key : undefined,
    uniques: keep(
      table.uniques,
      (u) => u.columns,
      (u) => omitted('constraint', u.name ?? '', u.columns.join(', ')),
    ),
    foreignKeys: keep(
      table.foreignKeys,
      (f) => f.columns,
      (f) => omitted('constraint', f.name ?? '', f.columns.join(', ')),
    ),
    indexes: keep(
      table.indexes,
      (i) => [...i.parts.map((p) => p.column), ...i.include],
      (i) => omitted('index', i.name, i.name),
    ),
  }
}

const keyOmitted = (table: TableSchema, key: ForeignKey): Loss => ({
  code: 'FOREIGN_KEY_OMITTED',
  severity: 'warning',
  object: { kind: 'constraint', table: table.table, name: key.name ?? key.columns.join(', ') },
  source: `(${key.columns.join(', ')}) refers to ${formatTable(key.references)}`,
  target: '',
  reason: `${formatTable(key.references)} is not migrated.`,
})
