import type { ErrorData, RunEvent, RunReport, RunState } from '../../runtime/report.ts'
import type { Database } from '../db/database.ts'
import type { RunRow } from '../db/models/run.ts'
import type { RunLog } from './run-log.ts'
import { openRunLog } from './run-log.ts'

/** How a run ended: with a report, or without one because its process is gone. */
export type Outcome =
  | { readonly report: RunReport }
  | { readonly state: 'failed' | 'cancelled'; readonly error: ErrorData }

export const cancelledError: ErrorData = { code: 'CANCELLED', message: 'The run was cancelled.' }

const orphanError: ErrorData = {
  code: 'SERVER_STOPPED',
  message: 'The server ended while this run was going on.',
  hint: 'Resume the run: it goes on behind the rows that are already in the target.',
}

/** Takes the oldest queued run of this server, so that nobody else takes it. */
export async function claim(db: Database, instance: string): Promise<RunRow | null> {
  for (;;) {
    const run = await db.runs.findOne({
      where: { instance, state: 'queued' },
      order: [
        ['createdAt', 'ASC'],
        ['id', 'ASC'],
      ],
    })
    if (!run) return null
    const where = { id: run.id, tenantId: run.tenantId, state: 'queued' }
    const startedAt = new Date()
    const [claimed] = await db.runs.update({ state: 'running', startedAt }, { where })
    if (claimed === 1) return run.set({ state: 'running', startedAt })
  }
}

/** Stores the last events and the end of a run in one transaction; false: it was not in `from`. */
export async function endRun(
  db: Database,
  log: RunLog,
  run: Pick<RunRow, 'id' | 'tenantId'>,
  from: 'queued' | 'running',
  outcome: Outcome,
): Promise<boolean> {
  const endedAt = new Date()
  const report = 'report' in outcome ? outcome.report : undefined
  const state: RunState = 'report' in outcome ? outcome.report.state : outcome.state
  const error = 'report' in outcome ? outcome.report.error : outcome.error
  const events: RunEvent[] = [
    // A process that could report has told its problem itself.
    ...(error && !report ? [{ type: 'problem', error } as const] : []),
    ...(report ? [{ type: 'report', report } as const] : []),
    { type: 'run', state, at: endedAt.toISOString() },
  ]
  const changes = {
    state,
    endedAt,
    rows: report ? JSON.stringify(report.rows) : null,
    report: report ? JSON.stringify(report) : null,
    error: error ? JSON.stringify(error) : null,
  }
  const where = { id: run.id, tenantId: run.tenantId, state: from }
  return log.end(events, async (transaction) => {
    const [changed] = await db.runs.update(changes, { where, transaction })
    return changed === 1
  })
}

/** True when the run was still waiting; it then never starts. */
export async function cancelQueued(db: Database, id: string): Promise<boolean> {
  const run = await db.runs.findOne({ where: { id, state: 'queued' } })
  if (!run) return false
  const outcome = { state: 'cancelled', error: cancelledError } as const
  return endRun(db, await openRunLog(db, run), run, 'queued', outcome)
}

/** What was running when this server last ended cannot be running now. */
export async function failOrphans(db: Database, instance: string): Promise<void> {
  const orphans = await db.runs.findAll({ where: { instance, state: 'running' } })
  const outcome = { state: 'failed', error: orphanError } as const
  for (const run of orphans) await endRun(db, await openRunLog(db, run), run, 'running', outcome)
}
