import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchOptions, Figure } from './support/figure.ts'
import { round } from './support/figure.ts'
import type { Measured } from './support/measure.ts'
import { measure, measureShell } from './support/measure.ts'
import {
  databaseUrl,
  expectShop,
  jobs,
  migrate,
  mysqlFlags,
  newDatabase,
} from './support/migration.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'
import type { Scene } from './support/scene.ts'
import { openScene } from './support/scene.ts'
import { serverAlone } from './support/server-alone.ts'
import { shopDdl, shopTables, writeShopCsv } from './support/shop.ts'

/** A MariaDB database of twelve tables into PostgreSQL, beside the clients' pipes and pgloader. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const rows = Number(options.rows ?? 3_000_000)
  const scene = await openScene({ mysql: true })
  try {
    await fill(scene, rows)
    const from = scene.mysql.replace(/\/[^/]*$/, '/shop')
    let details = {}
    const { ours, pipes, theirs, alone } = await inRounds(roundsOf(options), {
      ours: async () => {
        await newDatabase(scene, 'ours')
        const migrated = await migrate(scene, from, databaseUrl(scene, 'ours'))
        await expectShop(scene, 'ours', rows)
        details = { rows, jobs: migrated.jobs, steps: migrated.steps }
        return migrated
      },
      alone: () => serverAlone(scene, 'ours', jobs),
      pipes: async () => {
        await newDatabase(scene, 'pipes')
        const measured = await throughPipes(scene)
        await expectShop(scene, 'pipes', rows)
        return measured
      },
      theirs: async () => {
        await newDatabase(scene, 'theirs')
        const measured = await throughPgloader(scene, from)
        await expectShop(scene, 'theirs', rows, 'shop')
        return measured
      },
    })
    yield besideRounds(ours, 'mariadb --batch | psql, table by table', pipes, details)
    yield { metric: 'peak_bytes', ours: ours.peakBytes, limit: 500e6 }
    yield besideRounds(ours, 'PostgreSQL alone, from its own binary files', alone)
    yield besideRounds(ours, 'pgloader', theirs, { speedup: round(theirs.seconds / ours.seconds) })
  } finally {
    await scene.close()
  }
}

async function fill(scene: Scene, rows: number): Promise<void> {
  await writeShopCsv(scene.folder, rows)
  const { tables, keys } = shopDdl('mysql')
  const loads = shopTables.map(({ name, columns }) => {
    const list = columns.map(([column]) => `@${column}`).join(', ')
    const set = columns.map(([column, [type]]) =>
      type === 'boolean' ? `${column} = @${column} = 'true'` : `${column} = nullif(@${column}, '')`,
    )
    return `LOAD DATA LOCAL INFILE '${join(scene.folder, `${name}.csv`)}' INTO TABLE ${name} CHARACTER SET utf8mb4
      FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' IGNORE 1 LINES (${list}) SET ${set.join(', ')}`
  })
  const analyse = `ANALYZE TABLE ${shopTables.map((t) => t.name).join(', ')}`
  const sql = [
    'CREATE DATABASE shop CHARACTER SET utf8mb4',
    'USE shop',
    // The rows are right, and every foreign key that is checked copies its table.
    'SET foreign_key_checks = 0, unique_checks = 0',
    ...tables,
    ...loads,
    ...keys,
    analyse,
  ]
  await measure(['mariadb', ...mysqlFlags(scene), '--local-infile=1'], { input: sql.join(';\n') })
}

/** The floor: each table by the clients' own bulk tools, one after the other, then the keys. */
async function throughPipes(scene: Scene): Promise<Measured> {
  const { tables, keys } = shopDdl('postgres')
  const client = `mariadb ${mysqlFlags(scene).join(' ')} --quick --batch --skip-column-names shop`
  const url = databaseUrl(scene, 'pipes')
  const makeAll = join(scene.folder, 'tables.sql')
  const keysFile = join(scene.folder, 'keys.sql')
  writeFileSync(makeAll, tables.map((t) => `${t};`).join('\n'))
  writeFileSync(keysFile, keys.map((k) => `${k};`).join('\n'))
  const psql = `psql -X -q -v ON_ERROR_STOP=1 ${url}`
  const copies = shopTables.map(
    ({ name }) =>
      `${client} -e 'SELECT * FROM ${name}' | ${psql} -c "COPY ${name} FROM STDIN (NULL 'NULL')"`,
  )
  const script = [
    `${psql} -f ${makeAll}`,
    ...copies,
    `${psql} -f ${keysFile}`,
    `${psql} -c ANALYZE`,
  ]
  return measureShell(script.join(' && '))
}

/** Default settings exhaust its heap on tables of this size; these are the best found. */
async function throughPgloader(scene: Scene, from: string): Promise<Measured> {
  const into = databaseUrl(scene, 'theirs').replace('postgres://', 'postgresql://')
  const script = `LOAD DATABASE FROM ${from} INTO ${into}
    WITH include drop, create tables, create indexes, reset sequences, foreign keys,
         workers = 2, concurrency = 1, batch rows = 10000, prefetch rows = 10000
    SET maintenance_work_mem to '256MB';`
  const file = join(scene.folder, 'mysql.load')
  writeFileSync(file, script)
  const command = ['pgloader', '--dynamic-space-size', '4096', file]
  return measure(command, { cwd: scene.folder })
}
