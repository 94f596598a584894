import { expect, test } from 'vitest'
import { searchNodes } from './search-nodes.ts'

const types = [
  {
    type: 'source.database',
    title: 'Database',
    keywords: 'sql, table, postgres, mysql',
    summary: 'Reads a table, a view or the result of a query.',
  },
  { type: 'source.file', title: 'File', keywords: 'csv, json', summary: 'Reads CSV files.' },
  { type: 'transform.filter', title: 'Filter', keywords: 'where', summary: 'Keeps some rows.' },
  {
    type: 'transform.aggregate',
    title: 'Zusammenfassen',
    keywords: 'Summe, Größe, Durchschnitt',
    summary: 'Fasst Zeilen zusammen.',
  },
  { type: 'transform.sort', title: 'ترتيب', keywords: 'فرز', summary: 'يرتّب الصفوف.' },
]
const find = (query: string) => searchNodes(types, query).map((t) => t.type)

test.each([
  ['fil', 'source.file'],
  ['filt', 'transform.filter'],
  ['mysq', 'source.database'],
  ['WHERE', 'transform.filter'],
  ['read postgres', 'source.database'],
  ['grosse', 'transform.aggregate'],
  ['groß', 'transform.aggregate'],
  ['يرتب', 'transform.sort'],
  ['dtbs', 'source.database'],
])('“%s” finds %s first', (query, type) => {
  expect(find(query)[0]).toBe(type)
})

test('every word must fit, and nothing fits nonsense', () => {
  expect(find('file mysql')).toEqual([])
  expect(find('qqq')).toEqual([])
})

test('no query, everything in its order', () => {
  expect(find('  ')).toEqual(types.map((t) => t.type))
})
