import type {
  CheckConstraint,
  Identity,
  KeyConstraint,
  TableColumn,
  TableSchema,
} from '../model.ts'
import type { DdlOptions, DdlStatement } from './phases.ts'
import { constraintName, quotingFor, words } from './quoting.ts'

const q = quotingFor('postgres')

/** The table, its partitions, and whose its sequences are. */
export function tableStatements(t: TableSchema, { primaryKeys }: DdlOptions): DdlStatement[] {
  const lines = [
    ...t.columns.map(columnSql),
    ...(t.primaryKey && primaryKeys !== 'late' ? [keySql('PRIMARY KEY', t.primaryKey)] : []),
    ...t.checks.filter((c) => !c.notValid).map(checkSql),
  ]
  const sql = words(
    'CREATE',
    ...(t.options ?? []),
    'TABLE',
    q.table(t.table),
    `(\n  ${lines.join(',\n  ')}\n)`,
    t.inherits && `INHERITS (${t.inherits.map(q.table).join(', ')})`,
    t.partitioning && `PARTITION BY ${t.partitioning.by}`,
  )
  return [
    { sql, object: { kind: 'table', table: t.table, name: t.table.name } },
    ...(t.partitioning?.partitions ?? []).map(
      (p): DdlStatement => ({
        sql: words(
          `CREATE TABLE ${q.table(p.name)} PARTITION OF ${q.table(p.parent ?? t.table)}`,
          p.bounds,
          p.by && `PARTITION BY ${p.by}`,
        ),
        object: { kind: 'table', table: t.table, name: p.name.name },
      }),
    ),
    ...t.columns.flatMap((c) => ownership(t, c)),
  ]
}

function ownership({ table }: TableSchema, column: TableColumn): DdlStatement[] {
  const { sequence, serial } = column.identity ?? {}
  if (!sequence || !serial) return []
  return [
    {
      sql: `ALTER SEQUENCE ${q.table(sequence)} OWNED BY ${q.table(table)}.${q.name(column.name)}`,
      object: { kind: 'sequence', table, name: sequence.name },
    },
  ]
}

function columnSql(c: TableColumn): string {
  const serial = c.identity?.serial ? c.identity.sequence : undefined
  const value = serial ? `nextval(${q.literal(q.table(serial))}::regclass)` : c.default
  return words(
    q.name(c.name),
    c.nativeType,
    c.collation && `COLLATE ${c.collation}`,
    c.generated &&
      `GENERATED ALWAYS AS (${c.generated.expression}) ${c.generated.stored ? 'STORED' : 'VIRTUAL'}`,
    c.identity && !serial && identitySql(c.identity),
    value !== undefined && `DEFAULT ${value}`,
    !c.nullable && 'NOT NULL',
  )
}

function identitySql(identity: Identity): string {
  const options = words(
    identity.sequence && `SEQUENCE NAME ${q.table(identity.sequence)}`,
    ...numberOptions(identity),
  )
  return `GENERATED ${identity.generation.toUpperCase()} AS IDENTITY${options && ` (${options})`}`
}

/** How a sequence counts. */
export const numberOptions = (
  it: Pick<Identity, 'start' | 'increment' | 'minimum' | 'maximum' | 'cycle'>,
): (string | undefined)[] => [
  it.start && `START WITH ${it.start}`,
  it.increment && `INCREMENT BY ${it.increment}`,
  it.minimum && `MINVALUE ${it.minimum}`,
  it.maximum && `MAXVALUE ${it.maximum}`,
  it.cycle ? 'CYCLE' : undefined,
]

export const keySql = (kind: 'PRIMARY KEY' | 'UNIQUE', key: KeyConstraint): string =>
  words(
    constraintName(q, key.name),
    kind,
    key.nullsNotDistinct && 'NULLS NOT DISTINCT',
    `(${q.names(key.columns)})`,
    key.include && `INCLUDE (${q.names(key.include)})`,
    deferral(key),
  )

export const deferral = (
  it: Pick<KeyConstraint, 'deferrable' | 'initiallyDeferred'>,
): string | undefined =>
  it.deferrable ? words('DEFERRABLE', it.initiallyDeferred && 'INITIALLY DEFERRED') : undefined

export const checkSql = (check: CheckConstraint): string =>
  words(constraintName(q, check.name), `CHECK (${check.expression})`, check.notValid && 'NOT VALID')
