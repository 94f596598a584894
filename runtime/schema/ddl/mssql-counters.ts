import type { Identity, SequenceSchema, TableSchema } from '../model.ts'
import { identifiersIn } from './order.ts'
import type { DdlStatement } from './phases.ts'
import { quotingFor } from './quoting.ts'

const q = quotingFor('mssql')

const goesDown = (increment: string | undefined) => increment?.startsWith('-') ?? false

/** A number of the model, which may come from another engine's text. */
const number = (text: string): bigint => BigInt(/^[+-]?\d+$/.test(text.trim()) ? text.trim() : '1')

export const identityStatements = (t: TableSchema): DdlStatement[] =>
  t.columns.flatMap((c) => (c.identity ? [identityStatement(t, c.name, c.identity)] : []))

/**
 * Behind the rows that are there and behind the source's counter, whichever is further. In a
 * table that never had a row the number given is itself the next one.
 */
function identityStatement({ table }: TableSchema, column: string, i: Identity): DdlStatement {
  const down = goesDown(i.increment)
  const next = number(i.next ?? i.start ?? '1')
  const before = next - number(i.increment ?? '1')
  const name = q.literal(q.table(table))
  return {
    sql: `DECLARE @last bigint = (SELECT ${down ? 'MIN' : 'MAX'}(${q.name(column)}) FROM ${q.table(table)});
IF @last IS NULL
  DBCC CHECKIDENT (${name}, RESEED, ${next}) WITH NO_INFOMSGS;
ELSE
BEGIN
  IF @last ${down ? '>' : '<'} ${before} SET @last = ${before};
  DBCC CHECKIDENT (${name}, RESEED, @last) WITH NO_INFOMSGS;
END`,
    object: { kind: 'sequence', table, name: column },
  }
}

/** Columns that take their default from the sequence say how far it must be. */
export function restartStatement(
  s: SequenceSchema,
  tables: readonly TableSchema[],
): DdlStatement[] {
  const wanted = s.name.name.toLowerCase()
  const users = tables.flatMap((t) =>
    t.columns
      .filter((c) => /next\s+value\s+for/i.test(c.default ?? ''))
      .filter((c) => identifiersIn(c.default ?? '').has(wanted))
      .map((c) => ({ table: t.table, column: c.name })),
  )
  if (s.next === undefined && users.length === 0) return []
  const down = goesDown(s.increment)
  const lines = users.map(
    ({ table, column }) =>
      `SELECT @next = CASE WHEN ${down ? 'MIN' : 'MAX'}(${q.name(column)}) ${down ? '<=' : '>='} @next THEN ` +
      `${down ? 'MIN' : 'MAX'}(${q.name(column)}) + ${s.increment} ELSE @next END FROM ${q.table(table)};`,
  )
  return [
    {
      sql: [
        `DECLARE @next bigint = ${s.next ?? s.start};`,
        ...lines,
        `DECLARE @sql nvarchar(400) = ${q.literal(`ALTER SEQUENCE ${q.table(s.name)} RESTART WITH `)} + CONVERT(nvarchar(40), @next);`,
        'EXEC (@sql)',
      ].join('\n'),
      object: { kind: 'sequence', name: s.name.name },
    },
  ]
}
