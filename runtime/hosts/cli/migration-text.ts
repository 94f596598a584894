import { formatTable } from '../../../nodes/kit/source.ts'
import type { LedgerEntry, MigrationPlan, MigrationReport } from '../../engine/migrate/index.ts'
import { err, out } from './colours.ts'
import {
  formatBytes,
  formatCount,
  formatSeconds,
  note,
  noteError,
  printLine,
  printTable,
} from './output.ts'

/** A plan for people: tables, losses, problems. */
export function printPlan(plan: MigrationPlan): void {
  printLine(`${place(plan.source)} → ${place(plan.target)}`)
  printLine()
  printTable(
    ['table', 'target', 'columns', 'rows', 'size', 'path', 'mode'],
    plan.tables.map((t) => [
      formatTable(t.source),
      formatTable(t.target),
      String(t.columns),
      t.estimatedRows === null ? '?' : `~${formatCount(t.estimatedRows)}`,
      t.estimatedBytes === null ? '?' : formatBytes(t.estimatedBytes),
      t.path,
      t.mode,
    ]),
  )
  printLine()
  const statements = Object.entries(plan.ddl).filter(([, list]) => list.length > 0)
  const counts = statements.map(([phase, list]) => `${list.length} ${phase}`).join(', ')
  printLine(
    `${formatCount(plan.tables.length)} tables, about ${formatCount(plan.estimatedRows)} rows; statements: ${counts}`,
  )
  printLedger(plan.losses)
  for (const problem of plan.problems)
    if (problem.severity === 'error') noteError(problem)
    else note(`${err.yellow('warning')} ${err.bold(problem.code)}: ${problem.message}`)
  note(`Planned in ${formatSeconds(plan.seconds)}. Nothing has been written.`)
}

const place = ({ connection, system, version }: MigrationPlan['source']) =>
  `${connection} (${[system, version].filter(Boolean).join(' ')})`

const order = { error: 0, warning: 1, info: 2 }

function printLedger(losses: readonly LedgerEntry[]): void {
  printLine()
  if (losses.length === 0) {
    printLine('Nothing is lost.')
    return
  }
  const sorted = [...losses].sort((a, b) => order[a.severity] - order[b.severity])
  printTable(
    ['severity', 'what', 'where', 'source', 'target', 'rows', 'why'],
    sorted.map((l) => [
      l.severity,
      l.code,
      [l.object.table ? formatTable(l.object.table) : '', l.object.name].filter(Boolean).join('.'),
      l.source,
      l.target,
      l.rows === undefined ? '' : formatCount(l.rows),
      l.reason,
    ]),
  )
}

const colours = { done: out.green, partial: out.yellow, failed: out.red, cancelled: out.red }

/** A report for people: what arrived, what did not, and the ledger. */
export function printMigration(report: MigrationReport): void {
  if (report.tables.length > 0)
    printTable(
      ['table', 'rows', 'size', 'chunks', 'path', 'seconds', 'state'],
      report.tables.map((t) => [
        t.target,
        formatCount(t.rows),
        formatBytes(t.bytes),
        t.resumedChunks > 0 ? `${t.chunks} (${t.resumedChunks} resumed)` : String(t.chunks),
        t.path,
        t.seconds.toFixed(1),
        t.checksums === null ? t.state : `${t.state}, checksums ${t.checksums}`,
      ]),
    )
  if (report.ledger.length > 0) printLedger(report.ledger)
  printLine()
  for (const { error } of report.tables) {
    if (!error) continue
    noteError(error)
    const place = Object.entries(error.details ?? {}).map(([what, value]) => `${what} ${value}`)
    if (place.length > 0) note(`  ${err.dim(place.join(' · '))}`)
  }
  for (const { kind, name, table, error } of report.failures)
    note(
      `${err.red('not made')} ${kind} ${err.bold(name)}${table ? ` of ${table}` : ''}: ${error.message}`,
    )
  if (report.error) noteError(report.error)
  const objects = Object.entries(report.objects).map(([kind, n]) => `${formatCount(n)} ${kind}`)
  const steps = report.steps.map(({ step, seconds }) => `${step} ${formatSeconds(seconds)}`)
  if (objects.length > 0) printLine(`made: ${objects.join(', ')}`)
  if (steps.length > 0) printLine(`time: ${steps.join(', ')}`)
  const colour = colours[report.state]
  printLine(
    `${colour(report.state)}  ${formatCount(report.tables.length)} tables, ${formatCount(report.rows)} rows, ${formatBytes(report.bytes)}  ${formatSeconds(report.seconds)}`,
  )
  if (report.state !== 'done' && report.tables.length > 0)
    note('Run the same command with --resume to go on: what is in is not loaded again.')
}
