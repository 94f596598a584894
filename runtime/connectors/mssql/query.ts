import type { Connection, Request } from 'tedious'
import { MigrateError } from '../../error.ts'

export type Value = string | number | null

/** A driver's connection with the driver's classes, which are loaded only when needed. */
export interface Link {
  readonly connection: Connection
  readonly tedious: typeof import('tedious')
}

/** Numbers are bigint, texts nvarchar; sent as `sp_executesql`, so plans are kept. */
export type Values = Readonly<Record<string, Value>>

/** Rows of the last result as objects. Only for small results. */
export async function select<Row>(link: Link, sql: string, values: Values = {}): Promise<Row[]> {
  let names: string[] = []
  const rows: Row[] = []
  await ask(
    link,
    sql,
    values,
    (row) => rows.push(Object.fromEntries(names.map((n, i) => [n, row[i]])) as Row),
    (found) => {
      names = found
      rows.length = 0
    },
  )
  return rows
}

/** Runs statements; resolves with the rows the server says it touched. */
export const run = (link: Link, sql: string, values: Values = {}): Promise<number> =>
  ask(link, sql, values)

/** Every value as text, of the last result. */
export async function textRows(link: Link, sql: string): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = []
  await ask(
    link,
    sql,
    {},
    (row) => rows.push(row.map(asText)),
    () => (rows.length = 0),
  )
  return rows
}

const asText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/(\.0+)?Z$/, '')
      .replace(/Z$/, '')
  return String(value)
}

function ask(
  link: Link,
  sql: string,
  values: Values,
  onRow?: (row: unknown[]) => void,
  onColumns?: (names: string[]) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = new link.tedious.Request(sql, (error, rows) =>
      error ? reject(error) : resolve(rows ?? 0),
    )
    bind(link, request, values)
    if (onColumns)
      request.on('columnMetadata', (columns) =>
        onColumns((columns as { colName: string }[]).map((c) => c.colName)),
      )
    if (onRow)
      request.on('row', (columns: { value: unknown }[]) => onRow(columns.map((c) => c.value)))
    // A batch, not sp_executesql, where nothing is bound: BEGIN, CREATE of #tables and SET last.
    if (Object.keys(values).length > 0) link.connection.execSql(request)
    else link.connection.execSqlBatch(request)
  })
}

function bind({ tedious: { TYPES } }: Link, request: Request, values: Values): void {
  for (const [key, value] of Object.entries(values))
    if (typeof value === 'number') request.addParameter(key, TYPES.BigInt, value)
    else request.addParameter(key, TYPES.NVarChar, value, { length: lengthOf(value) })
}

/** Few lengths, so that few plans are made. */
const lengthOf = (value: string | null): number =>
  (value?.length ?? 0) > 4000 ? Number.POSITIVE_INFINITY : 4000

export const single = <Row>(rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined) throw new MigrateError('INTERNAL', 'The server answered with no row.')
  return row
}
