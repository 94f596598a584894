import { DuckDBInstance } from '@duckdb/node-api'
import Database from 'libsql'
import type { TextTable } from '../../runtime/ml/table.ts'
import type { TypeProposal } from '../../runtime/ml/type-proposals/propose.ts'
import { proposeTypes } from '../../runtime/ml/type-proposals/propose.ts'
import type { Difference } from '../../runtime/ml/type-proposals/round-trip.ts'
import { differences, roundTrip } from '../../runtime/ml/type-proposals/round-trip.ts'

export interface Proof {
  readonly proposals: readonly TypeProposal[]
  readonly different: readonly Difference[]
}

type Rows = (string | null)[][]

/** Takes every value of a table through its proposed types in a real engine, and back. */
export async function proveTypes(engine: 'duckdb' | 'sqlite', table: TextTable): Promise<Proof> {
  const proposals = await proposeTypes(table, engine)
  if (proposals.length === 0 || table.rows === 0) return { proposals, different: [] }
  const back = engine === 'duckdb' ? await inDuckDb(table, proposals) : inSqlite(table, proposals)
  return { proposals, different: differences(table, proposals, back) }
}

async function inDuckDb(table: TextTable, proposals: readonly TypeProposal[]): Promise<Rows> {
  const steps = roundTrip('duckdb', proposals)
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`SET TimeZone = 'UTC'; ${steps.createRaw}`)
  const appender = await connection.createAppender('raw')
  for (let row = 0; row < table.rows; row++) {
    appender.appendInteger(row)
    for (const { values } of table.columns) {
      const value = values[row] ?? null
      if (value === null) appender.appendNull()
      else appender.appendVarchar(value)
    }
    appender.endRow()
  }
  appender.closeSync()
  await connection.run(steps.createTyped)
  await connection.run(steps.fill)
  const back = (await (await connection.run(steps.read)).getRows()) as Rows
  connection.closeSync()
  return back
}

function inSqlite(table: TextTable, proposals: readonly TypeProposal[]): Rows {
  const steps = roundTrip('sqlite', proposals)
  const database = new Database(':memory:')
  database.exec(steps.createRaw)
  const places = ['?', ...table.columns.map(() => '?')].join(', ')
  const insert = database.prepare(`INSERT INTO raw VALUES (${places})`)
  database.transaction(() => {
    for (let row = 0; row < table.rows; row++)
      insert.run(row, ...table.columns.map((c) => c.values[row] ?? null))
  })()
  database.exec(`${steps.createTyped}; ${steps.fill}`)
  const back = database.prepare(steps.read).raw().all() as Rows
  database.close()
  return back
}

/** Whether a type holds no more than a declared one, in the words of SQL. */
export function asTight({ type }: TypeProposal, declared: string): boolean {
  const [, word = '', first, second] =
    /^([A-Z ]+?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(declared.trim().toUpperCase()) ?? []
  const whole = type.kind === 'integer' || type.kind === 'boolean'
  if (/^(INT|INTEGER|MEDIUMINT)$/.test(word))
    return whole && !(type.kind === 'integer' && type.bits > 32)
  if (word === 'BIGINT') return whole
  if (/CHAR|TEXT|CLOB/.test(word))
    return (
      type.kind !== 'text' ||
      first === undefined ||
      (type.length ?? Number.POSITIVE_INFINITY) <= Number(first)
    )
  if (word === 'DATE') return type.kind === 'date'
  if (/DATETIME|TIMESTAMP/.test(word)) return type.kind === 'timestamp' || type.kind === 'date'
  if (/NUMERIC|DECIMAL/.test(word)) {
    if (type.kind !== 'decimal' || first === undefined) return whole || type.kind === 'decimal'
    const scale = Number(second ?? 0)
    return type.scale <= scale && type.precision - type.scale <= Number(first) - scale
  }
  return whole || type.kind === 'decimal' || type.kind === 'float'
}
