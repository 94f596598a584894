import type { TrackedEnvelope } from '@trpc/server'
import { tracked } from '@trpc/server'
import { Op } from 'sequelize'
import type { Scope } from '../scope.ts'
import type { NumberedEvent } from '../shapes.ts'
import { isOver, rowOf } from './runs.ts'

const batch = 500
/** A run may be carried out by another server on the same database: then nobody wakes us. */
const lookAgainAfter = 1000

/** The stored events of a run behind `lastEventId`, then new ones as they are stored, to the end. */
export async function* followRun(
  scope: Scope,
  input: { runId: string; lastEventId?: string | null | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<TrackedEnvelope<NumberedEvent>> {
  let last = Number(input.lastEventId ?? 0)
  while (!signal?.aborted) {
    // The server is going down. An orderly end would say that the run has ended; a broken
    // connection makes the client come back with its last event id.
    if (scope.jobs.watchers.closed) return await until(signal)
    // Asked for before reading, so that nothing falls between reading and sleeping.
    const news = new AbortController()
    const stop = signal ? AbortSignal.any([signal, news.signal]) : news.signal
    const changed = scope.jobs.watchers.changed(input.runId, lookAgainAfter, stop)
    try {
      const { state } = await rowOf(scope, input.runId, ['state'])
      const rows = await scope.db.runEvents.findAll({
        where: { runId: input.runId, tenantId: scope.tenantId, seq: { [Op.gt]: last } },
        order: [['seq', 'ASC']],
        limit: batch,
      })
      for (const { seq, event } of rows) {
        last = seq
        yield tracked(String(seq), { seq, event: JSON.parse(event) })
      }
      if (rows.length === 0 && isOver(state)) return
      if (rows.length === 0) await changed
    } finally {
      news.abort()
    }
  }
}

const until = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (!signal || signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
