import { expect, test } from 'vitest'
import { completions } from './complete-expression.ts'
import { bigint, text } from './data-type.ts'
import { column } from './schema.ts'

const schema = [column('name', text), column('unit price', bigint), column('order', text)]
const labels = (source: string, position = source.length) =>
  completions(source, position, schema).options.map((o) => o.label)

test('columns come first, and what begins with the word before what contains it', () => {
  const found = completions('upper(na', 8, schema)
  expect(found.from).toBe(6)
  expect(found.options[0]).toEqual({ label: 'name', kind: 'column', detail: 'text' })
  expect(labels('na')).toEqual(['name', 'name_uuid', ...labels('na').slice(2)])
  expect(labels('na').indexOf('initcap')).toBe(-1)
  expect(labels('na')).toContain('day_name')
})

test('names that need quotes are offered with them', () => {
  expect(labels('unit')[0]).toBe('"unit price"')
  expect(labels('"unit p')).toEqual(['"unit price"'])
  expect(labels('1 + ord')).toContain('"order"'.slice(1, -1))
})

test('a function comes with its signature and what it does', () => {
  const [found] = completions('subst', 5, schema).options
  expect(found).toMatchObject({
    label: 'substring',
    kind: 'function',
    detail: 'substring(value text, start bigint, length? bigint)',
    info: { message: expect.stringContaining('part of the text') },
  })
})

test('after as and :: there are types, inside a text nothing', () => {
  expect(labels('name::de')).toEqual(['decimal(18,2)'])
  expect(labels('cast(name as inte')).toEqual(
    ['integer', 'interval'].filter((l) => l.includes('inte')),
  )
  expect(labels("name = 'na")).toEqual([])
  expect(labels('name = "it\'s" and na')).toContain('name')
  expect(labels('1')).toEqual([])
})
