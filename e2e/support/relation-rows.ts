import { DuckDBInstance } from '@duckdb/node-api'
import type { Relation } from '../../nodes/kit/relation.ts'
import { walkRelation } from '../../nodes/kit/relation.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { WithConnection } from '../../runtime/engine/apply-step.ts'
import { applyStep } from '../../runtime/engine/apply-step.ts'
import { toCanonical } from '../../runtime/sql/canonical.ts'
import { fromDuckDbType, printDuckDbType } from '../../runtime/sql/duckdb-types.ts'
import { printRelation } from '../../runtime/sql/print-relation.ts'
import { quoteName } from '../../runtime/sql/quote.ts'

export type TextRow = readonly (string | null)[]

/** Executes relations that stand on rows in the document: no scans. */
export interface RelationRunner {
  /** Names and types DuckDB finds, and those the relation derived, in the same words. */
  readonly describe: (relation: Relation) => Promise<{ found: string[]; derived: string[] }>
  /** Every value as its canonical text. */
  readonly rows: (relation: Relation) => Promise<TextRow[]>
  /** The same of a FROM item with these columns. */
  readonly rowsFrom: (from: string, schema: Schema) => Promise<TextRow[]>
  readonly query: (sql: string) => Promise<(string | null)[][]>
  readonly close: () => void
}

export async function openRunner(): Promise<RelationRunner> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  const query = async (sql: string) => {
    const rows = (await connection.runAndReadAll(sql)).getRowsJson()
    return rows.map((row) => row.map((value) => (value === null ? null : String(value))))
  }
  /** A relation's SELECT; steps are run first, into tables. */
  const print = async (root: Relation) => {
    const stored = new Map<Relation, string>()
    const options = { scan: refuseScan, stored: (r: Relation) => stored.get(r) }
    for (const relation of walkRelation(root)) {
      if (relation.kind !== 'apply') continue
      const [input, values, output] = ['input', 'values', 'output'].map((n) => `${n}_${tables++}`)
      if (!input || !values || !output) continue
      const rows = printRelation(relation.input, options)
      await connection.run(`CREATE TABLE ${input} AS ${rows}`)
      const use: WithConnection = (work) => work(connection)
      const tablesUsed = { input, values }
      const { select } = await applyStep(relation, tablesUsed, use, new AbortController().signal)
      await connection.run(`CREATE TABLE ${output} AS ${select}`)
      stored.set(relation, output)
    }
    return printRelation(root, options)
  }
  const rowsFrom = (from: string, schema: Schema) => {
    const columns = schema.map(({ name, type }) => toCanonical(quoteName(name, 'duckdb'), type))
    return query(`SELECT ${columns.join(', ')} FROM ${from}`)
  }
  return {
    describe: async (relation) => {
      const found = await query(`DESCRIBE ${await print(relation)}`)
      return {
        found: found.map(
          ([name, type]) => `${name} ${printDuckDbType(fromDuckDbType(type ?? ''))}`,
        ),
        derived: relation.schema.map(({ name, type }) => `${name} ${printDuckDbType(type)}`),
      }
    },
    rows: async (relation) => rowsFrom(`(${await print(relation)})`, relation.schema),
    rowsFrom,
    query,
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

let tables = 0

const refuseScan = (): never => {
  throw new Error('a scan needs its connector')
}
