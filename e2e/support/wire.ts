import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { KeyRange, Reader, Sink, WireFormat } from '../../runtime/connectors/connector.ts'

export type Row = readonly (string | null)[]

const letters: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Rows of canonical text in a wire format, written plainly, to compare the fast code with. */
export function encodeRows(rows: readonly Row[], format: WireFormat): Buffer {
  const lines = rows.map((row) => {
    if (format === 'json') return JSON.stringify(row)
    if (format === 'csv')
      return row.map((v) => (v === null ? '' : `"${v.replaceAll('"', '""')}"`)).join(',')
    return row.map((v) => (v === null ? '\\N' : escapeText(v))).join('\t')
  })
  return Buffer.from(lines.map((l) => `${l}\n`).join(''))
}

const escapeText = (v: string) =>
  v.replace(/[\\\b\f\n\r\t\v]/g, (c) =>
    c === '\\' ? '\\\\' : `\\${Object.entries(letters).find(([, l]) => l === c)?.[0]}`,
  )

export function decodeRows(bytes: Buffer, format: WireFormat): Row[] {
  const text = bytes.toString('utf8')
  if (format === 'text')
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t').map((v) => (v === '\\N' ? null : unescapeText(v))))
  if (format === 'csv') return decodeCsv(text)
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row)
}

const unescapeText = (v: string) => v.replace(/\\(.)/gs, (_, c: string) => letters[c] ?? c)

function decodeCsv(text: string): Row[] {
  const rows: Row[] = []
  let row: (string | null)[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/gy
  for (let match = field.exec(text); match; match = field.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? (match[2] ? match[2] : null))
    if (match[3] === '\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}

const never = new AbortController().signal

export async function readRows(
  reader: Reader,
  format: WireFormat,
  range: KeyRange = { id: 'all' },
): Promise<Row[]> {
  const output = new PassThrough()
  const [bytes, { rows }] = await Promise.all([
    buffer(output),
    reader.read({ range, format, output, signal: never }),
  ])
  const decoded = decodeRows(bytes, format)
  if (decoded.length !== rows) throw new Error(`said ${rows} rows, wrote ${decoded.length}`)
  return decoded
}

/** The doubts that reading everything has cleared. */
export async function readCleared(reader: Reader): Promise<ReadonlySet<string>> {
  const output = new PassThrough()
  const reading = reader.read({ range: { id: 'all' }, format: 'text', output, signal: never })
  const [{ cleared = new Set<string>() }] = await Promise.all([reading, buffer(output)])
  return cleared
}

/** One chunk of rows into a prepared sink, in pieces that end anywhere. */
export function writeRows(
  sink: Sink,
  id: string,
  rows: readonly Row[],
  format: WireFormat | undefined = sink.formats.find((f) => f !== 'pg-binary'),
): Promise<{ rows: number }> {
  const bytes = encodeRows(rows, format ?? 'text')
  const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, i) =>
    bytes.subarray(i * 1000, (i + 1) * 1000),
  )
  return sink.write({ id, format: format ?? 'text', rows: Readable.from(pieces), signal: never })
}

export async function copyRows(
  reader: Reader,
  sink: Sink,
  id: string,
  format: WireFormat,
  range: KeyRange = { id: 'all' },
): Promise<{ rows: number }> {
  const pipe = new PassThrough()
  const [written] = await Promise.all([
    sink.write({ id, format, rows: pipe, signal: never }),
    reader.read({ range, format, output: pipe, signal: never }),
  ])
  return written
}
