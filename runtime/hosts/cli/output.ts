import pc from 'picocolors'
import type { Issue, IssuePath } from '../../../nodes/kit/issue.ts'
import type { MigrateError } from '../../error.ts'
import { issueInEnglish } from './english.ts'

/** `text` for people; `json` one document; `ndjson` one document a line. Data goes to stdout. */
export type OutputFormat = 'text' | 'json' | 'ndjson'

export const printLine = (line = ''): void => void process.stdout.write(`${line}\n`)
export const note = (line: string): void => void process.stderr.write(`${line}\n`)
export const printJson = (value: unknown): void => printLine(JSON.stringify(value, null, 2))

/** Rows as `json` (an array), `ndjson` (one object a line) or a table for people. */
export function printRows<Row extends object>(
  rows: readonly Row[],
  format: OutputFormat,
  columns: readonly (keyof Row & string)[],
): void {
  if (format === 'json') {
    printJson(rows)
    return
  }
  if (format === 'ndjson') {
    for (const row of rows) printLine(JSON.stringify(row))
    return
  }
  printTable(
    columns,
    rows.map((row) => columns.map((c) => String(row[c] ?? ''))),
  )
}

/** Left-aligned columns, cut to the terminal's width so that a row stays a line. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const limit = process.stdout.isTTY
    ? Math.max(12, Math.floor((process.stdout.columns || 80) / 2))
    : 200
  const clean = (cell: string) => {
    const line = cell.replace(/\s+/g, ' ')
    return line.length > limit ? `${line.slice(0, limit - 1)}…` : line
  }
  const table = [header, ...rows].map((row) => row.map(clean))
  const widths = header.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)))
  const print = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const [first = [], ...rest] = table
  printLine(pc.bold(print(first)))
  for (const row of rest) printLine(print(row))
}

export function printIssues(issues: readonly Issue[], format: OutputFormat): void {
  if (format === 'json') {
    printJson({ issues })
    return
  }
  if (format === 'ndjson') {
    for (const issue of issues) printLine(JSON.stringify(issue))
    return
  }
  const colour = { error: pc.red, warning: pc.yellow, info: pc.cyan }
  for (const issue of issues) {
    const { message, hint } = issueInEnglish(issue)
    const place = [issue.node, formatPath(issue.path)].filter(Boolean).join(' › ')
    note(
      `${colour[issue.severity](issue.severity)} ${place ? `${pc.bold(place)}: ` : ''}${message}`,
    )
    if (hint) note(`  ${pc.dim(hint)}`)
  }
}

/** @example formatPath(['columns', 0, 'name']) // 'columns[0].name' */
export const formatPath = (path: IssuePath): string =>
  path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${part}`))
    .join('')

export function printError(error: MigrateError, format: OutputFormat): void {
  const data = error.toData()
  if (format !== 'text') {
    printLine(JSON.stringify({ error: data }))
    return
  }
  const place = [data.node, data.table, data.chunk].filter(Boolean).join(' › ')
  note(`${pc.red('error')} ${pc.bold(data.code)}${place ? ` at ${place}` : ''}: ${data.message}`)
  if (data.hint) note(`  ${pc.dim(data.hint)}`)
}

const integers = new Intl.NumberFormat('en')
export const formatCount = (count: number): string => integers.format(count)

export const formatBytes = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

export const formatSeconds = (seconds: number): string =>
  seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
