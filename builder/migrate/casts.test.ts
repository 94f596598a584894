import { describe, expect, it } from 'vitest'
import { columnCast, completeCasts, readCasts, withColumnCast, writeCasts } from './casts.ts'

const film = { schema: 'shop', name: 'film' }

it('reads what it has written, and nothing from what is no cast file', () => {
  const rules = [{ type: 'tinyint(1)', to: 'smallint', when: { unsigned: true } }]
  expect(readCasts(writeCasts(rules))).toEqual(rules)
  expect(writeCasts([])).toBe('')
  expect(readCasts(' ')).toEqual([])
  expect(['{', '[]', '{"casts": 1}'].map(readCasts)).toEqual([undefined, undefined, undefined])
})

it('leaves out rules that say nothing yet', () => {
  const said = { column: 'film.*', default: 'drop' }
  expect(
    completeCasts([
      { type: '', to: 'text' },
      { type: 'char*', to: '' },
      { type: 'char*', when: { nullable: true } },
      said,
    ]),
  ).toEqual([said])
})

describe('the type of one column', () => {
  const general = { type: 'int*', to: 'bigint' }

  it('goes before the general rules, is changed in place, and goes away', () => {
    const first = withColumnCast([general], film, 'length', 'text')
    expect(first).toEqual([{ column: 'shop.film.length', to: 'text' }, general])
    expect(columnCast(first, film, 'length')).toBe('text')
    const second = withColumnCast(first, film, 'length', 'numeric')
    expect(second.map((it) => it.to)).toEqual(['numeric', 'bigint'])
    expect(withColumnCast(second, film, 'length', '')).toEqual([general])
    expect(withColumnCast([general], film, 'length', '')).toEqual([general])
  })

  it('keeps what else the rule says', () => {
    const rule = { column: 'shop.film.length', to: 'text', notNull: 'drop' }
    expect(withColumnCast([rule], film, 'length', '')).toEqual([
      { column: 'shop.film.length', notNull: 'drop' },
    ])
  })
})
