import type { ForeignKey, IndexPart, IndexSchema, TableSchema } from '../model.ts'
import { checkSql, primaryKeySql } from './mssql-tables.ts'
import type { DdlObject, DdlOptions, DdlStatement } from './phases.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('mssql')

/** The index that orders the rows comes first: it moves all of them. */
export function indexStatements(t: TableSchema, { primaryKeys }: DdlOptions): DdlStatement[] {
  const late = primaryKeys === 'late' ? t.primaryKey : undefined
  const indexes = t.indexes.flatMap((index) => indexStatement(t, index))
  const orders = (it: DdlStatement) => / CLUSTERED /.test(it.sql.slice(0, 40))
  return [
    ...indexes.filter(orders),
    ...(late ? [add(t, 'primary key', late.name, primaryKeySql(t, late))] : []),
    ...t.uniques.map((key) =>
      add(
        t,
        'unique',
        key.name,
        words(constraintName(q, key.name), `UNIQUE NONCLUSTERED (${q.names(key.columns)})`),
      ),
    ),
    ...indexes.filter((it) => !orders(it)),
  ]
}

/** Foreign keys, and checks that rows already loaded may break. */
export const foreignKeyStatements = (t: TableSchema): DdlStatement[] => [
  ...t.checks
    .filter((c) => c.notValid)
    .map((c) => add(t, 'check', c.name, checkSql(c), 'WITH NOCHECK')),
  ...t.foreignKeys.map((key) =>
    add(
      t,
      'foreign key',
      key.name,
      foreignKeySql(key),
      key.notValid ? 'WITH NOCHECK' : 'WITH CHECK',
    ),
  ),
]

const add = (
  { table }: TableSchema,
  kind: DdlObject['kind'],
  name: string | undefined,
  sql: string,
  checked?: string,
): DdlStatement => ({
  sql: words(`ALTER TABLE ${q.table(table)}`, checked, `ADD ${sql}`),
  object: { kind, table, name: name ?? `${kind} of ${table.name}` },
})

const actions: Readonly<Record<ForeignKey['onDelete'], string>> = {
  'no action': 'NO ACTION',
  restrict: 'NO ACTION',
  cascade: 'CASCADE',
  'set null': 'SET NULL',
  'set default': 'SET DEFAULT',
}

const foreignKeySql = (key: ForeignKey): string =>
  words(
    constraintName(q, key.name),
    `FOREIGN KEY (${q.names(key.columns)}) REFERENCES ${q.table(key.references)}`,
    key.referencedColumns.length > 0 && `(${q.names(key.referencedColumns)})`,
    `ON DELETE ${actions[key.onDelete]} ON UPDATE ${actions[key.onUpdate]}`,
  )

/** Empty for what the ledger lists: an index on an expression, XML, spatial and full-text indexes. */
function indexStatement({ table }: TableSchema, index: IndexSchema): DdlStatement[] {
  const { method, nativeMethod } = index
  const columnstore = /^(clustered|nonclustered) columnstore$/.test(nativeMethod ?? '')
  if (method === 'fulltext' || method === 'spatial') return []
  if (method === 'other' && !columnstore) return []
  if (index.parts.some((p) => p.column === undefined)) return []
  const object = { kind: 'index', table, name: index.name } as const
  const on = `INDEX ${q.name(index.name)} ON ${q.table(table)}`
  if (columnstore) {
    const columns = nativeMethod?.startsWith('non')
      ? `(${index.parts.map((p) => q.name(p.column ?? '')).join(', ')})`
      : ''
    return [{ sql: words('CREATE', nativeMethod?.toUpperCase(), on, columns), object }]
  }
  const sql = words(
    'CREATE',
    index.unique && 'UNIQUE',
    nativeMethod === 'clustered' ? 'CLUSTERED' : 'NONCLUSTERED',
    on,
    `(${index.parts.map(partSql).join(', ')})`,
    index.include.length > 0 && `INCLUDE (${q.names(index.include)})`,
    index.where !== undefined && `WHERE ${index.where}`,
  )
  return [{ sql, object }]
}

const partSql = (part: IndexPart): string =>
  words(q.name(part.column ?? ''), part.descending && 'DESC')
