import { expect, test } from 'vitest'
import { columnsOf, compileWith, problems } from '../../../e2e/support/compile-with.ts'
import { integer } from '../../kit/data-type.ts'
import { column } from '../../kit/schema.ts'
import { sourceKey } from '../../kit/source.ts'
import { node } from './node.ts'

test('says which settings are missing', () => {
  const initial = compileWith(node, node.initial)
  expect(problems(initial)).toEqual(['MISSING_SETTING connection', 'MISSING_SETTING table.name'])
  const query = compileWith(node, { connection: 'shop', read: 'query', sql: ' ' })
  expect(problems(query)).toEqual(['MISSING_SETTING sql'])
})

test('asks for nothing to be read before it is complete', () => {
  const sources = (config: object) => node.sources?.(node.config.parse(config))
  expect(sources({ connection: 'shop' })).toEqual([])
  expect(sources({ connection: '', table: { name: 't' } })).toEqual([])
  expect(sources({ connection: 'shop', read: 'query', sql: 'select 1' })).toHaveLength(1)
})

test('an empty schema is the default schema', () => {
  const [source] =
    node.sources?.(node.config.parse({ connection: 'shop', table: { schema: '', name: 't' } })) ??
    []
  expect(source).toEqual({ kind: 'table', connection: 'shop', table: { name: 't' } })
})

test('a query that stays behind does not disturb a table', () => {
  const config = { connection: 'shop', table: { name: 't' }, sql: 'select 1' }
  expect(problems(compileWith(node, config))).toEqual(['SCHEMA_PENDING table'])
  const source = { kind: 'table', connection: 'shop', table: { name: 't' } } as const
  const schemas = new Map([[sourceKey(source), [column('id', integer, false)]]])
  expect(columnsOf(compileWith(node, config, {}, schemas).outputs.out)).toEqual([
    'id integer not null',
  ])
})
