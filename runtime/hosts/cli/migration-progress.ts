import type { MigrationEvent } from '../../engine/migrate/index.ts'
import { err } from './colours.ts'
import { formatBytes, formatCount, formatSeconds } from './output.ts'

type Table = Extract<MigrationEvent, { type: 'table' }>
type Progress = Extract<MigrationEvent, { type: 'progress' }>
type Step = Extract<MigrationEvent, { type: 'step' }>

const most = 8

/** The step, all rows together, and the tables under way; nothing without a terminal. */
export function migrationProgress(stream: NodeJS.WriteStream = process.stderr): {
  show(event: MigrationEvent): void
  clear(): void
} {
  const running = new Map<string, Table>()
  let step: Step | undefined
  let progress: Progress | undefined
  let drawn = 0
  const clear = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    clear()
    const lines = [
      ...(step ? [stepLine(step, progress)] : []),
      ...[...running.values()].slice(0, most).map(tableLine),
    ]
    const room = Math.max(20, (stream.columns || 80) - 1)
    if (lines.length > 0) stream.write(`${lines.map((l) => l.slice(0, room)).join('\n')}\n`)
    drawn = lines.length
  }
  return {
    clear: () => void (stream.isTTY && clear()),
    show(event) {
      if (event.type === 'problem' || event.type === 'note') {
        if (stream.isTTY) clear()
        const text =
          event.type === 'note' ? event.text : `${event.error.code}: ${event.error.message}`
        const where = event.type === 'problem' && event.error.table ? ` (${event.error.table})` : ''
        stream.write(`${event.type === 'note' ? 'note' : 'problem'}  ${text}${where}\n`)
      }
      if (!stream.isTTY) return
      if (event.type === 'step') {
        step = event.state === 'running' ? event : undefined
        if (event.step !== 'load') progress = undefined
      }
      if (event.type === 'progress') progress = event
      if (event.type === 'table') {
        if (event.state === 'running') running.set(event.table, event)
        else running.delete(event.table)
      }
      draw()
    },
  }
}

function stepLine({ step, done, total }: Step, progress: Progress | undefined): string {
  const count = total > 0 ? ` ${done}/${total}` : ''
  if (!progress || step !== 'load') return `${step}${count}`
  const share = progress.fraction === undefined ? '' : ` · ${Math.floor(progress.fraction * 100)} %`
  const left =
    progress.secondsLeft === undefined ? '' : ` · ${formatSeconds(progress.secondsLeft)} left`
  return `${step}${count} tables · ${formatCount(progress.rows)} rows · ${formatBytes(progress.bytes)} · ${formatCount(progress.rowsPerSecond)}/s${share}${left}`
}

const tableLine = ({ table, rows, expected }: Table): string =>
  `  ${err.dim(table)} ${formatCount(rows)}${expected ? ` of about ${formatCount(Math.max(expected, rows))}` : ''}`
