import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { benchColumns, mysqlTable, postgresTable, writeBenchCsv } from './support/bench-data.ts'
import { expectRows } from './support/expect-rows.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { beside } from './support/figure.ts'
import { measure, measureShell } from './support/measure.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'
import type { Scene } from './support/scene.ts'
import { copyPipeline, openScene } from './support/scene.ts'

/** A MariaDB table into PostgreSQL, beside the clients' pipe and pgloader. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const rows = Number(options.rows ?? 2_000_000)
  const scene = await openScene({ mysql: true })
  try {
    await fill(scene, rows)
    const client = `mariadb ${clientFlags(scene)} --quick --batch --skip-column-names bench`
    const source = {
      type: 'source.database',
      config: { connection: 'my', read: 'table', table: { schema: 'bench', name: 'source' } },
    }
    let path: string | undefined
    const { pipe, ours } = await inRounds(roundsOf(options), {
      pipe: async () => {
        await scene.clear('theirs')
        await scene.psql(postgresTable('theirs'))
        return measureShell(
          `${client} -e 'SELECT * FROM source' | psql -X -q ${scene.postgres} -c "COPY theirs FROM STDIN (NULL 'NULL')"`,
        )
      },
      ours: async () => {
        await scene.clear('ours')
        const measured = await scene.migrateiq(copyPipeline(source, 'ours'))
        await expectRows(scene, 'ours', rows)
        path = measured.report.sinks[0]?.path
        return measured
      },
    })
    yield besideRounds(ours, 'mariadb --quick --batch | psql', pipe, { rows, path })
    yield { metric: 'peak_bytes', ours: ours.peakBytes, limit: 400e6 }
    yield beside('seconds', ours.seconds, 'pgloader', await copyWithPgloader(scene))
  } finally {
    await scene.close()
  }
}

function clientFlags(scene: Scene): string {
  const { hostname, port, username } = new URL(scene.mysql)
  return `--protocol=tcp -h ${hostname} -P ${port} -u ${username} --default-character-set=utf8mb4`
}

async function fill(scene: Scene, rows: number): Promise<void> {
  const csv = join(scene.folder, 'bench.csv')
  await writeBenchCsv(csv, rows)
  const columns = benchColumns.map(([name]) =>
    name === 'active' || name === 'note' ? `@${name}` : name,
  )
  const load = `LOAD DATA LOCAL INFILE '${csv}' INTO TABLE source CHARACTER SET utf8mb4
    FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' IGNORE 1 LINES (${columns.join(',')})
    SET active = @active = 'true', note = nullif(@note, '')`
  const sql = `CREATE DATABASE bench; USE bench; ${mysqlTable('source')}; ${load}; ANALYZE TABLE source`
  await measure(['mariadb', ...clientFlags(scene).split(' '), '--local-infile=1', '-e', sql])
}

/** Default settings exhaust its heap on this table; these are the best found. */
async function copyWithPgloader(scene: Scene): Promise<number> {
  const from = scene.mysql.replace(/\/[^/]*$/, '/bench')
  const into = scene.postgres.replace('postgres://', 'postgresql://')
  const script = `LOAD DATABASE FROM ${from} INTO ${into}
    WITH include drop, create tables, workers = 2, concurrency = 1, batch rows = 10000, prefetch rows = 10000;`
  const file = join(scene.folder, 'mysql.load')
  writeFileSync(file, script)
  const command = ['pgloader', '--dynamic-space-size', '4096', file]
  return (await measure(command, { cwd: scene.folder })).seconds
}
