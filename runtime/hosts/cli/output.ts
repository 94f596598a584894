import type { Issue, IssuePath } from '../../../nodes/kit/issue.ts'
import type { MigrateError } from '../../error.ts'
import type { ErrorData, RunReport } from '../../report.ts'
import { err, out } from './colours.ts'
import { issueInEnglish } from './english.ts'
import { withFlags } from './flags.ts'

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
  printLine(out.bold(print(first)))
  for (const row of rest) printLine(print(row))
}

/** Problems with their English text. */
export const tellIssues = (issues: readonly Issue[]) =>
  issues.map((issue) => ({ ...issue, ...issueInEnglish(issue) }))

export function printIssues(issues: readonly Issue[], format: OutputFormat): void {
  const told = tellIssues(issues)
  if (format === 'json') {
    printJson({ issues: told })
    return
  }
  if (format === 'ndjson') {
    for (const issue of told) printLine(JSON.stringify(issue))
    return
  }
  const colour = { error: err.red, warning: err.yellow, info: err.cyan }
  for (const { code, severity, node, path, message, hint } of told) {
    const place = [node, formatPath(path)].filter(Boolean).join(' › ')
    note(
      `${colour[severity](severity)} ${err.bold(code)}${place ? ` at ${place}` : ''}: ${message}`,
    )
    if (hint) note(`  ${err.dim(hint)}`)
  }
}

/** @example formatPath(['columns', 0, 'name']) // 'columns[0].name' */
export const formatPath = (path: IssuePath): string =>
  path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${part}`))
    .join('')

export function printError(error: MigrateError, format: OutputFormat): void {
  const data = error.toData()
  if (format === 'text') noteError(data)
  else printLine(JSON.stringify({ error: data }))
}

/** A failure for people: what, where, and what to do. */
export function noteError(data: ErrorData): void {
  const place = [data.node, data.table, data.chunk].filter(Boolean).join(' › ')
  note(`${err.red('error')} ${err.bold(data.code)}${place ? ` at ${place}` : ''}: ${data.message}`)
  if (data.hint) note(`  ${err.dim(withFlags(data.hint))}`)
}

// Making one takes longer than many commands do.
let integers: Intl.NumberFormat | undefined
export const formatCount = (count: number): string => {
  integers ??= new Intl.NumberFormat('en')
  return integers.format(count)
}

export const formatBytes = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

export const formatSeconds = (seconds: number): string =>
  seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`

const mostTargets = 5

/** @example 'done  1,000 rows in, 990 out, 10 rejected → crm: customers  1.2 s' */
export function resultLine({ state, rows, sinks, seconds }: RunReport): string {
  const colour = state === 'done' ? out.green : out.red
  const counts = `${formatCount(rows.read)} rows in, ${formatCount(rows.written)} out, ${formatCount(rows.rejected)} rejected`
  const many = sinks.length > mostTargets
  const where = many ? `${sinks.length} tables` : sinks.map((s) => s.target).join(', ')
  return `${colour(state)}  ${counts}${where ? ` → ${where}` : ''}  ${formatSeconds(seconds)}`
}
