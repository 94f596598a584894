import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { toMigrateError } from '../../runtime/error.ts'
import type { RunEvent, RunReport } from '../../runtime/report.ts'
import type { Database } from '../db/database.ts'
import type { RunRow } from '../db/models/run.ts'
import type { Jobs } from './jobs.ts'
import { openRunLog } from './run-log.ts'
import type { Outcome } from './run-states.ts'
import { cancelledError, cancelQueued, claim, endRun, failOrphans } from './run-states.ts'
import { createWatchers } from './watchers.ts'

/** A run in its process. */
export interface RunProcess {
  /** Resolves with a report for every outcome; rejects when the process died or never started. */
  readonly done: Promise<RunReport>
  /** Asks it to stop, and kills it within a second when it does not. */
  cancel(): void
}

export interface QueueOptions {
  readonly db: Database
  readonly log: Logger
  /** Whose runs are carried out here; see `RunRow.instance`. */
  readonly instance: string
  readonly parallel: number
  readonly launch: (run: RunRow, emit: (event: RunEvent) => void) => Promise<RunProcess>
}

interface Active {
  cancel(): void
  readonly over: Promise<void>
}

/** A restart is no reason to lose a run's place: the queue is the rows in state `queued`. */
export async function createRunQueue(options: QueueOptions): Promise<Jobs> {
  const { db, log, instance, parallel, launch } = options
  const watchers = createWatchers()
  const active = new Map<string, Active>()
  let accepting = true
  let looking: Promise<void> = Promise.resolve()

  const wake = (): void => {
    looking = looking.then(startWaiting).catch((error) => log.error({ err: error }, 'queue failed'))
  }

  async function startWaiting(): Promise<void> {
    while (accepting && active.size < parallel) {
      const run = await claim(db, instance)
      if (!run) return
      active.set(run.id, carryOut(run))
    }
  }

  function carryOut(run: RunRow): Active {
    let cancelled = false
    let process: RunProcess | undefined
    const work = async () => {
      const events = await openRunLog(db, run, {
        stored: () => watchers.notify(run.id),
        failed: (error) => log.error({ err: error, run: run.id }, 'events were not stored'),
      })
      events.add({ type: 'run', state: 'running', at: new Date().toISOString() })
      const outcome = await launch(run, (event) => {
        // Beginning and end are said here, where they are also stored.
        if (event.type !== 'run' && event.type !== 'report') events.add(event)
      })
        .then(async (started): Promise<Outcome> => {
          process = started
          if (cancelled) started.cancel()
          return { report: await started.done }
        })
        .catch((error: unknown): Outcome => {
          if (cancelled) return { state: 'cancelled', error: cancelledError }
          return { state: 'failed', error: toMigrateError(error).toData() }
        })
      await endRun(db, events, run, 'running', outcome)
    }
    const over = work()
      .catch((error) => log.error({ err: error, run: run.id }, 'the end of a run was not stored'))
      .finally(() => {
        active.delete(run.id)
        watchers.notify(run.id)
        wake()
      })
    return {
      over,
      cancel() {
        cancelled = true
        process?.cancel()
      },
    }
  }

  await failOrphans(db, instance)
  wake()
  return {
    watchers,
    wake,
    async cancel(runId) {
      if (await cancelQueued(db, runId)) return watchers.notify(runId)
      const running = active.get(runId)
      running?.cancel()
      await running?.over
    },
    async drain(seconds) {
      accepting = false
      await looking
      const all = Promise.all([...active.values()].map((it) => it.over))
      if (active.size > 0) log.info({ runs: active.size, seconds }, 'waiting for runs')
      const patience = new AbortController()
      await Promise.race([all, sleep(seconds * 1000, undefined, patience).catch(() => undefined)])
      patience.abort()
      for (const run of active.values()) run.cancel()
      await all
    },
  }
}
