import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { issue } from '../../../nodes/kit/issue.ts'
import { errorCodes, exitCodes, MigrateError } from '../../error.ts'
import type { RunReport } from '../../report.ts'
import { wantsColour } from './colours.ts'
import { exitCodeOf } from './commands/run.ts'
import { formatPath, printError, printIssues, printRows, resultLine } from './output.ts'

let stdout = ''
let stderr = ''
beforeEach(() => {
  stdout = ''
  stderr = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const report: RunReport = {
  runId: 'r',
  pipeline: 'p',
  fingerprint: 'f',
  state: 'done',
  startedAt: '2024-01-01T00:00:00Z',
  seconds: 1.23,
  rows: { read: 1000, written: 990, rejected: 10 },
  nodes: {},
  edges: {},
  sinks: [],
  gates: [],
  profiles: {},
  fitted: {},
  rejects: {},
  peakMemoryBytes: 0,
}

describe('rows', () => {
  const rows = [
    { name: 'a', note: 'one\n two', size: 1 },
    { name: 'bcd', note: null, size: 20 },
  ]

  test('as a table: aligned, one line a row', () => {
    printRows(rows, 'text', ['name', 'note', 'size'])
    expect(stdout).toBe('name  note     size\na     one two  1\nbcd            20\n')
  })

  test('as json and ndjson: every field, on stdout', () => {
    printRows(rows, 'json', ['name'])
    expect(JSON.parse(stdout)).toEqual(rows)
    stdout = ''
    printRows(rows, 'ndjson', ['name'])
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(rows)
    expect(stderr).toBe('')
  })
})

describe('problems', () => {
  const problem = issue(
    'UNKNOWN_COLUMN',
    ['columns', 0, 'expression'],
    { column: 'nmae', suggestion: 'name', columns: 'id, name' },
    { node: 'clean' },
  )

  test('for people: code, place, sentence, what to do; on stderr', () => {
    printIssues([problem], 'text')
    expect(stdout).toBe('')
    expect(stderr).toBe(
      'error UNKNOWN_COLUMN at clean › columns[0].expression: There is no column “nmae”.\n' +
        '  Did you mean “name”? Columns here: id, name.\n',
    )
  })

  test('without a guess there is no empty guess', () => {
    const values = { ...problem.values, suggestion: '' }
    printIssues([{ ...problem, values }], 'text')
    expect(stderr).toContain('\n  Columns here: id, name.\n')
  })

  test('for programs: the data with its English text; on stdout', () => {
    printIssues([problem], 'json')
    expect(JSON.parse(stdout)).toEqual({
      issues: [
        {
          ...problem,
          message: 'There is no column “nmae”.',
          hint: 'Did you mean “name”? Columns here: id, name.',
        },
      ],
    })
    expect(stderr).toBe('')
  })

  test('a failure names node, table and chunk', () => {
    const error = new MigrateError('VALUE_DOES_NOT_FIT', '“x” is no integer.', {
      node: 'save',
      table: 'public.customers',
      hint: 'Convert it.',
    })
    printError(error, 'text')
    expect(stderr).toBe(
      'error VALUE_DOES_NOT_FIT at save › public.customers: “x” is no integer.\n  Convert it.\n',
    )
    printError(error, 'ndjson')
    expect(JSON.parse(stdout)).toEqual({ error: error.toData() })
  })

  test('paths', () => {
    expect(formatPath(['rules', 2, 'values', 0])).toBe('rules[2].values[0]')
    expect(formatPath([])).toBe('')
  })
})

describe('the end of a run', () => {
  test('its line', () => {
    expect(resultLine(report)).toBe('done  1,000 rows in, 990 out, 10 rejected  1.2 s')
    const sink = { node: 's', mode: 'replace', rows: 1, bytes: 1, chunks: 1, resumedChunks: 0 }
    const sinks = [{ ...sink, target: 'crm: customers', path: 'duckdb' as const }]
    expect(resultLine({ ...report, seconds: 125, sinks })).toContain('→ crm: customers  2 min 5 s')
  })

  test('its exit code, for every code a run can fail with', () => {
    expect(exitCodeOf(report)).toBe(0)
    expect(exitCodeOf({ ...report, state: 'cancelled' })).toBe(130)
    expect(exitCodeOf({ ...report, state: 'failed' })).toBe(70)
    const codes = Object.entries(errorCodes).map(([code, kind]) => {
      const error = { code, message: '' }
      return [exitCodeOf({ ...report, state: 'failed', error }), exitCodes[kind]]
    })
    for (const [actual, expected] of codes) expect(actual).toBe(expected)
    expect(
      exitCodeOf({ ...report, state: 'failed', error: { code: 'GATE_FAILED', message: '' } }),
    ).toBe(3)
  })
})

test('colours go to terminals, unless somebody says no', () => {
  const terminal = { isTTY: true }
  expect(wantsColour(terminal, {}, [])).toBe(true)
  expect(wantsColour({}, {}, [])).toBe(false)
  expect(wantsColour({}, { CI: 'true' }, [])).toBe(false)
  expect(wantsColour(terminal, { NO_COLOR: '1' }, [])).toBe(false)
  expect(wantsColour(terminal, {}, ['--no-color'])).toBe(false)
  expect(wantsColour(terminal, { TERM: 'dumb' }, [])).toBe(false)
  expect(wantsColour({}, { FORCE_COLOR: '1' }, [])).toBe(true)
})
