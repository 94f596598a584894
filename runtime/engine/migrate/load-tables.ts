import type { KeyRange } from '../../connectors/connector.ts'
import type { ErrorCode } from '../../error.ts'
import { toMigrateError } from '../../error.ts'
import type { TableLoad } from './table-load.ts'

/** What no other table would survive either. */
const forAll: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_REFUSED',
  'CONNECTION_LOST',
  'CONNECTION_TIMEOUT',
  'HOST_NOT_FOUND',
  'LOGIN_FAILED',
  'TARGET_DISK_FULL',
  'DISK_FULL',
  'OUT_OF_MEMORY',
  'LOAD_TAKEN_OVER',
  'CANCELLED',
])

/**
 * Loads tables in their order, `jobs` chunks at once. A table that fails is given up and the
 * others go on; a failure that concerns all of them stops everything and is thrown.
 */
export async function loadTables(
  loads: readonly TableLoad[],
  { jobs, done }: { jobs: number; done: (load: TableLoad) => void },
): Promise<void> {
  const unopened = [...loads]
  const ready: { load: TableLoad; range: KeyRange }[] = []
  const idle: (() => void)[] = []
  let opening = 0
  let stopped: unknown

  const wakeAll = () => {
    for (const wake of idle.splice(0)) wake()
  }
  const settle = async (load: TableLoad) => {
    if (!load.error && load.work.planned.mode === 'create') await load.publish()
    await load.close()
    done(load)
  }
  const failed = async (load: TableLoad, error: unknown) => {
    const first = load.error === undefined
    const { code } = toMigrateError(error)
    if (forAll.has(code) && (first || code !== 'LOAD_TAKEN_OVER')) stopped ??= error
    load.fail(error)
    if (first) await settle(load)
  }
  const open = async (load: TableLoad) => {
    opening++
    try {
      const ranges = await load.open()
      ready.push(...ranges.map((range) => ({ load, range })))
      if (ranges.length === 0) await settle(load)
    } catch (error) {
      await failed(load, error)
    } finally {
      opening--
      wakeAll()
    }
  }
  const worker = async () => {
    while (stopped === undefined) {
      const task = ready.shift()
      if (task) {
        if (task.load.error) continue
        try {
          if (await task.load.chunk(task.range)) await settle(task.load)
        } catch (error) {
          await failed(task.load, error)
        }
        continue
      }
      const next = unopened.shift()
      if (next) await open(next)
      else if (opening > 0) await new Promise<void>((resolve) => idle.push(resolve))
      else return
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker))
  if (stopped !== undefined) {
    await Promise.allSettled(loads.map((load) => load.close()))
    throw stopped
  }
}
