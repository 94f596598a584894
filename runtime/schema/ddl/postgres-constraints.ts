import type { TableName } from '../../../nodes/kit/source.ts'
import type { ForeignKey, IndexPart, IndexSchema, TableSchema } from '../model.ts'
import type { DdlObject, DdlOptions, DdlStatement } from './phases.ts'
import { checkSql, deferral, keySql } from './postgres-tables.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('postgres')

/** A late primary key, unique constraints and indexes of a table. */
export function indexStatements(t: TableSchema, { primaryKeys }: DdlOptions): DdlStatement[] {
  const late = primaryKeys === 'late' ? t.primaryKey : undefined
  return [
    ...(late ? [add(t, 'primary key', late.name, keySql('PRIMARY KEY', late))] : []),
    ...t.uniques.map((key) => add(t, 'unique', key.name, keySql('UNIQUE', key))),
    ...t.indexes.map((index) => indexStatement(t.table, index)),
  ]
}

/** Foreign keys, and checks that rows already loaded may break. */
export const lateConstraints = (t: TableSchema): DdlStatement[] => [
  ...t.checks.filter((c) => c.notValid).map((c) => add(t, 'check', c.name, checkSql(c))),
  ...t.foreignKeys.map((key) => add(t, 'foreign key', key.name, foreignKeySql(key))),
]

const add = (
  { table }: TableSchema,
  kind: DdlObject['kind'],
  name: string | undefined,
  sql: string,
): DdlStatement => ({
  sql: `ALTER TABLE ${q.table(table)} ADD ${sql}`,
  object: { kind, table, name: name ?? `${kind} of ${table.name}` },
})

const foreignKeySql = (key: ForeignKey): string =>
  words(
    constraintName(q, key.name),
    `FOREIGN KEY (${q.names(key.columns)}) REFERENCES ${q.table(key.references)}`,
    key.referencedColumns.length > 0 && `(${q.names(key.referencedColumns)})`,
    key.match === 'full' && 'MATCH FULL',
    key.onUpdate !== 'no action' && `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete !== 'no action' && `ON DELETE ${key.onDelete.toUpperCase()}`,
    deferral(key),
    key.notValid && 'NOT VALID',
  )

/** Also of materialised views. */
export function indexStatement(table: TableName, index: IndexSchema): DdlStatement {
  const sql = words(
    'CREATE',
    index.unique && 'UNIQUE',
    `INDEX ${q.name(index.name)} ON ${q.table(table)} USING ${methodOf(index)}`,
    `(${index.parts.map(partSql).join(', ')})`,
    index.include.length > 0 && `INCLUDE (${q.names(index.include)})`,
    index.nullsNotDistinct && 'NULLS NOT DISTINCT',
    index.where !== undefined && `WHERE ${index.where}`,
  )
  return { sql, object: { kind: 'index', table, name: index.name } }
}

function methodOf({ method, nativeMethod }: IndexSchema): string {
  if (method === 'other') return q.name(nativeMethod ?? 'btree')
  return { btree: 'btree', hash: 'hash', fulltext: 'gin', spatial: 'gist' }[method]
}

const partSql = (part: IndexPart): string =>
  words(
    part.column === undefined ? `(${part.expression})` : q.name(part.column),
    part.collation && `COLLATE ${part.collation}`,
    part.operatorClass,
    part.descending && 'DESC',
    part.nulls && `NULLS ${part.nulls.toUpperCase()}`,
  )
