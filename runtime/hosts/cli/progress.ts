import type { RunEvent } from '../../report.ts'
import { err } from './colours.ts'
import { formatCount, formatSeconds } from './output.ts'

type Progress = Extract<RunEvent, { type: 'progress' }>

/**
 * Draws one bar per working node on a terminal; without a terminal it says nothing,
 * so that logs of CI hold the result only.
 */
export function progressBars(stream: NodeJS.WriteStream = process.stderr): {
  show(event: RunEvent): void
  clear(): void
} {
  const working = new Map<string, Progress>()
  let drawn = 0
  const clear = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    clear()
    const lines = [...working.values()].slice(0, 10).map((p) => formatProgress(p, stream.columns))
    if (lines.length > 0) stream.write(`${lines.join('\n')}\n`)
    drawn = lines.length
  }
  return {
    clear: () => stream.isTTY && clear(),
    show(event) {
      if (!stream.isTTY) return
      if (event.type === 'progress') working.set(event.node, event)
      else if (event.type === 'node' && event.state !== 'running') working.delete(event.node)
      else return
      draw()
    },
  }
}

function formatProgress(p: Progress, columns = 80): string {
  const speed = `${formatCount(p.rows)} rows · ${formatCount(Math.round(p.rowsPerSecond))}/s`
  const left = p.secondsLeft === undefined ? '' : ` · ${formatSeconds(p.secondsLeft)} left`
  const share = p.fraction === undefined ? undefined : Math.min(1, p.fraction)
  const bar = share === undefined ? '' : `${drawBar(share)} ${Math.floor(share * 100)} % `
  // A line that wraps could not be drawn over.
  const room = columns - 1 - p.node.length - (share === undefined ? 1 : barWidth + 8)
  return `${err.bold(p.node)} ${bar}${`${speed}${left}`.slice(0, Math.max(0, room))}`
}

const barWidth = 20

function drawBar(share: number): string {
  const full = Math.round(share * barWidth)
  return `${err.green('█'.repeat(full))}${err.dim('░'.repeat(barWidth - full))}`
}
