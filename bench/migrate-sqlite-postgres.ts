import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchOptions, Figure } from './support/figure.ts'
import { round } from './support/figure.ts'
import type { Measured } from './support/measure.ts'
import { measure, measureShell } from './support/measure.ts'
import { databaseUrl, expectShop, jobs, migrate, newDatabase } from './support/migration.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'
import type { Scene } from './support/scene.ts'
import { openScene } from './support/scene.ts'
import { serverAlone } from './support/server-alone.ts'
import { shopDdl, shopTables, writeShopCsv } from './support/shop.ts'

/** A SQLite file of twelve tables into PostgreSQL, beside sqlite3's CSV and pgloader. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const rows = Number(options.rows ?? 3_000_000)
  const scene = await openScene()
  try {
    await writeShopCsv(scene.folder, rows)
    const file = join(scene.folder, 'shop.db')
    await fill(scene, file)
    let details = {}
    const { ours, pipes, theirs, alone } = await inRounds(roundsOf(options), {
      ours: async () => {
        await newDatabase(scene, 'ours')
        const migrated = await migrate(scene, `sqlite://${file}`, databaseUrl(scene, 'ours'))
        await expectShop(scene, 'ours', rows)
        details = { rows, jobs: migrated.jobs, steps: migrated.steps }
        return migrated
      },
      alone: () => serverAlone(scene, 'ours', jobs),
      pipes: async () => {
        await newDatabase(scene, 'pipes')
        const measured = await throughPipes(scene, file)
        await expectShop(scene, 'pipes', rows)
        return measured
      },
      theirs: async () => {
        await newDatabase(scene, 'theirs')
        return throughPgloader(scene, file)
      },
    })
    yield besideRounds(ours, 'sqlite3 -csv | psql, table by table', pipes, details)
    yield { metric: 'peak_bytes', ours: ours.peakBytes, limit: 500e6 }
    yield besideRounds(ours, 'PostgreSQL alone, from its own binary files', alone)
    yield besideRounds(ours, 'pgloader', theirs, { speedup: round(theirs.seconds / ours.seconds) })
  } finally {
    await scene.close()
  }
}

async function fill(scene: Scene, file: string): Promise<void> {
  const { tables, keys } = shopDdl('sqlite')
  const imports = shopTables.flatMap(({ name, columns }) => {
    // The import knows no NULL and no booleans, only texts.
    const updates = columns.map(([column, [type]]) =>
      type === 'boolean'
        ? `UPDATE ${name} SET ${column} = ${column} = 'true';`
        : `UPDATE ${name} SET ${column} = NULL WHERE ${column} = '';`,
    )
    const path = join(scene.folder, `${name}.csv`)
    return [`.import --csv --skip 1 "${path}" ${name}`, 'BEGIN;', ...updates, 'COMMIT;']
  })
  const lines = [...tables.map((t) => `${t};`), ...imports, ...keys.map((k) => `${k};`), 'ANALYZE;']
  await measure(['sqlite3', '-bail', file], { input: `${lines.join('\n')}\n` })
}

/** The floor: each table by the clients' own tools, one after the other, then the keys. */
async function throughPipes(scene: Scene, file: string): Promise<Measured> {
  const { tables, keys } = shopDdl('postgres')
  const [makeAll, keysFile] = [join(scene.folder, 'tables.sql'), join(scene.folder, 'keys.sql')]
  writeFileSync(makeAll, tables.map((t) => `${t};`).join('\n'))
  writeFileSync(keysFile, keys.map((k) => `${k};`).join('\n'))
  const psql = `psql -X -q -v ON_ERROR_STOP=1 ${databaseUrl(scene, 'pipes')}`
  const copies = shopTables.map(
    ({ name }) =>
      `sqlite3 -readonly -csv -newline $'\\n' ${file} 'SELECT * FROM ${name}' | ${psql} -c 'COPY ${name} FROM STDIN CSV'`,
  )
  const script = [
    `${psql} -f ${makeAll}`,
    ...copies,
    `${psql} -f ${keysFile}`,
    `${psql} -c ANALYZE`,
  ]
  return measureShell(script.join(' && '))
}

/**
 * pgloader's rows alone are checked: it takes the types of SQLite more loosely than we do, and
 * its foreign keys depend on it.
 */
async function throughPgloader(scene: Scene, file: string): Promise<Measured> {
  const into = databaseUrl(scene, 'theirs').replace('postgres://', 'postgresql://')
  const script = `LOAD DATABASE FROM sqlite://${file} INTO ${into}
    WITH include drop, create tables, create indexes, reset sequences,
         workers = 2, concurrency = 1, batch rows = 10000, prefetch rows = 10000
    SET maintenance_work_mem to '256MB';`
  const load = join(scene.folder, 'sqlite.load')
  writeFileSync(load, script)
  const command = ['pgloader', '--dynamic-space-size', '4096', load]
  return measure(command, { cwd: scene.folder })
}
