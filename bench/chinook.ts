import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'libsql'
import mysql from 'mysql2/promise'
import type { BenchOptions, Figure } from './support/figure.ts'
import type { Scene } from './support/scene.ts'
import { openScene } from './support/scene.ts'

/**
 * Not a timing but a check on a known database: `--data <folder with Chinook_Sqlite.sqlite>`.
 * Invoices, lines and customers are joined and written as two tables to PostgreSQL and to
 * MariaDB; the totals there must equal those computed in SQLite.
 */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  if (!options.data) throw new Error('Give --data <folder with Chinook_Sqlite.sqlite>.')
  const scene = await openScene({ mysql: true })
  try {
    const file = join(scene.folder, 'chinook.sqlite')
    cpSync(resolve(options.data, 'Chinook_Sqlite.sqlite'), file)
    process.env.MIGRATEIQ_CONNECTION_CHINOOK = `sqlite://${file}`
    const expected = totalsInSqlite(file)
    for (const target of ['pg', 'my'] as const) {
      const { report, seconds } = await scene.migrateiq(pipeline(target))
      const found = await (target === 'pg' ? totalsInPostgres(scene) : totalsInMysql(scene))
      const equal = JSON.stringify(found) === JSON.stringify(expected)
      if (!equal) throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`)
      yield {
        metric: 'equal_totals',
        ours: expected.length,
        target,
        seconds,
        written: report.rows.written,
      }
    }
  } finally {
    await scene.close()
  }
}

type Totals = readonly (readonly [country: string, lines: number, total: string])[]

const totalsSql = (lines: string, text: string) =>
  `SELECT country, count(*) AS n, CAST(sum(quantity * unit_price) AS ${text}) AS total FROM ${lines} GROUP BY country ORDER BY country`

function totalsInSqlite(file: string): Totals {
  const database = new Database(file)
  const joined = `(SELECT c.Country AS country, l.Quantity AS quantity, l.UnitPrice AS unit_price
    FROM InvoiceLine l JOIN Invoice i ON i.InvoiceId = l.InvoiceId JOIN Customer c ON c.CustomerId = i.CustomerId)`
  const rows = database.prepare(totalsSql(joined, 'REAL')).all() as Row[]
  database.close()
  return normal(rows)
}

interface Row {
  readonly country: string
  readonly n: number | string
  readonly total: number | string
}

const normal = (rows: readonly Row[]): Totals =>
  rows
    .map((r) => [r.country, Number(r.n), Number(r.total).toFixed(2)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))

async function totalsInPostgres(scene: Scene): Promise<Totals> {
  const sql = totalsSql('invoice_lines', 'text')
  const text = await scene.psql(`SELECT json_agg(t) FROM (${sql}) t`)
  return normal(JSON.parse(text) as Row[])
}

async function totalsInMysql(scene: Scene): Promise<Totals> {
  const connection = await mysql.createConnection(scene.mysql)
  const [rows] = await connection.query(totalsSql('invoice_lines', 'CHAR'))
  await connection.end()
  return normal(rows as Row[])
}

function pipeline(target: 'pg' | 'my'): object {
  const table = (id: string, name: string) => ({
    id,
    type: 'source.database',
    config: { connection: 'chinook', read: 'table', table: { name } },
  })
  const sink = (id: string, name: string, key: string[]) => ({
    id,
    type: 'sink.database',
    config: { connection: target, table: { name }, mode: 'replace', key },
  })
  const edge = (source: string, target: string, targetPort = 'in') => ({
    id: `${source}-${target}-${targetPort}`,
    source,
    target,
    targetPort,
  })
  const columns = (list: Record<string, string>) => ({
    columns: Object.entries(list).map(([name, column]) => ({ name, column })),
  })
  return {
    schemaVersion: 1,
    name: `Chinook to ${target}`,
    nodes: [
      table('lines', 'InvoiceLine'),
      table('invoices', 'Invoice'),
      table('customers', 'Customer'),
      {
        id: 'join-invoice',
        type: 'transform.join',
        config: { on: [{ left: 'InvoiceId', right: 'InvoiceId' }] },
      },
      {
        id: 'join-customer',
        type: 'transform.join',
        config: { on: [{ left: 'CustomerId', right: 'CustomerId' }] },
      },
      {
        id: 'line-columns',
        type: 'transform.select',
        config: columns({
          line_id: 'InvoiceLineId',
          invoice_id: 'InvoiceId',
          invoice_date: 'InvoiceDate',
          country: 'Country',
          quantity: 'Quantity',
          unit_price: 'UnitPrice',
        }),
      },
      sink('save-lines', 'invoice_lines', ['line_id']),
      {
        id: 'customer-columns',
        type: 'transform.select',
        config: columns({
          id: 'CustomerId',
          first_name: 'FirstName',
          last_name: 'LastName',
          country: 'Country',
          email: 'Email',
        }),
      },
      sink('save-customers', 'customers', ['id']),
    ],
    edges: [
      edge('lines', 'join-invoice', 'left'),
      edge('invoices', 'join-invoice', 'right'),
      edge('join-invoice', 'join-customer', 'left'),
      edge('customers', 'join-customer', 'right'),
      edge('join-customer', 'line-columns'),
      edge('line-columns', 'save-lines'),
      edge('customers', 'customer-columns'),
      edge('customer-columns', 'save-customers'),
    ],
  }
}
