import { expect, test } from 'vitest'
import { bigint, text } from '../../nodes/kit/data-type.ts'
import { column } from '../../nodes/kit/schema.ts'
import { config } from '../../nodes/map/auto/config.ts'
import * as lines from './match-lines.ts'

const source = (name: string, confidence: number, converts = true) => ({
  column: name,
  confidence,
  converts,
  reasons: ['same name'],
  samples: [],
})
const matches: lines.Matches = {
  rows: 10,
  sampledFrom: null,
  targets: [
    { column: 'id', type: 'bigint', assigned: 'no', sources: [source('no', 0.97123)] },
    {
      column: 'city',
      type: 'text',
      assigned: 'town',
      sources: [source('town', 0.7), source('place', 0.5), source('no', 0.4)],
    },
    { column: 'tier', type: 'text', assigned: null, sources: [source('status', 0.3)] },
  ],
}
const target = [column('id', bigint, false), column('city', text), column('tier', text, false)]
const sources = ['no', 'town', 'place', 'status', 'Zip code'].map((name) => column(name, text))
const start = (decided: readonly lines.Decided[] = []) => lines.startLines(matches, target, decided)
const put = (all: readonly lines.MatchLine[], line: lines.MatchLine) =>
  all.map((l) => (l.target === line.target ? line : l))

test('what matching assigned is proposed, and what is missing is counted', () => {
  expect(start().map((l) => [l.target, l.source, l.state])).toEqual([
    ['id', 'no', 'proposed'],
    ['city', 'town', 'proposed'],
    ['tier', null, 'open'],
  ])
  expect(lines.countLines(start(), sources)).toEqual({
    filled: 2,
    accepted: 0,
    unmapped: 1,
    required: 1,
    unusedSources: 3,
  })
})

test('all pairs from a confidence on are accepted at once, and no others', () => {
  const { lines: after, count } = lines.acceptFrom(0.8, start(), matches)
  expect(count).toBe(1)
  expect(after.map((l) => l.state)).toEqual(['accepted', 'proposed', 'open'])
  expect(lines.acceptFrom(0.8, after, matches).count).toBe(0)
})

test('a rejected source gives way to the next that is free, and in the end to none', () => {
  const all = start()
  const next = lines.reject(all[1] as lines.MatchLine, all, matches)
  expect(next).toMatchObject({ source: 'place', state: 'proposed', rejected: ['town'] })
  const last = lines.reject(next, put(all, next), matches)
  // “no” fills another column already.
  expect(last).toMatchObject({ source: null, state: 'open', rejected: ['town', 'place'] })
})

test('pairs keep confidence, decision and what was written for other columns', () => {
  const all = start()
  const rejected = put(all, lines.reject(all[1] as lines.MatchLine, all, matches))
  const chosen = put(rejected, lines.change(rejected[2] as lines.MatchLine, 'Zip code'))
  const before = [
    { source: 'no', target: 'id', confidence: 0.2, state: 'proposed' as const, type: 'text' },
    { source: 'x', target: 'elsewhere', confidence: 1, state: 'accepted' as const },
  ]
  const mappings = lines.toMappings(chosen, before, matches)
  expect(mappings).toEqual([
    { source: 'no', target: 'id', confidence: 0.971, state: 'proposed', type: 'text' },
    { source: 'place', target: 'city', confidence: 0.5, state: 'proposed' },
    { source: 'town', target: 'city', confidence: 0.7, state: 'rejected' },
    { source: 'Zip code', target: 'tier', confidence: 1, state: 'accepted' },
    { source: 'x', target: 'elsewhere', confidence: 1, state: 'accepted' },
  ])
  expect(config.safeParse({ mappings }).success).toBe(true)
  // Opened again, the decisions are there.
  const again = start(lines.decidedByMappings(mappings))
  expect(again.map((l) => [l.source, l.state, l.rejected])).toEqual([
    ['no', 'proposed', []],
    [null, 'open', ['town']],
    ['Zip code', 'accepted', []],
  ])
})

test('columns of a mapping keep what was written by hand; accepted pairs are added', () => {
  const before = [
    { name: 'city', expression: 'upper(trim(town))' },
    { name: 'tier', expression: 'status', type: 'text' },
    { name: 'elsewhere', expression: '1' },
  ]
  const all = start(lines.decidedByColumns(before, sources))
  expect(all.map((l) => [l.source, l.expression, l.state])).toEqual([
    ['no', null, 'proposed'],
    [null, 'upper(trim(town))', 'accepted'],
    ['status', null, 'accepted'],
  ])
  const accepted = put(all, lines.accept(all[0] as lines.MatchLine))
  const changed = put(accepted, lines.change(accepted[2] as lines.MatchLine, 'Zip code'))
  expect(lines.toColumns(changed, before)).toEqual([
    { name: 'city', expression: 'upper(trim(town))' },
    { name: 'tier', expression: '"Zip code"', type: 'text' },
    { name: 'elsewhere', expression: '1' },
    { name: 'id', expression: 'no', required: true },
  ])
  expect(lines.toColumns(put(all, lines.change(all[2] as lines.MatchLine, null)), before)).toEqual([
    before[0],
    before[2],
  ])
})
