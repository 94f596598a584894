import type { DataType } from '../../../nodes/kit/data-type.ts'
import { compact, groupBy } from '../../schema/group.ts'
import type {
  ForeignKey,
  Identity,
  IndexSchema,
  KeyConstraint,
  TableColumn,
  TableSchema,
} from '../../schema/model.ts'
import type { Database } from './database.ts'
import { rows } from './database.ts'
import { columnTypes } from './describe.ts'
import { literal, name } from './names.ts'
import type { ParsedTable } from './parse-table.ts'
import { parseTable } from './parse-table.ts'
import { tokensOf } from './sql-tokens.ts'

export interface RelationRow {
  readonly name: string
  readonly type: 'table' | 'view' | 'virtual'
  readonly withoutRowid: number
  readonly strict: number
  readonly sql: string
}

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly required: number
  readonly fallback: string | null
  readonly key: number
  /** 2 virtual, 3 stored. */
  readonly hidden: number
}

export type ColumnRows = ReadonlyMap<string, readonly ColumnRow[]>

/** Columns of all tables and views. */
export const readColumnRows = (db: Database): ColumnRows =>
  groupBy(
    rows<ColumnRow>(
      db,
      `SELECT m.name AS "table", x.name, x.type, x."notnull" AS required, x.dflt_value AS fallback,
              x.pk AS key, x.hidden
       FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) x
       WHERE m.type IN ('table', 'view') AND x.hidden <> 1 ORDER BY m.name, x.cid`,
    ).map((row) => ({ ...row, type: withoutComments(row.type) })),
    (row) => row.table,
  )

/** SQLite keeps comments that stand between the words of a type. */
const withoutComments = (type: string): string =>
  /--|\/\*/.test(type)
    ? tokensOf(type)
        .map((token) => token.raw)
        .join(' ')
        .replace(/ ?([(,)]) ?/g, '$1')
    : type

export function tableOf(
  db: Database,
  relation: RelationRow,
  columns: readonly ColumnRow[],
  indexes: readonly IndexSchema[],
  counters: ReadonlyMap<string, string>,
): TableSchema {
  const parsed = parseTable(relation.sql)
  const keys = columns.filter((c) => c.key > 0).sort((a, b) => a.key - b.key)
  const counted = countedColumn(relation, keys, parsed, counters)
  const types = columnTypes(db, columns, name(relation.name))
  const options = [
    ...(relation.withoutRowid ? ['WITHOUT ROWID'] : []),
    ...(relation.strict ? ['STRICT'] : []),
  ]
  const named = compact({ name: parsed.primaryKey?.name })
  return {
    table: { name: relation.name },
    columns: columns.map((c, i) =>
      columnOf(c, types[i] ?? { kind: 'text' }, parsed, c === counted?.row ? counted : undefined),
    ),
    ...(keys.length > 0 ? { primaryKey: { ...named, columns: keys.map((k) => k.name) } } : {}),
    uniques: parsed.uniques.map((key) => spelled(key, columns)),
    checks: parsed.checks,
    foreignKeys: parsed.foreignKeys.map((key) => spelled(key, columns)),
    indexes,
    ...compact({ options: options.length > 0 ? options : undefined }),
    ...compact({ estimatedRows: estimate(db, relation) }),
  }
}

/** A constraint may write a column in another case than its declaration. */
function spelled<Key extends KeyConstraint | ForeignKey>(
  key: Key,
  columns: readonly ColumnRow[],
): Key {
  const spelling = new Map(columns.map((c) => [c.name.toLowerCase(), c.name]))
  return { ...key, columns: key.columns.map((c) => spelling.get(c.toLowerCase()) ?? c) }
}

interface Counted {
  readonly row: ColumnRow
  readonly identity: Identity
}

/** The single INTEGER PRIMARY KEY is the row number, which SQLite counts up. */
function countedColumn(
  relation: RelationRow,
  keys: readonly ColumnRow[],
  parsed: ParsedTable,
  counters: ReadonlyMap<string, string>,
): Counted | undefined {
  const [row] = keys
  if (!row || keys.length > 1 || relation.withoutRowid || row.type.toUpperCase() !== 'INTEGER')
    return undefined
  const column = parsed.columns.get(row.name.toLowerCase())
  if (column?.descending) return undefined
  const identity: Identity = column?.autoincrement
    ? { generation: 'by default', next: counters.get(relation.name) ?? '1' }
    : { generation: 'by default', reusesNumbers: true }
  return { row, identity }
}

function columnOf(
  row: ColumnRow,
  type: DataType,
  parsed: ParsedTable,
  counted: Counted | undefined,
): TableColumn {
  const found = parsed.columns.get(row.name.toLowerCase())
  const collation = found?.collation
  return {
    name: row.name,
    type,
    nativeType: row.type,
    nullable: row.required === 0 && row.key === 0,
    ...compact({
      default: row.fallback === null ? undefined : defaultOf(row.fallback),
      identity: counted?.identity,
      generated: row.hidden > 1 ? found?.generated : undefined,
      collation: collation?.toUpperCase() === 'BINARY' ? undefined : collation,
    }),
  }
}

/** SQLite takes a lone word, in double quotes or without, for a text. */
function defaultOf(sql: string): string | undefined {
  const [sign, number, ...more] = tokensOf(sql)
  if (number?.kind === 'number' && more.length === 0) return `${sign?.raw}${number.raw}`
  if (/^null$/i.test(sql)) return undefined
  const quoted = /^"((?:[^"]|"")*)"$/.exec(sql)?.[1]
  if (quoted !== undefined) return literal(quoted.replaceAll('""', '"'))
  const word = /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(sql)
  return word && !/^(?:true|false|current_(?:time|date|timestamp))$/i.test(sql) ? literal(sql) : sql
}

/** The highest row number: at once there, and near the number of rows. */
function estimate(db: Database, relation: RelationRow): number | undefined {
  if (relation.withoutRowid) return undefined
  const [row] = rows<{ last: number | null }>(
    db,
    `SELECT max(rowid) AS last FROM ${name(relation.name)}`,
  )
  return row?.last === undefined ? undefined : Number(row.last ?? 0)
}
