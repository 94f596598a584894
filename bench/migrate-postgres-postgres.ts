import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { which } from '../e2e/support/process.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { measure, measureShell } from './support/measure.ts'
import { databaseUrl, expectShop, migrate, newDatabase } from './support/migration.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'
import { openScene } from './support/scene.ts'
import { shopDdl, shopTables, writeShopCsv } from './support/shop.ts'

/** The server that pg_dump came with; pg_dump refuses newer ones. */
function ownServer(): string {
  const program = which('pg_dump')
  if (!program) throw new Error('This bench needs pg_dump and a PostgreSQL server beside it.')
  // Debian's pg_dump is a script that looks for the newest.
  const bin = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
  if (!existsSync(join(bin, 'initdb'))) throw new Error(`There is no initdb in ${bin}.`)
  return dirname(bin)
}

/** A PostgreSQL database of twelve tables into another one, beside `pg_dump | psql`. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const rows = Number(options.rows ?? 3_000_000)
  const scene = await openScene({ postgres: ownServer() })
  try {
    await writeShopCsv(scene.folder, rows)
    await newDatabase(scene, 'shop')
    const from = databaseUrl(scene, 'shop')
    const { tables, keys } = shopDdl('postgres')
    const copies = shopTables.map(
      ({ name }) => `\\copy ${name} FROM '${join(scene.folder, `${name}.csv`)}' CSV HEADER`,
    )
    const lines = [
      ...tables.map((t) => `${t};`),
      ...copies,
      ...keys.map((k) => `${k};`),
      'ANALYZE;',
    ]
    const psql = ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', from]
    await measure(psql, { input: `${lines.join('\n')}\n` })
    let details = {}
    const { ours, pipe } = await inRounds(roundsOf(options), {
      ours: async () => {
        await newDatabase(scene, 'ours')
        const migrated = await migrate(scene, from, databaseUrl(scene, 'ours'))
        await expectShop(scene, 'ours', rows)
        details = { rows, jobs: migrated.jobs, steps: migrated.steps }
        return migrated
      },
      pipe: async () => {
        await newDatabase(scene, 'theirs')
        const into = `psql -X -q ${databaseUrl(scene, 'theirs')}`
        const measured = await measureShell(
          `pg_dump ${from} | ${into} -v ON_ERROR_STOP=1 > /dev/null && ${into} -c ANALYZE`,
        )
        await expectShop(scene, 'theirs', rows)
        return measured
      },
    })
    yield besideRounds(ours, 'pg_dump | psql', pipe, details)
    yield { metric: 'peak_bytes', ours: ours.peakBytes, limit: 500e6 }
  } finally {
    await scene.close()
  }
}
