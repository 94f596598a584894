import { join } from 'node:path'
import { postgresTable, writeBenchCsv } from './support/bench-data.ts'
import { expectRows } from './support/expect-rows.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { beside } from './support/figure.ts'
import { measureShell } from './support/measure.ts'
import { copyPipeline, openScene } from './support/scene.ts'

/** One PostgreSQL table into another, untransformed and with expressions, beside `psql | psql`. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure> {
  const rows = Number(options.rows ?? 2_000_000)
  const scene = await openScene()
  try {
    const csv = join(scene.folder, 'bench.csv')
    await writeBenchCsv(csv, rows)
    await scene.psql(postgresTable('source'))
    await scene.psql(`\\copy source from '${csv}' (format csv, header)`)
    await scene.psql('ALTER TABLE source ADD PRIMARY KEY (id)')
    await scene.psql('VACUUM ANALYZE source')
    await scene.psql(postgresTable('theirs'))
    // Or whoever comes second writes out what the first has left in memory.
    await scene.psql('CHECKPOINT')
    const psql = `psql -X -q ${scene.postgres}`
    const pipe = await measureShell(
      `${psql} -c 'COPY source TO STDOUT BINARY' | ${psql} -c 'COPY theirs FROM STDIN BINARY'`,
    )
    const source = {
      type: 'source.database',
      config: { connection: 'pg', read: 'table', table: { name: 'source' } },
    }
    for (const [variant, expressions] of Object.entries(variants)) {
      const table = `ours_${variant}`
      await scene.psql('CHECKPOINT')
      const ours = await scene.migrateiq(copyPipeline(source, table, expressions))
      await expectRows(scene, table, rows)
      const details = {
        variant,
        rows,
        path: ours.report.sinks[0]?.path,
        report: ours.report.seconds,
      }
      yield beside('seconds', ours.seconds, 'psql | psql binary', pipe.seconds, details)
      yield { metric: 'peak_bytes', variant, ours: ours.peakBytes, limit: 400e6 }
    }
  } finally {
    await scene.close()
  }
}

const variants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: {},
  // Exact in PostgreSQL too, so the source may compute them.
  expressions: { total: 'amount * quantity', note: "coalesce(note, 'none')" },
  // Computed by DuckDB: no other engine's answer is known to be the same.
  duckdb: { name: 'initcap(name)', total: 'amount * quantity', note: "coalesce(note, 'none')" },
}
