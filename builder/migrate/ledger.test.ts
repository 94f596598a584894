import { expect, it } from 'vitest'
import type { LedgerEntry, TableReport } from '../../runtime/migration-report.ts'
import { asForeseen, bySeverity, filterLedger, kindsIn } from './ledger.ts'
import { byVerdict, verdictOf } from './reconcile.ts'

const entry = (name: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  code: 'TYPE_WIDENED',
  severity: 'info',
  object: { kind: 'column', table: { name: 'film' }, name },
  source: 'year',
  target: 'integer',
  reason: 'The target has no such type.',
  ...more,
})

it('groups by severity, worst first, and in a group by the rows that are hurt', () => {
  const entries = [
    entry('a'),
    entry('b', { severity: 'error', rows: 3 }),
    entry('c', { severity: 'error' }),
    entry('d', { severity: 'error', rows: 412 }),
  ]
  expect(
    bySeverity(entries).map((it) => [it.severity, it.entries.map((e) => e.object.name)]),
  ).toEqual([
    ['error', ['d', 'b', 'c']],
    ['info', ['a']],
  ])
})

it('finds by every word, in names, texts and codes, and by kind', () => {
  const trigger = entry('touch', { object: { kind: 'trigger', name: 'touch' }, source: 'CREATE' })
  const entries = [entry('length'), trigger]
  const names = (search: string, kind: Parameters<typeof filterLedger>[1]['kind'] = 'all') =>
    filterLedger(entries, { search, kind }).map((it) => it.object.name)
  expect(names('FILM integer')).toEqual(['length'])
  expect(names('film create')).toEqual([])
  expect(names('widened')).toEqual(['length', 'touch'])
  expect(names('', 'trigger')).toEqual(['touch'])
  expect(kindsIn(entries)).toEqual(['column', 'trigger'])
})

it('says whether what happened was foreseen, where both are known', () => {
  expect(asForeseen(entry('a', { rows: 3, actualRows: 3 }))).toBe(true)
  expect(asForeseen(entry('a', { rows: 3, actualRows: 4 }))).toBe(false)
  expect(asForeseen(entry('a', { rows: 3 }))).toBeUndefined()
})

const table = (more: Partial<TableReport>): TableReport => ({
  source: 'a',
  target: 'a',
  mode: 'create',
  path: 'straight',
  state: 'done',
  rows: 5,
  bytes: 9,
  chunks: 1,
  resumedChunks: 0,
  seconds: 1,
  counted: 5,
  checksums: null,
  ...more,
})

it('compares what was read with what is there, only where that says something', () => {
  expect(verdictOf(table({}))).toBe('equal')
  expect(verdictOf(table({ counted: 4 }))).toBe('different')
  expect(verdictOf(table({ counted: null }))).toBe('unknown')
  expect(verdictOf(table({ counted: 9, mode: 'append' }))).toBe('unknown')
  expect(verdictOf(table({ counted: 5, checksums: 'different' }))).toBe('different')
  expect(verdictOf(table({ state: 'failed' }))).toBe('failed')
})

it('shows first what needs a look', () => {
  const tables = [table({ source: 'good' }), table({ source: 'bad', counted: 1 })]
  expect(byVerdict(tables).map((it) => it.source)).toEqual(['bad', 'good'])
})
