import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Relation } from '../../nodes/kit/relation.ts'
import type { Dataflow } from './dataflow.ts'
import { runStatement } from './statement.ts'
import { literal, name, writeFileRows } from './wire-sql.ts'

/**
 * Keeps the first `limit` rejected rows as NDJSON, every value as canonical text, and
 * counts all of them: in one pass, so nothing stops early.
 */
export async function keepRejects(
  port: { readonly node: string; readonly port: string; readonly relation: Relation },
  flow: Dataflow,
  options: { readonly runDir: string; readonly limit: number },
  signal: AbortSignal,
): Promise<{ file: string; rows: number }> {
  const folder = join(options.runDir, 'rejects')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${port.node}.${port.port}.ndjson`)
  const owner = {}
  const { counts, session } = flow.parts
  const { sql, feeds, release } = await flow.select(port.relation, owner)
  const { schema } = port.relation
  const texts = writeFileRows(
    counts.tapResult(sql, owner),
    schema,
    'csv',
    flow.isText(port.relation),
  )
  const asText = schema.map((c) => `CAST(${name(c.name)} AS VARCHAR) AS ${name(c.name)}`).join(', ')
  const first = `SELECT ${asText} FROM (${texts}) QUALIFY row_number() OVER () <= ${options.limit}`
  const copy = `COPY (${first}) TO ${literal(file)} (FORMAT json)`
  await runStatement(session, { sql: copy, feeds }, signal)
  release()
  return { file, rows: counts.ofResult(owner) }
}
