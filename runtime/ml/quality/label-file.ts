import { z } from 'zod'
import { MigrateError } from '../../error.ts'
import type { TextTable } from '../table.ts'
import type { RowLabel } from './learn-dirt.ts'

/**
 * A cell to be labelled, as a line of the file that a person fills in. Rows and columns count
 * from 1; `dirty` is empty until it is answered.
 */
export interface LabelLine {
  readonly row: number
  readonly column: number
  readonly name: string
  readonly value: string
  readonly dirty: boolean | null
}

export const labelLines = (table: TextTable, rows: readonly number[]): LabelLine[] =>
  rows.flatMap((row) =>
    table.columns.map(({ name, values }, i) => ({
      row: row + 1,
      column: i + 1,
      name,
      value: values[row] ?? '',
      dirty: null,
    })),
  )

/** The lines as CSV: a person writes yes or no into the last column. */
export function formatLabels(lines: readonly LabelLine[]): string {
  const quote = (text: string) =>
    /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  const body = lines.map((line) =>
    [line.row, line.column, quote(line.name), quote(line.value), said(line.dirty)].join(),
  )
  return ['row,column,name,value,dirty', ...body].join('\n')
}

const said = (dirty: boolean | null) => (dirty === null ? '' : dirty ? 'yes' : 'no')

const answer = z
  .union([z.boolean(), z.null(), z.string(), z.number()])
  .transform((given, context) => {
    const text = String(given ?? '')
      .trim()
      .toLowerCase()
    if (text === '') return null
    if (['yes', 'y', 'true', '1', 'dirty', 'x'].includes(text)) return true
    if (['no', 'n', 'false', '0', 'clean'].includes(text)) return false
    context.addIssue({ code: 'custom', message: `“${text}” is neither yes nor no` })
    return z.NEVER
  })

const whole = z.coerce.number().int().min(1)
const line = z.strictObject({
  row: whole,
  column: whole,
  name: z.string(),
  value: z.string().nullable(),
  dirty: answer,
})

export interface ReadLabels {
  readonly labels: readonly RowLabel[]
  /** Rows of the file without a single answer. */
  readonly unanswered: number
}

/**
 * Reads what {@link formatLabels} wrote, filled in; JSON holds the same lines. In a row with an
 * answer, cells without one are clean; a row without any is left out.
 * @throws MigrateError FILE_MALFORMED, and INVALID_USAGE where the file is of other data
 */
export function readLabels(text: string, table: TextTable): ReadLabels {
  const rows = new Map<number, { dirty: boolean[]; answered: boolean }>()
  parseLines(text).forEach((given, i) => {
    const read = line.safeParse(given)
    if (!read.success) throw malformed(i + 2, read.error.issues[0]?.message ?? '')
    const { row, column, value, dirty } = read.data
    const values = table.columns[column - 1]?.values
    if (!values || row > table.rows || (values[row - 1] ?? '') !== (value ?? ''))
      throw new MigrateError('INVALID_USAGE', `The labels do not fit the data: row ${row}.`, {
        hint: 'Use the same data and the same --seed and --sample as with --ask.',
      })
    const known = rows.get(row - 1) ?? { dirty: table.columns.map(() => false), answered: false }
    if (dirty !== null) known.answered = true
    known.dirty[column - 1] = dirty === true
    rows.set(row - 1, known)
  })
  const labels = [...rows]
    .filter(([, { answered }]) => answered)
    .map(([row, { dirty }]) => ({ row, dirty }))
  return { labels, unanswered: rows.size - labels.length }
}

function parseLines(text: string): unknown[] {
  if (!/^\s*[[{]/.test(text)) return parseCsv(text)
  try {
    const read: unknown = JSON.parse(text)
    if (Array.isArray(read)) return read
  } catch (cause) {
    throw malformed(1, cause instanceof Error ? cause.message : '')
  }
  throw malformed(1, 'a list of cells is expected')
}

function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = csvRows(text.replace(/^\ufeff/, ''))
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => Object.fromEntries(header.map((name, i) => [name.trim(), row[i] ?? ''])))
}

/** RFC 4180; a semicolon separates where a spreadsheet wrote one. */
function csvRows(text: string): string[][] {
  const comma = /^[^,\n]*;/.test(text) ? ';' : ','
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${comma}\\r\\n]*))(${comma}|\\r?\\n|$)`, 'gy')
  const rows: string[][] = [[]]
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '' || cell.lastIndex >= text.length) break
    if (found[3] !== comma) rows.push([])
  }
  return rows
}

const malformed = (place: number, why: string) =>
  new MigrateError('FILE_MALFORMED', `The labels cannot be read at line ${place}: ${why}`, {
    hint: 'Columns: row, column, name, value, dirty; answer dirty with yes or no.',
  })
