import type { Readable } from 'node:stream'
import type { Connection } from 'mysql2'
import type { Outcome } from './links.ts'
import { run, select, single } from './links.ts'
import { unescapeRare } from './load-data.ts'
import { columnsSql } from './names.ts'
import type { Load } from './write.ts'

const tab = 9
const newline = 10
const mark = 39
const null0 = 92
const null1 = 78

/**
 * For servers that refuse LOAD DATA LOCAL: the same rows as INSERTs of many rows. The
 * escapes of the wire are those of the server's string literals.
 */
export async function insertBatches(
  link: Connection,
  load: Load,
  rows: Readable,
  signal: AbortSignal,
): Promise<number> {
  const [limit] = await select<{ size: string }>(link, 'SELECT @@max_allowed_packet AS size')
  const batch = Math.min(1_000_000, Math.floor(Number(single(limit ? [limit] : []).size) / 2))
  const head = `INSERT INTO ${load.staging} (${columnsSql(load.columns.map((c) => c.name))}) VALUES\n`
  const around = load.columns.map((c) => split(c.convert))
  let written = 0
  let values: string[] = []
  let size = 0
  const send = async () => {
    if (values.length === 0) return
    const outcome = await run<Outcome>(link, head + values.join(',\n'))
    written += outcome.affectedRows
    values = []
    size = 0
  }
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of rows.pipe(unescapeRare())) {
    signal.throwIfAborted()
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let from = 0
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      const tuple = tupleSql(bytes.subarray(from, at), around)
      from = at + 1
      if (size + tuple.length * 2 > batch) await send()
      values.push(tuple)
      size += tuple.length * 2
    }
    rest = bytes.subarray(from)
  }
  await send()
  return written
}

/** A conversion as the texts before and after its one argument. */
function split(convert: ((v: string) => string) | undefined): readonly [string, string] {
  const [before = '', after = ''] = (convert?.('\0') ?? '\0').split('\0')
  return [before, after]
}

function tupleSql(line: Buffer, around: readonly (readonly [string, string])[]): string {
  const fields: string[] = []
  let from = 0
  for (const [before, after] of around) {
    const next = line.indexOf(tab, from)
    const field = line.subarray(from, next < 0 ? line.length : next)
    from = next < 0 ? line.length : next + 1
    const isNull = field.length === 2 && field[0] === null0 && field[1] === null1
    fields.push(isNull ? 'NULL' : `${before}'${quoteMarks(field)}'${after}`)
  }
  return `(${fields.join(',')})`
}

const quoteMarks = (field: Buffer): string => {
  const text = field.toString('utf8')
  return field.includes(mark) ? text.replaceAll("'", "''") : text
}
