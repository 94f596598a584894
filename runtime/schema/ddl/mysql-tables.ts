import type {
  IndexSchema,
  KeyConstraint,
  Partitioning,
  TableColumn,
  TableSchema,
} from '../model.ts'
import { indexSql, keySql } from './mysql-constraints.ts'
import type { DdlStatement } from './phases.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('mysql')

/** Comments take no hexadecimal; our sessions have backslash escapes switched on. */
const plainText = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

export type InlineKey =
  | { readonly unique: KeyConstraint }
  | { readonly index: IndexSchema }
  | { readonly column: string }

/** A column that counts must lead a key from the start; absent where the primary key is one. */
export function inlineKey(t: TableSchema): InlineKey | undefined {
  const counted = t.columns.find((c) => c.identity)?.name
  if (counted === undefined || t.primaryKey?.columns[0] === counted) return undefined
  const unique = t.uniques.find((key) => key.columns[0] === counted)
  if (unique) return { unique }
  const index = t.indexes.find(
    (it) => (it.method === 'btree' || it.method === 'hash') && it.parts[0]?.column === counted,
  )
  return index ? { index } : { column: counted }
}

export function tableStatement(t: TableSchema): DdlStatement {
  const key = inlineKey(t)
  const lines = [
    ...t.columns.map((c) => columnSql(c, t.collation)),
    ...(t.primaryKey ? [keySql('PRIMARY KEY', t.primaryKey)] : []),
    ...(key && 'unique' in key ? [keySql('UNIQUE KEY', key.unique)] : []),
    ...(key && 'index' in key ? [indexSql(key.index)] : []),
    ...(key && 'column' in key ? [`KEY (${q.name(key.column)})`] : []),
    ...t.checks.map((check) =>
      words(
        constraintName(q, check.name),
        `CHECK (${check.expression})`,
        check.notValid && '/*!80016 NOT ENFORCED */',
      ),
    ),
  ]
  const sql = words(
    `CREATE TABLE ${q.table(t.table)} (\n  ${lines.join(',\n  ')}\n)`,
    'ENGINE = InnoDB',
    t.collation ? collationSql(t.collation, true) : 'DEFAULT CHARACTER SET utf8mb4',
    t.comment !== undefined && `COMMENT = ${plainText(t.comment)}`,
    t.partitioning && partitionSql(t.partitioning),
  )
  return { sql, object: { kind: 'table', table: t.table, name: t.table.name } }
}

const partitionSql = ({ by, partitions }: Partitioning): string =>
  words(
    `PARTITION BY ${by}`,
    partitions.length > 0 &&
      `(${partitions.map((p) => words('PARTITION', q.name(p.name.name), p.bounds)).join(', ')})`,
  )

function columnSql(c: TableColumn, tableCollation: string | undefined): string {
  // MariaDB knows no NOT NULL of a generated column; MySQL reads this comment.
  const required = c.generated ? '/*!80000 NOT NULL */' : 'NOT NULL'
  return words(
    q.name(c.name),
    c.nativeType,
    c.collation !== undefined &&
      c.collation !== tableCollation &&
      collationSql(c.collation, false, c.charset),
    c.generated &&
      `GENERATED ALWAYS AS (${c.generated.expression}) ${c.generated.stored ? 'STORED' : 'VIRTUAL'}`,
    c.nullable ? !c.generated && 'NULL' : required,
    c.default !== undefined && `DEFAULT ${defaultSql(c.default, c.nativeType)}`,
    c.onUpdate !== undefined && `ON UPDATE ${c.onUpdate}`,
    c.identity && 'AUTO_INCREMENT',
    c.comment !== undefined && `COMMENT ${plainText(c.comment)}`,
  )
}

/** Collations that only one of the two servers has stand where only that one reads them. */
function collationSql(collation: string, ofTable: boolean, charset?: string): string {
  const set = charset ?? collation.split('_', 1)[0] ?? collation
  const name = /^[A-Za-z0-9_]+$/.test(collation) ? collation : q.name(collation)
  const collate = `COLLATE ${name}`
  const guarded = /_0900_/.test(collation)
    ? `/*!80000 ${collate} */`
    : /_uca1400_/.test(collation)
      ? `/*M!101000 ${collate} */`
      : collate
  return `${ofTable ? 'DEFAULT ' : ''}CHARACTER SET ${set} ${guarded}`
}

const plainLiteral =
  /^(?:(?:_utf8mb4 ?)?'(?:[^'\\]|\\.|'')*'|_utf8mb4 X'[0-9a-f]*'|[bx]'[0-9a-f]*'|0x[0-9a-f]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|null|true|false|current_timestamp(?:\(\d*\))?)$/is
const noLiteralDefault =
  /^(?:tiny|medium|long)?(?:text|blob)|^json|^geom|^(?:multi)?(?:point|linestring|polygon)/i

/** Expressions want brackets, and so does every default of a text, blob, JSON or geometry. */
const defaultSql = (sql: string, nativeType: string): string =>
  plainLiteral.test(sql) && !noLiteralDefault.test(nativeType) ? sql : `(${sql})`
