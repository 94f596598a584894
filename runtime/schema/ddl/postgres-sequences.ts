import type { DatabaseSchema, Identity, TableColumn, TableSchema } from '../model.ts'
import type { DdlStatement } from './phases.ts'
import { numberOptions } from './postgres-tables.ts'
import { quotingFor, words } from './quoting.ts'

const q = quotingFor('postgres')

const serialTypes = new Set(['smallint', 'integer', 'bigint'])

/** Sequences of no column, and of serial columns: those must be there before the table. */
export const sequenceStatements = ({ sequences, tables }: DatabaseSchema): DdlStatement[] => [
  ...sequences.map((s) => createSequence(s.name, s.type, s)),
  ...tables.flatMap(({ columns }) =>
    columns.flatMap((c) =>
      c.identity?.serial && c.identity.sequence
        ? [
            createSequence(
              c.identity.sequence,
              serialTypes.has(c.nativeType) ? c.nativeType : undefined,
              c.identity,
            ),
          ]
        : [],
    ),
  ),
]

const createSequence = (
  name: TableSchema['table'],
  type: string | undefined,
  numbers: Parameters<typeof numberOptions>[0],
): DdlStatement => ({
  sql: words(`CREATE SEQUENCE ${q.table(name)}`, type && `AS ${type}`, ...numberOptions(numbers)),
  object: { kind: 'sequence', name: name.name },
})

/** Where counting goes on. */
export const sequenceValues = ({ sequences, tables }: DatabaseSchema): DdlStatement[] => [
  ...sequences.flatMap((s): DdlStatement[] =>
    s.next === undefined
      ? []
      : [
          {
            sql: `SELECT ${setvalSql(sequenceSql(s.name), s.next, s)}`,
            object: { kind: 'sequence', name: s.name.name },
          },
        ],
  ),
  ...tables.flatMap((t) =>
    t.columns.flatMap((c) => (c.identity ? [identityValue(t, c, c.identity)] : [])),
  ),
]

const sequenceSql = (name: TableSchema['table']) => `${q.literal(q.table(name))}::regclass`

/**
 * The number before `next` counts as taken, where it is in bounds: a sequence that has come to
 * its end has no next one in bounds.
 */
function setvalSql(
  sequence: string,
  next: string,
  it: Pick<Identity, 'increment' | 'minimum' | 'maximum'>,
): string {
  const step = BigInt(it.increment ?? '1')
  const last = BigInt(next) - step
  const inBounds =
    step > 0n ? last >= BigInt(it.minimum ?? '1') : last <= BigInt(it.maximum ?? '-1')
  return inBounds ? `setval(${sequence}, ${last})` : `setval(${sequence}, ${next}, false)`
}

/** Behind the rows that are there and behind the source's counter, whichever is further. */
function identityValue({ table }: TableSchema, c: TableColumn, identity: Identity): DdlStatement {
  const sequence = identity.sequence
    ? sequenceSql(identity.sequence)
    : `pg_get_serial_sequence(${q.literal(q.table(table))}, ${q.literal(c.name)})`
  const next = identity.next ?? identity.start ?? '1'
  const down = identity.increment?.startsWith('-') ?? false
  const column = q.name(c.name)
  return {
    sql:
      `SELECT CASE WHEN last ${down ? '<=' : '>='} ${next} THEN setval(${sequence}, last)` +
      ` ELSE ${setvalSql(sequence, next, identity)} END` +
      ` FROM (SELECT ${down ? 'min' : 'max'}(${column})::bigint AS last FROM ${q.table(table)}) AS loaded`,
    object: { kind: 'sequence', table, name: identity.sequence?.name ?? c.name },
  }
}
