import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { MigrateError } from '../error.ts'

/** Everything of ours in a target starts like this; catalogs leave it out. */
export const ownPrefix = '_migrateiq'

/** Rows `(load, chunk)` say what is in; the row with an empty chunk is the load itself. */
export const checkpointTable = `${ownPrefix}_checkpoint`

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** The staging table of a load: beside the target, the same name on every attempt. */
export const stagingTable = (load: string): string => `${ownPrefix}_stg_${hash(load)}`

/** Where the old table waits while MySQL swaps. */
export const retiredTable = (load: string): string => `${ownPrefix}_old_${hash(load)}`

/** Thrown by the fence: the load's epoch is no longer ours. */
export const takenOver = (load: string): MigrateError =>
  new MigrateError('LOAD_TAKEN_OVER', `Another run has taken over the load “${load}”.`, {
    hint: 'Leave it to the other run. This run has added nothing since the takeover.',
  })

export const neverPrepared = (): MigrateError =>
  new MigrateError('INTERNAL', 'A sink was used before it was prepared.')

/** Passes bytes on and counts them. */
export function byteCounter(): Transform & { bytes: number } {
  const counter = Object.assign(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        counter.bytes += chunk.length
        done(null, chunk)
      },
    }),
    { bytes: 0 },
  )
  return counter
}

/** Runs tasks one after the other. */
export function mutex(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const run = last.then(task)
    last = run.catch(() => undefined)
    return run
  }
}
