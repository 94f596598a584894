import { expect, test } from 'vitest'
import type { RunEvent, RunReport } from '../../runtime/report.ts'
import { applyRunEvent, isOver, newRun } from './run-state.ts'

const events: RunEvent[] = [
  { type: 'run', state: 'running', at: '2026-01-01T00:00:00Z' },
  { type: 'node', node: 'src', state: 'running' },
  { type: 'progress', node: 'src', rows: 10, bytes: 99, rowsPerSecond: 5, fraction: 0.5 },
  { type: 'edges', rows: { e1: 10 } },
  { type: 'edges', rows: { e2: 4 } },
  { type: 'node', node: 'src', state: 'done', counts: { in: 0, out: 20, rejected: 0 } },
]

test('events add up to what the canvas shows', () => {
  const view = events.reduce(applyRunEvent, newRun('r'))
  expect(view).toMatchObject({ state: 'running', edges: { e1: 10, e2: 4 } })
  expect(view.nodes.src).toEqual({ state: 'done', counts: { in: 0, out: 20, rejected: 0 } })
  expect(events.slice(0, 3).reduce(applyRunEvent, newRun('r')).nodes.src).toMatchObject({
    state: 'running',
    rows: 10,
    fraction: 0.5,
  })
})

test('the report has the last word', () => {
  const report = {
    state: 'done',
    nodes: { src: { in: 0, out: 21, rejected: 1, state: 'done', seconds: 1 } },
    edges: { e1: 21 },
  } as unknown as RunReport
  const view = applyRunEvent(events.reduce(applyRunEvent, newRun('r')), { type: 'report', report })
  expect(view.nodes.src?.counts).toEqual({ in: 0, out: 21, rejected: 1 })
  expect(view.edges).toEqual({ e1: 21, e2: 4 })
  expect(isOver(view.state)).toBe(true)
})

test('the tables and steps of a whole database are kept by node, each as it is now', () => {
  const tell = (event: Extract<RunEvent, { type: 'migration' }>['event']): RunEvent => ({
    type: 'migration',
    node: 'target',
    event,
  })
  const table = { type: 'table', table: 'film', expected: 9 } as const
  const step = { type: 'step', total: 2 } as const
  const view = [
    tell({ ...step, step: 'schema', state: 'running', done: 0 }),
    tell({ ...step, step: 'schema', state: 'done', done: 2 }),
    tell({ ...step, step: 'load', state: 'running', done: 0 }),
    tell({ ...table, state: 'running', rows: 4 }),
    tell({ ...table, state: 'done', rows: 9 }),
  ].reduce(applyRunEvent, newRun('r'))
  expect(view.migrations.target?.steps.map((it) => [it.step, it.state])).toEqual([
    ['schema', 'done'],
    ['load', 'running'],
  ])
  expect(view.migrations.target?.tables).toEqual({ film: { ...table, state: 'done', rows: 9 } })
})
