import { setTimeout as sleep } from 'node:timers/promises'
import type { Transaction } from 'sequelize'
import type { RunEvent } from '../../runtime/report.ts'
import type { Database } from '../db/database.ts'

const storeEvery = 150
/** Milliseconds before the end of a run is stored again, where the database was away. */
const patience = [200, 500, 1000, 2000, 5000, 10_000]

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
  const { id: runId, tenantId } = run
  let seq = Number(await db.runEvents.max('seq', { where: { runId, tenantId } })) || 0
  const waiting: RunEvent[] = []
  const numbered: { tenantId: string; runId: string; seq: number; event: string }[] = []
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  /** One batch after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const number = (events: readonly RunEvent[]) => {
    for (const event of latest([...waiting.splice(0), ...events]))
      numbered.push({ tenantId, runId, seq: ++seq, event: JSON.stringify(event) })
    return numbered.length
  }

  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      inTurn(store).catch((error: unknown) => {
        on.failed?.(error)
        schedule()
      })
    }, storeEvery)
  }

  /** What could not be stored keeps its numbers and waits for the next time. */
  const store = async () => {
    const count = number([])
    if (count === 0) return
    await db.runEvents.bulkCreate(numbered)
    numbered.splice(0, count)
    on.stored?.()
  }

  return {
    add(event) {
      waiting.push(event)
      schedule()
    },
    end(events, change) {
      return inTurn(async () => {
        clearTimeout(timer)
        number(events)
        const ended = await persist(() =>
          db.transaction(async (transaction) => {
            if (!(await change(transaction))) return false
            await db.runEvents.bulkCreate(numbered, { transaction })
            return true
          }),
        )
        if (ended) on.stored?.()
        return ended
      })
    },
  }

  async function persist<T>(work: () => Promise<T>): Promise<T> {
    for (const pause of patience) {
      try {
        return await work()
      } catch (error) {
        on.failed?.(error)
        await sleep(pause)
      }
    }
    return work()
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
