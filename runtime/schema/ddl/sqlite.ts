import type {
  DatabaseSchema,
  ForeignKey,
  IndexPart,
  IndexSchema,
  OtherObject,
  TableColumn,
  TableSchema,
} from '../model.ts'
import { isTextIndex } from '../virtual-tables.ts'
import { inDependencyOrder } from './order.ts'
import type { DdlPhases, DdlStatement } from './phases.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('sqlite')

/** All constraints are in CREATE TABLE; SQLite adds none later, and keeps no comments. */
export function sqliteDdl({ tables, views, others }: DatabaseSchema): DdlPhases {
  return {
    before: [],
    tables: tables.map(tableStatement),
    indexes: tables.flatMap((t) => t.indexes.map((index) => indexStatement(t, index))),
    constraints: [],
    sequences: tables.flatMap(counterStatements),
    views: inDependencyOrder(
      views,
      (v) => v.view.name,
      (v) => v.sql,
    ).map((v) => ({
      sql: words(
        `CREATE VIEW ${q.table(v.view)}`,
        v.columns.length > 0 && `(${q.names(v.columns)})`,
        `AS ${v.sql}`,
      ),
      object: { kind: 'view', name: v.view.name },
    })),
    comments: [],
    others: [
      ...others.filter((it) => it.kind === 'virtual table').flatMap(virtualTable),
      ...others
        .filter((it) => it.kind === 'trigger')
        .map(
          (it): DdlStatement => ({
            sql: it.text,
            object: { kind: 'trigger', table: it.table, name: it.name.name },
          }),
        ),
    ],
    analyse: tables.map(({ table }) => ({
      sql: `ANALYZE ${q.table(table)}`,
      object: { kind: 'statistics', table, name: table.name },
    })),
  }
}

function tableStatement(t: TableSchema): DdlStatement {
  const counted = rowNumber(t)
  const inline = counted ?? plainIntegerKey(t)
  const lines = [
    ...t.columns.map((c) => columnSql(t, c, c === inline, c === counted)),
    ...(t.primaryKey && !inline
      ? [
          words(
            constraintName(q, t.primaryKey.name),
            `PRIMARY KEY (${q.names(t.primaryKey.columns)})`,
          ),
        ]
      : []),
    ...t.uniques.map((key) =>
      words(constraintName(q, key.name), `UNIQUE (${q.names(key.columns)})`),
    ),
    ...t.checks.map((check) => words(constraintName(q, check.name), `CHECK (${check.expression})`)),
    ...t.foreignKeys.map(foreignKeySql),
  ]
  const options = t.options && t.options.length > 0 ? ` ${t.options.join(', ')}` : ''
  return {
    sql: `CREATE TABLE ${q.table(t.table)} (\n  ${lines.join(',\n  ')}\n)${options}`,
    object: { kind: 'table', table: t.table, name: t.table.name },
  }
}

/** The column that is the row number: the only one SQLite can count up. */
function rowNumber(t: TableSchema): TableColumn | undefined {
  if (t.primaryKey?.columns.length !== 1 || t.options?.includes('WITHOUT ROWID')) return undefined
  return t.columns.find((c) => c.identity && c.name === t.primaryKey?.columns[0])
}

/** An INTEGER PRIMARY KEY is the row number and is counted up, unless it is declared DESC. */
function plainIntegerKey(t: TableSchema): TableColumn | undefined {
  if (t.primaryKey?.columns.length !== 1 || t.options?.includes('WITHOUT ROWID')) return undefined
  const column = t.columns.find((c) => c.name === t.primaryKey?.columns[0])
  return column && !column.identity && /^integer$/i.test(column.nativeType) ? column : undefined
}

function columnSql(t: TableSchema, c: TableColumn, key: boolean, counted: boolean): string {
  return words(
    q.name(c.name),
    counted ? 'INTEGER' : c.nativeType,
    key && constraintName(q, t.primaryKey?.name),
    key && 'PRIMARY KEY',
    key && !counted && 'DESC',
    counted && !c.identity?.reusesNumbers && 'AUTOINCREMENT',
    !c.nullable && !counted && 'NOT NULL',
    c.default !== undefined && `DEFAULT ${defaultSql(c.default)}`,
    c.collation !== undefined && `COLLATE ${q.name(c.collation)}`,
    c.generated &&
      `GENERATED ALWAYS AS (${c.generated.expression}) ${c.generated.stored ? 'STORED' : 'VIRTUAL'}`,
  )
}

const plain =
  /^(?:'(?:[^']|'')*'|x'[0-9a-f]*'|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|null|true|false|current_(?:time|date|timestamp))$/i

const defaultSql = (sql: string): string => (plain.test(sql) ? sql : `(${sql})`)

const foreignKeySql = (key: ForeignKey): string =>
  words(
    constraintName(q, key.name),
    `FOREIGN KEY (${q.names(key.columns)}) REFERENCES ${q.name(key.references.name)}`,
    key.referencedColumns.length > 0 && `(${q.names(key.referencedColumns)})`,
    key.onUpdate !== 'no action' && `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete !== 'no action' && `ON DELETE ${key.onDelete.toUpperCase()}`,
    key.deferrable && words('DEFERRABLE', key.initiallyDeferred && 'INITIALLY DEFERRED'),
  )

const indexStatement = ({ table }: TableSchema, index: IndexSchema): DdlStatement => ({
  sql: words(
    'CREATE',
    index.unique && 'UNIQUE',
    `INDEX ${q.name(index.name)} ON ${q.table(table)}`,
    `(${index.parts.map(partSql).join(', ')})`,
    index.where !== undefined && `WHERE ${index.where}`,
  ),
  object: { kind: 'index', table, name: index.name },
})

const partSql = (part: IndexPart): string =>
  words(
    part.column === undefined ? part.expression : q.name(part.column),
    part.collation && `COLLATE ${q.name(part.collation)}`,
    part.descending && 'DESC',
  )

/** A full-text table over the rows of another is filled from there; others stay empty. */
function virtualTable({ name, text }: OtherObject): DdlStatement[] {
  const object = { kind: 'table', table: name, name: name.name } as const
  const made: DdlStatement = { sql: text, object }
  if (!isTextIndex(text)) return [made]
  const fts = q.name(name.name)
  const rebuild = `INSERT INTO ${fts} (${fts}) VALUES ('rebuild')`
  return [made, { sql: rebuild, object: { ...object, kind: 'index' } }]
}

/** SQLite remembers the highest number of the rows itself; this is for rows that are gone. */
function counterStatements(t: TableSchema): DdlStatement[] {
  const next = rowNumber(t)?.identity?.next
  if (next === undefined || BigInt(next) <= 1n) return []
  const last = (BigInt(next) - 1n).toString()
  const table = q.literal(t.table.name)
  const object = { kind: 'sequence', table: t.table, name: t.table.name } as const
  return [
    {
      sql: `INSERT INTO sqlite_sequence (name, seq) SELECT ${table}, ${last} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${table})`,
      object,
    },
    {
      sql: `UPDATE sqlite_sequence SET seq = max(seq, ${last}) WHERE name = ${table}`,
      object,
    },
  ]
}
