import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgresTable, writeBenchCsv } from './support/bench-data.ts'
import { expectRows } from './support/expect-rows.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { beside, round } from './support/figure.ts'
import { measure } from './support/measure.ts'
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
    const psql = await copyWithPsql(scene, csv)
    const source = { type: 'source.file', config: { path: csv } }
    const ours = await scene.migrateiq(copyPipeline(source, 'ours', expressions))
    await expectRows(scene, 'ours', rows)
    yield beside('seconds', ours.seconds, 'psql \\copy', psql, {
      rows,
      report: ours.report.seconds,
    })
    yield { metric: 'peak_bytes', ours: ours.peakBytes, limit: 400e6 }
    const pgloader = await copyWithPgloader(scene, csv)
    yield beside('seconds', ours.seconds, 'pgloader', pgloader, {
      speedup: round(pgloader / ours.seconds),
    })
  } finally {
    await scene.close()
  }
}

async function copyWithPsql(scene: Scene, csv: string): Promise<number> {
  await scene.psql(postgresTable('theirs'))
  const copy = `\\copy theirs from '${csv}' (format csv, header)`
  return (await measure(['psql', '-X', '-q', scene.postgres, '-c', copy])).seconds
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
