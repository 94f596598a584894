import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { PassThrough, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Connection } from 'mysql2'
import { stagingTable } from '../load.ts'
import { cancelled } from '../network-errors.ts'
import { refusedFile, warningError } from './errors.ts'
import type { Outcome } from './links.ts'
import { ask, select } from './links.ts'
import { literal, name } from './names.ts'
import type { Load } from './write.ts'

const backslash = 92

/** COPY's escapes `\f` and `\v` mean the letters f and v to MySQL. */
export function unescapeRare(): Transform {
  let odd = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (odd) {
        odd = false
        const letter = rare(chunk[0])
        this.push(Buffer.from(letter === 0 ? [backslash, chunk[0] as number] : [letter]))
        done(null, rewrite(chunk, 1))
      } else done(null, rewrite(chunk, 0))
    },
    flush(done) {
      if (odd) this.push(Buffer.from([backslash]))
      done()
    },
  })

  function rewrite(chunk: Buffer, start: number): Buffer {
    const parts: Buffer[] = []
    let from = start
    let at = chunk.indexOf(backslash, from)
    while (at >= 0) {
      if (at + 1 === chunk.length) {
        odd = true
        parts.push(chunk.subarray(from, at))
        return Buffer.concat(parts)
      }
      const letter = rare(chunk[at + 1])
      if (letter !== 0) {
        parts.push(chunk.subarray(from, at), Buffer.from([letter]))
        from = at + 2
      }
      at = chunk.indexOf(backslash, at + 2)
    }
    return parts.length === 0
      ? chunk.subarray(from)
      : Buffer.concat([...parts, chunk.subarray(from)])
  }
}

const rare = (letter: number | undefined): number => (letter === 102 ? 12 : letter === 118 ? 11 : 0)

/**
 * Feeds `rows` to LOAD DATA LOCAL. The server names the file it wants: only the name made
 * for this one statement is answered, once, and only with these rows.
 */
export async function loadData(
  link: Connection,
  load: Load,
  rows: Readable,
  signal: AbortSignal,
): Promise<number> {
  const file = `migrateiq:${randomUUID()}`
  const input = new PassThrough()
  let asked = false
  const fed = pipeline(rows, unescapeRare(), input, { signal })
  const outcome = ask<Outcome>(link, {
    sql: loadSql(load, file),
    infileStreamFactory: (path: string) => {
      if (path !== file || asked) throw refusedFile(path)
      asked = true
      return input.destroyed ? failing(input.errored ?? cancelled()) : input
    },
  })
  // A statement that fails leaves the rows unread.
  outcome.catch((error: unknown) => input.destroy(error instanceof Error ? error : undefined))
  const [loaded, fedResult] = await Promise.allSettled([outcome, fed])
  if (fedResult.status === 'rejected' && loaded.status === 'fulfilled') throw fedResult.reason
  if (loaded.status === 'rejected')
    throw fedResult.status === 'rejected' && signal.aborted ? fedResult.reason : loaded.reason
  await refuseWarnings(link, load, loaded.value)
  return loaded.value.affectedRows
}

/** A stream that fails once somebody listens. */
function failing(error: Error): Readable {
  const stream = new PassThrough()
  process.nextTick(() => stream.destroy(error))
  return stream
}

function loadSql(load: Load, file: string): string {
  const input = load.columns.map((c, i) => (c.convert ? `@v${i}` : name(c.name)))
  const set = load.columns.flatMap((c, i) =>
    c.convert ? [`${name(c.name)} = ${c.convert(`@v${i}`)}`] : [],
  )
  // Once there is a SET, MariaDB counts up from a 0 that was given unless it is set as well.
  if (set.length > 0)
    for (const [i, c] of load.columns.entries())
      if (!c.convert && load.request.columns[i]?.type.kind === 'integer')
        set.push(`${name(c.name)} = ${name(c.name)}`)
  // The comment names the load, so that a successor finds a predecessor that hangs.
  return `/* ${stagingTable(load.request.load)} */ LOAD DATA LOCAL INFILE ${literal(file)} INTO TABLE ${load.staging} CHARACTER SET utf8mb4
    FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'
    (${input.join(', ')})${set.length > 0 ? ` SET ${set.join(', ')}` : ''}`
}

/** LOCAL turns errors into warnings, and rows into other rows: none is tolerated. */
async function refuseWarnings(link: Connection, load: Load, outcome: Outcome): Promise<void> {
  const skipped = Number(/Skipped: (\d+)/.exec(outcome.info ?? '')?.[1] ?? 0)
  if (outcome.warningStatus === 0 && skipped === 0) return
  const [warning] = await select<{ Code: number; Message: string }>(link, 'SHOW WARNINGS LIMIT 1')
  throw warningError(
    warning?.Code ?? 1062,
    warning?.Message ?? `${skipped} rows were skipped.`,
    load.request.table.name,
  )
}
