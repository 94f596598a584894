import { DuckDBInstance } from '@duckdb/node-api'

/** The ten columns of the generated table, with their types in PostgreSQL and MariaDB. */
export const benchColumns = [
  ['id', 'bigint', 'bigint'],
  ['name', 'text', 'varchar(80)'],
  ['email', 'text', 'varchar(120)'],
  ['city', 'text', 'varchar(60)'],
  ['amount', 'numeric(12,2)', 'decimal(12,2)'],
  ['quantity', 'integer', 'int'],
  ['score', 'double precision', 'double'],
  ['active', 'boolean', 'tinyint(1)'],
  ['created', 'timestamp', 'datetime'],
  ['note', 'text', 'varchar(200)'],
] as const

/** Writes the same CSV for the same number of rows: NULLs, quotes, commas and unicode in it. */
export async function writeBenchCsv(path: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.run(`COPY (
    SELECT i AS id,
      'Customer ' || md5(i::VARCHAR)[1:20] AS name,
      'user' || i || '@example-' || (i % 977) || '.com' AS email,
      CASE i % 5 WHEN 0 THEN 'Zürich' WHEN 1 THEN 'São Paulo' WHEN 2 THEN 'Kyōto' ELSE 'Leeds' END AS city,
      ((hash(i) % 100000000) / 100)::DECIMAL(12,2) AS amount,
      (i % 100)::INTEGER AS quantity,
      (hash(i + 7) % 1000000) / 1000.0::DOUBLE AS score,
      i % 3 = 0 AS active,
      TIMESTAMP '2020-01-01' + INTERVAL (i % 100000000) SECOND AS created,
      CASE WHEN i % 10 = 0 THEN NULL WHEN i % 50 = 1 THEN 'said "yes", then left'
        ELSE md5(i::VARCHAR) || md5((i + 1)::VARCHAR) END AS note
    FROM range(1, ${Math.trunc(rows)} + 1) t(i)
  ) TO '${path.replaceAll("'", "''")}' (FORMAT csv, HEADER)`)
  connection.closeSync()
  instance.closeSync()
}

export const postgresTable = (name: string): string =>
  `CREATE TABLE ${name} (${benchColumns.map(([column, type]) => `${column} ${type}`).join(', ')})`

export const mysqlTable = (name: string): string =>
  `CREATE TABLE ${name} (${benchColumns.map(([column, , type]) => `${column} ${type}`).join(', ')}, PRIMARY KEY (id)) ENGINE=InnoDB`
