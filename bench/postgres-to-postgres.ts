import { join } from 'node:path'
import { postgresTable, writeBenchCsv } from './support/bench-data.ts'
import { expectRows } from './support/expect-rows.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { measureShell } from './support/measure.ts'
import { besideRounds, inRounds, roundsOf } from './support/rounds.ts'
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
    const psql = `psql -X -q ${scene.postgres}`
    const source = {
      type: 'source.database',
      config: { connection: 'pg', read: 'table', table: { name: 'source' } },
    }
    const paths: Record<string, string | undefined> = {}
    const ours = async (variant: keyof typeof variants) => {
      await scene.clear('ours')
      const measured = await scene.migrateiq(copyPipeline(source, 'ours', variants[variant]))
      await expectRows(scene, 'ours', rows)
      paths[variant] = measured.report.sinks[0]?.path
      return measured
    }
    const { pipe, ...found } = await inRounds(roundsOf(options), {
      pipe: async () => {
        await scene.clear('theirs')
        await scene.psql(postgresTable('theirs'))
        return measureShell(
          `${psql} -c 'COPY source TO STDOUT BINARY' | ${psql} -c 'COPY theirs FROM STDIN BINARY'`,
        )
      },
      plain: () => ours('plain'),
      expressions: () => ours('expressions'),
      duckdb: () => ours('duckdb'),
    })
    for (const [variant, rounds] of Object.entries(found)) {
      const details = { variant, rows, path: paths[variant] }
      yield besideRounds(rounds, 'psql | psql binary', pipe, details)
      yield { metric: 'peak_bytes', variant, ours: rounds.peakBytes, limit: 400e6 }
    }
  } finally {
    await scene.close()
  }
}

const variants = {
  plain: {},
  // Exact in PostgreSQL too, so the source may compute them.
  expressions: { total: 'amount * quantity', note: "coalesce(note, 'none')" },
  // Computed by DuckDB: no other engine's answer is known to be the same.
  duckdb: { name: 'initcap(name)', total: 'amount * quantity', note: "coalesce(note, 'none')" },
}
