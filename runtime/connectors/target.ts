import { didYouMean } from '../../nodes/kit/did-you-mean.ts'
import type { Column, Schema } from '../../nodes/kit/schema.ts'
import { findColumn } from '../../nodes/kit/schema.ts'
import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import { MigrateError } from '../error.ts'
import type { SinkRequest } from './connector.ts'

export interface TargetColumn {
  readonly name: string
  /** The system's own name of the type. */
  readonly type: string
  readonly nullable: boolean
  /** Filled by the system where an insert leaves it out. */
  readonly hasDefault: boolean
  /** Computed: an insert may not name it. */
  readonly generated: boolean
}

/** What the catalog says about an existing target. */
export interface TargetTable {
  readonly kind: 'table' | 'view'
  readonly columns: readonly TargetColumn[]
  /** Columns of every unique index over plain columns, the primary key first. */
  readonly uniqueKeys: readonly (readonly string[])[]
}

/** True where publishing renames the staging table instead of inserting from it. */
export const makesTable = (request: SinkRequest, target: TargetTable | undefined): boolean =>
  request.mode === 'create' ||
  request.mode === 'replace' ||
  (request.mode === 'create-or-append' && target === undefined)

export const tableNotFound = (table: TableName, known: Iterable<string>): MigrateError => {
  const near = didYouMean(table.name, known)
  return new MigrateError('TABLE_NOT_FOUND', `There is no table “${formatTable(table)}”.`, {
    table: formatTable(table),
    hint: near ? `Did you mean “${near}”?` : 'Check the name, the schema and your privileges.',
  })
}

export const tableExists = (table: TableName): MigrateError =>
  new MigrateError('TABLE_EXISTS', `The table “${formatTable(table)}” exists already.`, {
    table: formatTable(table),
    hint: 'Choose another name, or one of the modes append, truncate, replace, merge.',
  })

/**
 * Refuses a target that cannot take these rows.
 * @returns the target's spelling of the columns, in the order of the request.
 */
export function matchColumns(request: SinkRequest, target: TargetTable): readonly TargetColumn[] {
  const table = formatTable(request.table)
  const mismatch = (message: string, hint: string) =>
    new MigrateError('TARGET_MISMATCH', message, { table, hint })
  if (target.kind === 'view')
    throw mismatch(`“${table}” is a view.`, 'Name a table; rows cannot be loaded into a view.')
  const matched = request.columns.map((column) => matchColumn(column.name, target, table))
  for (const column of matched)
    if (column.generated)
      throw mismatch(
        `“${column.name}” is computed by the table itself.`,
        'Leave this column out of the mapping.',
      )
  const given = new Set(matched.map((c) => c.name))
  const missing = target.columns.find(
    (c) => !c.nullable && !c.hasDefault && !c.generated && !given.has(c.name),
  )
  if (missing)
    throw mismatch(
      `“${table}” needs a value for “${missing.name}”.`,
      'Map something to this column, or give it a default.',
    )
  if (request.mode === 'merge') matchKey(request, target, mismatch)
  return matched
}

function matchColumn(name: string, target: TargetTable, table: string): TargetColumn {
  const found =
    target.columns.find((c) => c.name === name) ??
    target.columns.find((c) => c.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  const near = didYouMean(
    name,
    target.columns.map((c) => c.name),
  )
  throw new MigrateError('TARGET_MISMATCH', `“${table}” has no column “${name}”.`, {
    table,
    hint: near ? `Did you mean “${near}”?` : 'Rename or remove the column, or use mode replace.',
    details: { column: name },
  })
}

function matchKey(
  request: SinkRequest,
  target: TargetTable,
  mismatch: (message: string, hint: string) => MigrateError,
): void {
  if (request.key.length === 0)
    throw mismatch('Merging needs a key.', 'Choose the columns by which rows are matched.')
  const wanted = keyOf(request.key)
  if (!target.uniqueKeys.some((key) => keyOf(key) === wanted))
    throw mismatch(
      `“${formatTable(request.table)}” has no unique index on (${request.key.join(', ')}).`,
      'Create a unique index on exactly these columns, so that a key can occur only once.',
    )
}

const keyOf = (names: readonly string[]) => JSON.stringify(names.map((n) => n.toLowerCase()).sort())

/** Key columns must be among the columns that come. */
export function checkKey(request: SinkRequest): void {
  for (const name of request.key)
    if (!findColumn(request.columns, name))
      throw new MigrateError('COLUMN_NOT_FOUND', `The key column “${name}” does not come in.`, {
        table: formatTable(request.table),
        hint: suggestion(name, request.columns),
      })
}

export const suggestion = (name: string, columns: Schema): string => {
  const near = didYouMean(
    name,
    columns.map((c) => c.name),
  )
  return near
    ? `Did you mean “${near}”?`
    : `There are: ${columns.map((c) => c.name).join(', ') || 'no columns'}.`
}

/** A key that occurs twice in what is to be merged; the order of rows decides nothing. */
export const duplicateKey = (table: TableName, key: string): MigrateError =>
  new MigrateError('CONSTRAINT_VIOLATED', `The key ${key} comes more than once.`, {
    table: formatTable(table),
    hint: 'Keep one row per key before the sink, for example with the distinct node.',
    details: { key },
  })

/** The column a reader was asked for, in the source's spelling. */
export function pickColumn<C extends Column>(known: readonly C[], wanted: string): C {
  const found =
    known.find((c) => c.name === wanted) ??
    known.find((c) => c.name.toLowerCase() === wanted.toLowerCase())
  if (found) return found
  throw new MigrateError('COLUMN_NOT_FOUND', `There is no column “${wanted}”.`, {
    hint: suggestion(wanted, known),
    details: { column: wanted },
  })
}

/** Two columns that differ in case only cannot be told apart later on. */
export function refuseRepeats(names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name.toLowerCase()))
      throw new MigrateError('QUERY_FAILED', `The column “${name}” occurs twice.`, {
        hint: 'Give every column of the query a name of its own with AS; case does not count.',
      })
    seen.add(name.toLowerCase())
  }
}
