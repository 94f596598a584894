import type { ConnectionPool } from 'mssql'
import mssql from 'mssql'
import { driverConfig } from '../../runtime/connectors/mssql/driver.ts'
import { parseMssqlUrl } from '../../runtime/connectors/mssql/settings.ts'

/** One connection of the driver, beside our connector. */
export async function connectMssql(url: string): Promise<ConnectionPool> {
  const pool = new mssql.ConnectionPool({
    ...driverConfig(parseMssqlUrl(new URL(url)), 'tests'),
    arrayRowMode: true,
    pool: { min: 0, max: 1 },
  } as never)
  return pool.connect()
}
