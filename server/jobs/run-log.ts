import type { Transaction } from 'sequelize'
import type { RunEvent } from '../../runtime/report.ts'
import type { Database } from '../db/database.ts'

const storeEvery = 150

/** Numbers the events of one run and stores them in batches; subscribers read only what is stored. */
export interface RunLog {
  add(event: RunEvent): void
  /** Stores what is left together with how the run ended; nothing where `change` says no. */
  end(events: readonly RunEvent[], change: Change): Promise<boolean>
}

type Change = (transaction: Transaction) => Promise<boolean>

export async function openRunLog(
  db: Database,
  run: { readonly id: string; readonly tenantId: string },
  on: { stored?: () => void; failed?: (error: unknown) => void } = {},
): Promise<RunLog> {
  const where = { runId: run.id, tenantId: run.tenantId }
  let seq = Number(await db.runEvents.max('seq', { where })) || 0
  const waiting: RunEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  const rows = (events: readonly RunEvent[]) =>
    events.map((event) => ({
      tenantId: run.tenantId,
      runId: run.id,
      seq: ++seq,
      event: JSON.stringify(event),
    }))

  /** One batch after the other; a batch that fails is told once and does not hold up the next. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const store = (): void => {
    timer = undefined
    inTurn(async () => {
      const batch = latest(waiting.splice(0))
      if (batch.length === 0) return
      await db.runEvents.bulkCreate(rows(batch))
      on.stored?.()
    }).catch((error: unknown) => on.failed?.(error))
  }

  return {
    add(event) {
      waiting.push(event)
      timer ??= setTimeout(store, storeEvery)
    },
    end(events, change) {
      clearTimeout(timer)
      return inTurn(async () => {
        const ended = await db.transaction(async (transaction) => {
          if (!(await change(transaction))) return false
          const batch = latest([...waiting.splice(0), ...events])
          await db.runEvents.bulkCreate(rows(batch), { transaction })
          return true
        })
        if (ended) on.stored?.()
        return ended
      })
    },
  }
}

/** Within a batch, of counts that replace each other only the last ones. */
export function latest(events: readonly RunEvent[]): RunEvent[] {
  const kept = new Set<string>()
  return events
    .toReversed()
    .filter((event) => {
      if (event.type !== 'edges' && event.type !== 'progress') return true
      const size = kept.size
      return kept.add(event.type === 'edges' ? 'edges' : `progress ${event.node}`).size > size
    })
    .toReversed()
}
