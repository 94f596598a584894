import { describe, expect, test } from 'vitest'
import { bigint, decimal, text } from '../../nodes/kit/data-type.ts'
import { call, col, literal } from '../../nodes/kit/expression.ts'
import type { Relation, Scan } from '../../nodes/kit/relation.ts'
import { filter, join, project, scan, union, values } from '../../nodes/kit/relations.ts'
import { column } from '../../nodes/kit/schema.ts'
import { columnUse } from './column-use.ts'
import { relationsToStore } from './fan-out.ts'
import { plainCopy } from './straight.ts'

const schema = [column('id', bigint), column('amount', decimal(10, 2)), column('note', text)]
const from = (name: string): Scan =>
  scan({ kind: 'table', connection: 'db', table: { name } }, schema)
const keep = (...names: string[]) => names.map((name) => ({ name, expression: col(name) }))
const positive = (input: Relation) => filter(input, call('gt', col('id'), literal(0)))

const texts = (use: ReturnType<typeof columnUse>, relation: Relation) =>
  relation.schema.filter((c) => use.isText(relation, c.name)).map((c) => c.name)

describe('columnUse', () => {
  test('columns stay text until something looks at them', () => {
    const t = from('t')
    const out = positive(project(t, keep('id', 'amount', 'note')))
    const use = columnUse([{ relation: out, typed: false }], () => true)
    expect(texts(use, out)).toEqual(['amount', 'note'])
    expect(texts(use, t)).toEqual(['amount', 'note'])
  })

  test('a typed root needs all of them', () => {
    const t = from('t')
    const use = columnUse([{ relation: positive(t), typed: true }], () => true)
    expect(texts(use, t)).toEqual([])
  })

  test('keys of joins have types, what is carried along does not', () => {
    const [a, b] = [from('a'), from('b')]
    const joined = join('left', a, b, [{ left: 'id', right: 'id' }])
    const use = columnUse([{ relation: joined, typed: false }], () => true)
    expect(texts(use, joined)).toEqual(['amount', 'note', 'amount_2', 'note_2'])
  })

  test('the inputs of a union agree', () => {
    const t = from('t')
    const typed = values(schema, [['1', '2.00', 'x']])
    const out = union([t, typed])
    const use = columnUse([{ relation: out, typed: false }], () => true)
    expect(texts(use, out)).toEqual([])
    expect(texts(use, t)).toEqual([])
  })

  test('columns nobody uses are not read', () => {
    const t = from('t')
    const out = project(positive(t), keep('note'))
    const use = columnUse([{ relation: out, typed: false }], () => true)
    expect(schema.map((c) => use.isUsed(t, c.name))).toEqual([true, false, true])
  })
})

describe('relationsToStore', () => {
  test('what two sinks read of a database is read once', () => {
    const t = from('t')
    const [a, b] = [positive(t), project(t, keep('id'))]
    expect([...relationsToStore([a, b], () => false)]).toEqual([t])
  })

  test('files are read again, unless much has been computed', () => {
    const t = from('t')
    const joined = join('inner', t, from('u'), [{ left: 'id', right: 'id' }])
    expect([...relationsToStore([positive(t), t], () => true)]).toEqual([])
    expect([...relationsToStore([positive(joined), joined], () => true)]).toEqual([joined])
  })

  test('random rows are the same for everybody', () => {
    const random = project(from('t'), [{ name: 'r', expression: call('random') }])
    expect([...relationsToStore([random, project(random, keep('r'))], () => true)]).toEqual([
      random,
    ])
  })
})

describe('plainCopy', () => {
  const none = new Set<Relation>()

  test('chooses and renames', () => {
    const renamed = project(from('t'), [
      { name: 'text', expression: col('note') },
      { name: 'id', expression: col('id') },
    ])
    const copy = plainCopy(project(renamed, keep('text')), none)
    expect(copy?.columns.map((c) => c.name)).toEqual(['note'])
  })

  test('nothing that computes, drops, doubles or shares', () => {
    const t = from('t')
    expect(plainCopy(positive(t), none)).toBeUndefined()
    expect(plainCopy(t, new Set([t]))).toBeUndefined()
    const twice = project(t, [
      { name: 'a', expression: col('id') },
      { name: 'b', expression: col('id') },
    ])
    expect(plainCopy(twice, none)).toBeUndefined()
  })
})
