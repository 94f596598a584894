import type { ForeignKey, IndexPart, IndexSchema, KeyConstraint, TableSchema } from '../model.ts'
import type { InlineKey } from './mysql-tables.ts'
import type { DdlObject, DdlStatement } from './phases.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('mysql')

export const keySql = (kind: 'PRIMARY KEY' | 'UNIQUE KEY', key: KeyConstraint): string =>
  words(
    kind,
    key.name !== undefined && kind === 'UNIQUE KEY' && q.name(key.name),
    `(${key.columns.map((c, i) => keyPart(c, key.prefixLengths?.[i] ?? undefined)).join(', ')})`,
  )

const keyPart = (column: string, prefix: number | undefined) =>
  prefix === undefined ? q.name(column) : `${q.name(column)}(${prefix})`

/** As a part of CREATE TABLE, and after ADD. */
export function indexSql(index: IndexSchema): string {
  const kind = { fulltext: 'FULLTEXT KEY', spatial: 'SPATIAL KEY' }
  const { method } = index
  return words(
    method === 'fulltext' || method === 'spatial'
      ? kind[method]
      : index.unique
        ? 'UNIQUE KEY'
        : 'KEY',
    q.name(index.name),
    `(${index.parts.map(partSql).join(', ')})`,
    method === 'hash' && 'USING HASH',
  )
}

const partSql = (part: IndexPart): string =>
  words(
    part.column === undefined ? `(${part.expression})` : keyPart(part.column, part.prefixLength),
    part.descending && 'DESC',
  )

/** One ALTER TABLE reads the rows once for all its indexes; special ones want one each. */
export function indexStatements(t: TableSchema, inline: InlineKey | undefined): DdlStatement[] {
  const isInline = (it: KeyConstraint | IndexSchema) =>
    inline !== undefined &&
    (('unique' in inline && inline.unique === it) || ('index' in inline && inline.index === it))
  const statement = (kind: DdlObject['kind'], name: string, sql: string): DdlStatement => ({
    sql: `ALTER TABLE ${q.table(t.table)} ADD ${sql}`,
    object: { kind, table: t.table, name },
  })
  const uniques = t.uniques
    .filter((key) => !isInline(key))
    .map((key) => statement('unique', key.name ?? key.columns.join(), keySql('UNIQUE KEY', key)))
  const indexes = t.indexes.filter((index) => !isInline(index))
  const of = (special: boolean) =>
    indexes
      .filter((index) => (index.method === 'fulltext' || index.method === 'spatial') === special)
      .map((index) => statement('index', index.name, indexSql(index)))
  const plain = [...uniques, ...of(false)]
  return [...(plain.length > 1 ? [together(t, plain)] : plain), ...of(true)]
}

function together({ table }: TableSchema, pieces: readonly DdlStatement[]): DdlStatement {
  const start = `ALTER TABLE ${q.table(table)} `
  return {
    sql: start + pieces.map((piece) => piece.sql.slice(start.length)).join(', '),
    object: { kind: 'index', table, name: pieces.map((piece) => piece.object.name).join(', ') },
    pieces,
  }
}

/** One by one: each error then names its key. */
export const foreignKeyStatements = ({ table, foreignKeys }: TableSchema): DdlStatement[] =>
  foreignKeys.map((key) => ({
    sql: `ALTER TABLE ${q.table(table)} ADD ${foreignKeySql(key)}`,
    object: { kind: 'foreign key', table, name: key.name ?? key.columns.join() },
  }))

const foreignKeySql = (key: ForeignKey): string =>
  words(
    constraintName(q, key.name),
    `FOREIGN KEY (${q.names(key.columns)})`,
    `REFERENCES ${q.table(key.references)} (${q.names(key.referencedColumns)})`,
    `ON DELETE ${key.onDelete.toUpperCase()} ON UPDATE ${key.onUpdate.toUpperCase()}`,
  )
