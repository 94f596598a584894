import { formatTable } from '../../../nodes/kit/source.ts'
import { toMigrateError } from '../../error.ts'
import { phaseNames } from '../../schema/ddl/phases.ts'
import { cancelled } from '../duckdb-session.ts'
import { countForecasts } from './forecasts.ts'
import type { MigrationInput, MigrationPlan, PlanProblem } from './input.ts'
import type { Prepared } from './prepare.ts'
import { prepare } from './prepare.ts'
import type { Settled } from './settle.ts'

/** How long the data may be asked before a plan is told without the rest of the answers. */
const patience = 20_000

/** What a migration would do. Reads catalogs and counts rows that will be hurt; writes nothing. */
export async function planMigration(
  input: MigrationInput,
  signal: AbortSignal = new AbortController().signal,
): Promise<MigrationPlan> {
  const begun = performance.now()
  const prepared = await prepare(input, signal)
  const stop = () => void prepared.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) throw cancelled(signal)
    const { source, whole } = prepared
    const { forecasts } = prepared.settle(new Map()).translation.mapping
    const counted = await countForecasts(forecasts, whole.system, {
      query: async (sql) => (await source.execute?.([sql])) ?? [],
      jobs: input.options.jobs,
      until: begun + patience,
    })
    if (signal.aborted) throw cancelled(signal)
    const refused = counted.refused.map(({ table, error }): PlanProblem => {
      const data = toMigrateError(error)
        .at({ table: formatTable(table) })
        .toData()
      return { ...data, severity: 'error' }
    })
    const settled = prepared.settle(counted.rows)
    return {
      ...summary(prepared, settled),
      losses: settled.losses,
      problems: [...settled.problems, ...refused],
      seconds: (performance.now() - begun) / 1000,
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await prepared.close()
  }
}

function summary({ endpoints, input }: Prepared, { tables, ddl }: Settled) {
  const planned = tables.map((t) => t.planned)
  const sum = (numbers: readonly (number | null)[]) =>
    numbers.reduce<number>((a, b) => a + (b ?? 0), 0)
  const wanted = input.options.what === 'data' ? [] : phaseNames
  return {
    ...endpoints,
    tables: planned,
    ddl: Object.fromEntries(wanted.map((phase) => [phase, ddl[phase].map((s) => s.sql)])),
    estimatedRows: sum(planned.map((t) => t.estimatedRows)),
    estimatedBytes: sum(planned.map((t) => t.estimatedBytes)),
  }
}
