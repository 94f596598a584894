import pc from 'picocolors'
import type { RunEvent } from '../../report.ts'
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
  const bar = p.fraction === undefined ? '' : `${drawBar(p.fraction)} `
  return `${pc.bold(p.node)} ${bar}${speed}${left}`.slice(0, columns + 20)
}

function drawBar(fraction: number): string {
  const full = Math.round(Math.min(1, fraction) * 20)
  return `${pc.green('█'.repeat(full))}${pc.dim('░'.repeat(20 - full))} ${Math.floor(fraction * 100)} %`
}
