import { expect, test } from 'vitest'
import { compileWith, problems, table as relation } from '../../../e2e/support/compile-with.ts'
import { node } from '../../../nodes/validate/rules/node.ts'
import { inspectQuality } from './inspect-quality.ts'
import { dirtyOrders, tableOf } from './testing/dirty-table.ts'

const now = new Date('2024-06-01T00:00:00Z')

test('proposed rules are settings that the node accepts, and tell who breaks them', async () => {
  const { table } = dirtyOrders(800, 1)
  const { rules } = await inspectQuality(table, { now })
  const columns = Object.fromEntries(table.columns.map(({ name }) => [name, 'text']))
  const config = { rules: rules.map(({ rule }) => rule) }
  expect(node.config.parse(config)).toEqual(config)
  expect(problems(compileWith(node, config, { in: relation(columns) }))).toEqual([])
  const checks = new Set(rules.map(({ rule }) => rule.check))
  expect([...checks].sort()).toEqual(['expression', 'not-null', 'pattern', 'set', 'unique'])
  for (const { support, violations, violationCount } of rules) {
    expect(support).toBeCloseTo(1 - violationCount / table.rows, 10)
    expect(violations).toHaveLength(Math.min(100, violationCount))
  }
  const status = rules.find(({ rule }) => rule.check === 'set' && rule.column === 'status')?.rule
  expect(status).toMatchObject({ values: expect.arrayContaining(['open', 'closed', 'void']) })
})

test('columns that no rule can name get none', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [String(i), String(i), String(i)])
  const { rules } = await inspectQuality(tableOf(['a', 'A', ''], rows), { now })
  expect(rules).toEqual([])
})

test('an order between columns is found', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => [
    String((i * 37) % 100),
    String(((i * 37) % 100) + (i % 9)),
  ])
  const { rules } = await inspectQuality(tableOf(['low', 'the high'], rows), { now })
  const expression =
    'to_double(low) is null or to_double("the high") is null or to_double(low) <= to_double("the high")'
  expect(rules.map(({ rule }) => rule)).toContainEqual({
    check: 'expression',
    expression,
    name: '',
  })
})

test('repairs: the value of the group, the near frequent value, the number without its unit', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => [
    `K${i % 10}`,
    ['Leeds', 'York', 'Hull', 'Ripon', 'Whitby'][i % 5] as string,
    String(10 + (i % 40)),
  ])
  rows[3] = ['K3', 'Ripqn', '13']
  rows[7] = ['K7', 'Hull', '17 kg']
  rows[11] = ['K1', 'Whitby', '21']
  const { cells } = await inspectQuality(tableOf(['key', 'city', 'weight'], rows), {
    repairs: true,
    now,
  })
  const found = cells.map(({ row, column, repair }) => [row, column, repair?.value])
  expect(found.sort()).toEqual([
    [11, 1, 'York'],
    [3, 1, 'Ripon'],
    [7, 2, '17'],
  ])
})

test('scores say how they came about', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => [
    String(i),
    i < 10 ? '' : 'x',
    i === 50 ? '2031-01-01' : `2023-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  ])
  const { scores } = await inspectQuality(tableOf(['id', 'note', 'day'], rows), { now })
  const [id, text, day] = scores.columns.map((column) => column.scores)
  expect(id?.uniqueness).toEqual({ score: 1, how: '0 of 100 values occur again' })
  expect(text?.completeness).toEqual({ score: 0.9, how: '90 of 100 cells have a value' })
  expect(text?.timeliness.score).toBeNull()
  expect(day?.timeliness.score).toBe(0.99)
  expect(day?.timeliness.how).toContain('1 of 100 dates lie after 2024-06-01')
  expect(scores.table.completeness.score).toBeCloseTo(29 / 30, 10)
})

test('odd tables have scores too', async () => {
  const wide = tableOf(
    Array.from({ length: 2000 }, (_, i) => `c${i % 7}`),
    Array.from({ length: 3 }, (_, row) => Array.from({ length: 2000 }, (_, i) => `${row}${i}`)),
  )
  for (const table of [tableOf([], []), tableOf(['a'], []), tableOf(['a'], [['\u0000Ã¼']]), wide]) {
    const report = await inspectQuality(table, { repairs: true, now })
    for (const { score } of report.cells) expect(score).toBeGreaterThanOrEqual(0.5)
    const { overall } = report.scores
    expect(overall === null || (overall >= 0 && overall <= 1)).toBe(true)
  }
})
