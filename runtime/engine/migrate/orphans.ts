import { formatTable } from '../../../nodes/kit/source.ts'
import type { Session } from '../../connectors/connector.ts'
import { quotingOf } from '../../connectors/quoting.ts'
import type { DatabaseSchema, ForeignKey, TableSchema } from '../../schema/model.ts'
import type { ObjectFailure } from './input.ts'
import { eachOf } from './pool.ts'
import { tableKey } from './select-tables.ts'

/**
 * Where the engine takes a foreign key over loaded rows without looking: rows that refer to
 * nothing, per key.
 */
export async function findOrphans(
  schema: DatabaseSchema,
  loaded: ReadonlySet<string>,
  target: Session,
  jobs: number,
): Promise<ObjectFailure[]> {
  const failures: ObjectFailure[] = []
  const keys = schema.tables.flatMap((table) => table.foreignKeys.map((key) => ({ table, key })))
  const checked = keys.filter(
    ({ table, key }) => loaded.has(tableKey(table.table)) || loaded.has(tableKey(key.references)),
  )
  await eachOf(checked, jobs, async ({ table, key }) => {
    const sql = orphanSql(schema, table, key)
    const rows = await target.execute?.([sql]).catch(() => undefined)
    const count = Number(rows?.[0]?.[0] ?? 0)
    if (count === 0) return
    const name = key.name ?? key.columns.join(', ')
    failures.push({
      kind: 'foreign key',
      name,
      table: formatTable(table.table),
      sql,
      error: {
        code: 'CONSTRAINT_VIOLATED',
        message: `${count} rows of ${formatTable(table.table)} refer to rows that ${formatTable(key.references)} does not have.`,
        hint: 'The source holds them so. The key is there and holds for new rows; clean these up.',
        table: formatTable(table.table),
        details: { rows: count },
      },
    })
  })
  return failures
}

function orphanSql({ system }: DatabaseSchema, table: TableSchema, key: ForeignKey): string {
  const { name, tableName } = quotingOf(system)
  const pairs = key.columns.map((c, i) => [name(c), name(key.referencedColumns[i] ?? c)] as const)
  const on = pairs.map(([own, other]) => `p.${other} = c.${own}`).join(' AND ')
  const given = pairs.map(([own]) => `c.${own} IS NOT NULL`).join(' AND ')
  return `SELECT count(*) AS n FROM ${tableName(table.table)} c WHERE ${given} AND NOT EXISTS (SELECT 1 FROM ${tableName(key.references)} p WHERE ${on})`
}
