import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgresTable, writeBenchCsv } from './support/bench-data.ts'
import { expectRows } from './support/expect-rows.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { beside, round } from './support/figure.ts'
import type { Measured } from './support/measure.ts'
import { measure } from './support/measure.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'
import type { Scene } from './support/scene.ts'
import { copyPipeline, openScene } from './support/scene.ts'

const expressions = {
  name: 'upper(name)',
  total: 'amount * quantity',
  note: "coalesce(note, 'none')",
}

/** A CSV file into a new table, with three expressions, beside `psql \copy` and pgloader. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const rows = Number(options.rows ?? 2_000_000)
  const scene = await openScene()
  try {
    const csv = join(scene.folder, 'bench.csv')
    await writeBenchCsv(csv, rows)
    const source = { type: 'source.file', config: { path: csv } }
    let report = 0
    const { psql, ours } = await inRounds(roundsOf(options), {
      psql: () => copyWithPsql(scene, csv),
      ours: async () => {
        await scene.clear('ours')
        const measured = await scene.migrateiq(copyPipeline(source, 'ours', expressions))
        await expectRows(scene, 'ours', rows)
        report = measured.report.seconds
        return measured
      },
    })
    yield besideRounds(ours, 'psql \\copy', psql, { rows, report })
    yield { metric: 'peak_bytes', ours: ours.peakBytes, limit: 400e6 }
    const pgloader = await copyWithPgloader(scene, csv)
    yield beside('seconds', ours.seconds, 'pgloader', pgloader, {
      speedup: round(pgloader / ours.seconds),
    })
  } finally {
    await scene.close()
  }
}

async function copyWithPsql(scene: Scene, csv: string): Promise<Measured> {
  await scene.clear('theirs')
  await scene.psql(postgresTable('theirs'))
  const copy = `\\copy theirs from '${csv}' (format csv, header)`
  return measure(['psql', '-X', '-q', scene.postgres, '-c', copy])
}

async function copyWithPgloader(scene: Scene, csv: string): Promise<number> {
  await scene.psql(postgresTable('loaded'))
  const url = scene.postgres.replace('postgres://', 'postgresql://')
  const script = `LOAD CSV FROM '${csv}' INTO ${url}?tablename=loaded
    WITH skip header = 1, fields terminated by ',', fields optionally enclosed by '"';`
  const file = join(scene.folder, 'csv.load')
  writeFileSync(file, script)
  const { seconds } = await measure(['pgloader', file], { cwd: scene.folder })
  return seconds
}
