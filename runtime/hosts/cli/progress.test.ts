import { expect, test } from 'vitest'
import type { RunEvent } from '../../report.ts'
import { progressBars } from './progress.ts'

const progress: RunEvent = {
  type: 'progress',
  node: 'save',
  rows: 250_000,
  bytes: 1,
  rowsPerSecond: 125_000,
  fraction: 0.5,
  secondsLeft: 2,
}

function screen(isTTY: boolean, columns = 80) {
  let written = ''
  const write = (text: string) => {
    written += text
    return true
  }
  const stream = { isTTY, columns, write }
  return { bars: progressBars(stream as unknown as NodeJS.WriteStream), written: () => written }
}

test('a terminal shows rows, speed and the time left, and is left clean', () => {
  const { bars, written } = screen(true)
  bars.show(progress)
  expect(written()).toContain('save')
  expect(written()).toContain('50 %')
  expect(written()).toContain('250,000 rows · 125,000/s · 2.0 s left')
  bars.show({ type: 'node', node: 'save', state: 'done' })
  expect(written().endsWith('\u001b[1A\u001b[J')).toBe(true)
})

test('a line never wraps, however narrow the terminal is', () => {
  const { bars, written } = screen(true, 44)
  bars.show(progress)
  expect(written().trimEnd().length).toBeLessThan(44)
})

test('without a terminal nothing is written', () => {
  const { bars, written } = screen(false)
  bars.show(progress)
  bars.clear()
  expect(written()).toBe('')
})
