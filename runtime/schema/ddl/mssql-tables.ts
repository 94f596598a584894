import type { CheckConstraint, KeyConstraint, TableColumn, TableSchema } from '../model.ts'
import type { DdlOptions, DdlStatement } from './phases.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('mssql')

export function tableStatement(t: TableSchema, { primaryKeys }: DdlOptions): DdlStatement {
  const lines = [
    ...t.columns.map((c) => columnSql(inKey(t, c) ? { ...c, nullable: false } : c, t.collation)),
    ...(t.primaryKey && primaryKeys !== 'late' ? [primaryKeySql(t, t.primaryKey)] : []),
    ...t.checks.filter((c) => !c.notValid).map(checkSql),
  ]
  return {
    sql: `CREATE TABLE ${q.table(t.table)} (\n  ${lines.join(',\n  ')}\n)`,
    object: { kind: 'table', table: t.table, name: t.table.name },
  }
}

/** A column of a primary key holds no NULL, even where another engine let it. */
const inKey = (t: TableSchema, c: TableColumn): boolean =>
  t.primaryKey?.columns.some((k) => k.toLowerCase() === c.name.toLowerCase()) ?? false

function columnSql(c: TableColumn, collation: string | undefined): string {
  if (c.generated) {
    const { expression, stored } = c.generated
    return words(
      `${q.name(c.name)} AS (${expression})`,
      stored && 'PERSISTED',
      stored && !c.nullable && 'NOT NULL',
    )
  }
  return words(
    q.name(c.name),
    c.namedType ? q.table(c.namedType) : c.nativeType,
    c.collation !== undefined &&
      c.collation !== collation &&
      !c.namedType &&
      `COLLATE ${plainWord(c.collation)}`,
    c.identity && `IDENTITY(${c.identity.start ?? '1'},${c.identity.increment ?? '1'})`,
    c.nullable ? 'NULL' : 'NOT NULL',
    c.default !== undefined && !c.identity && `DEFAULT (${c.default})`,
  )
}

/** A collation's name is written without quotes. */
const plainWord = (text: string): string => (/^\w+$/.test(text) ? text : 'DATABASE_DEFAULT')

/** Rows lie in the order of the primary key, unless another index is to order them. */
export function primaryKeySql(t: TableSchema, key: KeyConstraint): string {
  const other = t.indexes.some((i) => /^clustered/.test(i.nativeMethod ?? ''))
  return words(
    constraintName(q, key.name),
    `PRIMARY KEY ${other ? 'NONCLUSTERED' : 'CLUSTERED'} (${q.names(key.columns)})`,
  )
}

export const checkSql = (check: CheckConstraint): string =>
  words(constraintName(q, check.name), `CHECK (${check.expression})`)
