import { describe, expect, test } from 'vitest'
import { fillParameters, resolveParameters } from './parameters.ts'
import { parsePipeline } from './parse.ts'

const { pipeline } = parsePipeline({
  schemaVersion: 1,
  name: 'p',
  parameters: [{ name: 'year', type: 'number', default: '2024' }, { name: 'region' }],
})
if (!pipeline) throw new Error('the fixture does not parse')

describe('resolveParameters', () => {
  test('takes the given value, else the default', () => {
    const { values, issues } = resolveParameters(pipeline, { region: 'north' })
    expect(Object.fromEntries(values)).toEqual({ year: '2024', region: 'north' })
    expect(issues).toEqual([])
  })

  test.each([
    [{}, 'MISSING_PARAMETER'],
    [{ region: 'n', year: 'x' }, 'TYPE_MISMATCH'],
    [{ region: 'n', other: '1' }, 'UNKNOWN_PARAMETER'],
  ])('%o: %s', (given, code) => {
    expect(resolveParameters(pipeline, given).issues.map((i) => i.code)).toEqual([code])
  })
})

describe('fillParameters', () => {
  const values = new Map([['year', '2024']])
  const fill = (config: unknown) => fillParameters(config, values, ['year'])

  test('replaces inside every string, at any depth', () => {
    expect(fill({ path: 'in/${year}.csv', deep: [{ a: '${year}' }] }).config).toEqual({
      path: 'in/2024.csv',
      deep: [{ a: '2024' }],
    })
  })

  test('$${ stands for itself', () => {
    expect(fill({ a: '$${year}' }).config).toEqual({ a: '${year}' })
  })

  test('tells unknown names with their place', () => {
    const { issues } = fill({ list: ['${yaer}'] })
    expect(issues).toMatchObject([{ code: 'UNKNOWN_PARAMETER', path: ['list', 0] }])
  })
})
