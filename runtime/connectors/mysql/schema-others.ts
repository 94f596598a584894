import type { Connection } from 'mysql2'
import type { TableName } from '../../../nodes/kit/source.ts'
import { groupBy } from '../../schema/group.ts'
import type { OtherObject, Partitioning, SequenceSchema } from '../../schema/model.ts'
import { select } from './links.ts'
import { name, tableName } from './names.ts'

type Named = (object: string) => TableName

interface TriggerRow {
  readonly name: string
  readonly table: string
  readonly timing: string
  readonly event: string
  readonly statement: string
}

/** Triggers in the order in which they act. */
export async function readTriggers(
  link: Connection,
  database: string,
  named: Named,
): Promise<OtherObject[]> {
  const rows = await select<TriggerRow>(
    link,
    `SELECT trigger_name AS name, event_object_table AS \`table\`, action_timing AS timing,
            event_manipulation AS event, action_statement AS statement
     FROM information_schema.triggers WHERE trigger_schema = ?
     ORDER BY event_object_table, action_timing, event_manipulation, action_order`,
    [database],
  )
  return rows.map((row) => {
    const table = named(row.table)
    return {
      kind: 'trigger',
      name: named(row.name),
      table,
      text: `CREATE TRIGGER ${name(row.name)} ${row.timing} ${row.event} ON ${tableName(table)} FOR EACH ROW ${row.statement}`,
    }
  })
}

/** Routines and events; their whole text is told one by one only. */
export async function readPrograms(
  link: Connection,
  database: string,
  named: Named,
): Promise<OtherObject[]> {
  const rows = await select<{ kind: 'PROCEDURE' | 'FUNCTION' | 'EVENT'; name: string }>(
    link,
    `SELECT routine_type AS kind, routine_name AS name FROM information_schema.routines
     WHERE routine_schema = ? AND routine_type IN ('PROCEDURE', 'FUNCTION')
     UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = ?
     ORDER BY kind, name`,
    [database, database],
  )
  const found: OtherObject[] = []
  for (const row of rows) {
    const object = `${name(database)}.${name(row.name)}`
    const [shown] = await select<Record<string, string | null>>(
      link,
      `SHOW CREATE ${row.kind} ${object}`,
    )
    const column = { PROCEDURE: 'Create Procedure', FUNCTION: 'Create Function' }
    const text = shown?.[row.kind === 'EVENT' ? 'Create Event' : column[row.kind]]
    found.push({
      kind: row.kind === 'EVENT' ? 'event' : 'routine',
      name: named(row.name),
      text: withoutDefiner(text ?? ''),
    })
  }
  return found
}

/** Accounts stay with their server. */
const withoutDefiner = (text: string): string =>
  text.replace(
    /^(CREATE\s+)DEFINER\s*=\s*(?:`(?:[^`]|``)*`|[^\s@]+)@(?:`(?:[^`]|``)*`|\S+)\s+/i,
    '$1',
  )

interface SequenceRow {
  readonly at: number
  readonly start: string
  readonly increment: string
  readonly minimum: string
  readonly maximum: string
  readonly cycle: string | number
  readonly next: string
}

/** MariaDB's sequences: each is a table of one row. */
export async function readSequences(
  link: Connection,
  sequences: readonly TableName[],
  qualified: Named,
): Promise<SequenceSchema[]> {
  if (sequences.length === 0) return []
  const rows = await select<SequenceRow>(
    link,
    sequences
      .map(
        (s, i) =>
          `SELECT ${i} AS at, start_value AS start, increment, minimum_value AS minimum,
                  maximum_value AS maximum, cycle_option AS cycle, next_not_cached_value AS next
           FROM ${tableName(qualified(s.name))}`,
      )
      .join(' UNION ALL '),
  )
  return rows.flatMap((row) => {
    const sequence = sequences[Number(row.at)]
    if (!sequence) return []
    return [
      {
        name: sequence,
        start: String(row.start),
        increment: String(row.increment),
        minimum: String(row.minimum),
        maximum: String(row.maximum),
        cycle: Number(row.cycle) === 1,
        next: String(row.next),
      },
    ]
  })
}

interface PartitionRow {
  readonly table: string
  readonly name: string
  readonly method: string
  readonly expression: string | null
  readonly description: string | null
  readonly below: string | null
}

/** How tables are partitioned; subpartitions get names of the server's own. */
export async function readPartitions(
  link: Connection,
  database: string,
  named: Named,
): Promise<ReadonlyMap<string, Partitioning>> {
  const rows = await select<PartitionRow>(
    link,
    `SELECT table_name AS \`table\`, partition_name AS name, partition_method AS method,
            partition_expression AS expression, partition_description AS description,
            concat(' SUBPARTITION BY ', max(subpartition_method), ' (',
              coalesce(max(subpartition_expression), ''), ') SUBPARTITIONS ', count(*)) AS below
     FROM information_schema.partitions WHERE table_schema = ? AND partition_name IS NOT NULL
     GROUP BY table_name, partition_name, partition_method, partition_expression,
              partition_description, partition_ordinal_position
     ORDER BY table_name, partition_ordinal_position`,
    [database],
  )
  const tables = [...groupBy(rows, (row) => row.table)].map(([table, of]) => {
    const method = of[0]?.method ?? ''
    return [
      table,
      {
        by: `${method} (${of[0]?.expression ?? ''})${of[0]?.below ?? ''}`,
        partitions: of.map((row) => ({ name: named(row.name), bounds: boundsOf(row) })),
      },
    ] as const
  })
  return new Map(tables)
}

function boundsOf({ method, description }: PartitionRow): string {
  if (description === null) return ''
  if (method.startsWith('LIST')) return `VALUES IN (${description})`
  if (!method.startsWith('RANGE')) return ''
  return description === 'MAXVALUE'
    ? 'VALUES LESS THAN MAXVALUE'
    : `VALUES LESS THAN (${description})`
}
