import { toMigrateError } from '../../error.ts'
import type { ErrorData } from '../../report.ts'
import { cancelled } from '../duckdb-session.ts'
import type { MigrationEvent, MigrationInput, MigrationReport } from './input.ts'
import type { Prepared } from './prepare.ts'
import { label, prepare } from './prepare.ts'
import { MigrationRun } from './steps.ts'

/**
 * Carries a database over. Resolves with a report for every outcome; what an attempt that
 * broke off has loaded stays for one with `resume`.
 */
export async function migrateDatabase(
  input: MigrationInput,
  emit: (event: MigrationEvent) => void,
  outer: AbortSignal,
): Promise<MigrationReport> {
  const startedAt = new Date().toISOString()
  const begun = performance.now()
  const stop = new AbortController()
  const cancel = () => stop.abort(cancelled(outer))
  if (outer.aborted) cancel()
  outer.addEventListener('abort', cancel, { once: true })
  let prepared: Prepared | undefined
  let run: MigrationRun | undefined
  let error: ErrorData | undefined
  const give = () => void prepared?.cancel()
  stop.signal.addEventListener('abort', give, { once: true })
  try {
    stop.signal.throwIfAborted()
    prepared = await prepare(input, stop.signal)
    run = new MigrationRun(prepared, emit, stop.signal)
    await run.carryOut()
  } catch (thrown) {
    const failure = stop.signal.aborted ? cancelled(stop.signal) : toMigrateError(thrown)
    error = { ...failure.toData(), ...(failure.code === 'CANCELLED' ? { hint: goOn } : {}) }
    emit({ type: 'problem', error })
  } finally {
    outer.removeEventListener('abort', cancel)
    await run?.close()
    await prepared?.close().catch(() => undefined)
  }
  return {
    ...outcome(input, prepared, run, error),
    startedAt,
    seconds: (performance.now() - begun) / 1000,
  }
}

const goOn = 'What is in stays in the target; resume the run to go on.'

function outcome(
  input: MigrationInput,
  prepared: Prepared | undefined,
  run: MigrationRun | undefined,
  error: ErrorData | undefined,
): Omit<MigrationReport, 'startedAt' | 'seconds'> {
  const unknown = (connection: string) => ({
    connection: label(connection),
    system: '',
    version: '',
  })
  const endpoints = prepared?.endpoints ?? {
    source: unknown(input.source),
    target: unknown(input.target),
  }
  const found = run?.found()
  const tables = found?.tables ?? []
  const complete = tables.every((t) => t.state !== 'failed') && (found?.failures.length ?? 0) === 0
  const problem = error ?? found?.error
  return {
    ...endpoints,
    state: error
      ? error.code === 'CANCELLED'
        ? 'cancelled'
        : 'failed'
      : complete && !problem
        ? 'done'
        : 'partial',
    steps: found?.steps ?? [],
    rows: tables.reduce((sum, t) => sum + t.rows, 0),
    bytes: tables.reduce((sum, t) => sum + t.bytes, 0),
    tables,
    objects: found?.objects ?? {},
    failures: found?.failures ?? [],
    ledger: found?.ledger ?? [],
    notes: found?.notes ?? [],
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    ...(problem ? { error: problem } : {}),
  }
}
