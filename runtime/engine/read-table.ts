import type { DataType } from '../../nodes/kit/data-type.ts'
import type { TextTable } from '../ml/table.ts'
import { toCanonical } from '../sql/canonical.ts'
import type { EngineInput } from './input.ts'
import { flowOver, withPort } from './preview.ts'
import { runStatement } from './statement.ts'
import { name } from './wire-sql.ts'

/** All at once would hold every value twice; one by one, 10,000 columns take minutes. */
const columnsAtOnce = 20

export interface ReadTableOptions {
  /** Above this many rows, a random sample of this size is read. Default: all rows. */
  readonly maxRows?: number | undefined
  readonly seed?: number | undefined
}

/** The rows of an output port by columns, in their order, every value as its canonical text. */
export async function readTable(
  input: EngineInput,
  node: string,
  port: string,
  options: ReadTableOptions = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<TextTable> {
  return withPort(input, node, port, signal, async (relation, plan, bench) => {
    const { session } = bench
    const flow = flowOver(relation, plan, bench)
    await session.keepOrder(true)
    const { sql, feeds, release } = await flow.select(relation, relation)
    const all = session.counters.tap(sql)
    const statement = { sql: `CREATE TABLE rows_read AS ${sampled(all.sql, options)}`, feeds }
    await runStatement(session, statement, signal)
    release()
    const found = session.counters.value(all.counter)
    const order = options.maxRows === undefined ? 'rowid' : rowNumber
    const columns: { name: string; type: DataType; values: (string | null)[] }[] = []
    for (let at = 0; at < relation.schema.length; at += columnsAtOnce) {
      const some = relation.schema.slice(at, at + columnsAtOnce)
      const texts = some.map((c) => `CAST(${toCanonical(name(c.name), c.type)} AS VARCHAR)`)
      const sql = `SELECT ${texts.join(', ')} FROM rows_read ORDER BY ${order}`
      const values = await session.columns(sql, signal)
      some.forEach((c, i) => {
        columns.push({ name: c.name, type: c.type, values: values[i] ?? [] })
      })
    }
    await flow.close()
    const rows = Math.min(found, options.maxRows ?? found)
    return { name: node, columns, rows, ...(found > rows ? { sampledFrom: found } : {}) }
  })
}

const rowNumber = '_mq_row'

/** Rows are drawn while they are read: those that are not drawn take no memory. */
function sampled(sql: string, { maxRows, seed = 0 }: ReadTableOptions): string {
  if (maxRows === undefined) return sql
  const numbered = `SELECT *, row_number() OVER () AS ${rowNumber} FROM (${sql})`
  return `SELECT * FROM (${numbered}) USING SAMPLE reservoir(${maxRows} ROWS) REPEATABLE (${seed})`
}
