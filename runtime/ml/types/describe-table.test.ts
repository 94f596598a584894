import { expect, test } from 'vitest'
import type { TextTable } from '../table.ts'
import { describeTable } from './describe-table.ts'
import { semanticTypes } from './semantic-types.ts'

const tableOf = (columns: Record<string, (string | null)[]>): TextTable => ({
  name: 't',
  rows: Math.max(0, ...Object.values(columns).map((v) => v.length)),
  columns: Object.entries(columns).map(([name, values]) => ({ name, values })),
})

const persons = {
  column0: ['1', '2', '3', '4', '5', '6'],
  column1: ['Anna', 'Jürgen', 'Maria', 'Peter', 'Sofia', 'Thomas'],
  column2: ['Meyer', 'Novák', 'Rossi', 'Smith', 'García', 'Johansson'],
  column3: [
    'a.meyer@example.org',
    'jn@example.org',
    'mr@example.org',
    'ps@example.org',
    'sg@example.org',
    'tj@example.org',
  ],
  column4: ['1980-03-01', '1955-11-30', '1999-07-04', '1971-01-15', '1990-05-05', '1948-12-24'],
  column5: ['44', '68', '25', '53', '34', '75'],
  column6: [
    '12 High Street',
    'Hauptstraße 5',
    'Via Roma 7',
    '99 Oak Avenue',
    'Calle Mayor 3',
    'Storgatan 18',
  ],
  column7: ['Berlin', 'Praha', 'Roma', 'London', 'Madrid', 'Stockholm'],
  column8: [
    'DE89370400440532013000',
    'GB29NWBK60161331926819',
    null,
    'FR1420041010050500013M02606',
    null,
    null,
  ],
}

test('columns without names are told by their values and neighbours', async () => {
  const found = await describeTable(tableOf(persons))
  expect(found.map((c) => c.semantic?.id)).toEqual([
    'identifier',
    'first_name',
    'last_name',
    'email',
    'birth_date',
    'age',
    'street_address',
    'city',
    'iban',
  ])
  expect(found.map((c) => c.pii?.kinds.join())).toEqual([
    undefined,
    'PERSON',
    'PERSON',
    'EMAIL_ADDRESS',
    'DATE_TIME',
    'AGE',
    'STREET_ADDRESS',
    'GPE',
    'IBAN_CODE',
  ])
  expect(found[3]?.pii?.mask).toContain("text_after(column3, '@')")
})

test('towns and numbers by themselves are nobody’s', async () => {
  const { column5, column7 } = persons
  const found = await describeTable(
    tableOf({ x: column5, town: column7, z: ['1.5', '2.25', '3', '4', '5', '6'] }),
  )
  expect(found.map((c) => c.pii)).toEqual([null, null, null])
})

test('personal data in texts is found, and its rows are told', async () => {
  const notes = [
    'The customer called about an open invoice and asked to be called back next week.',
    'Please use the card 4111 1111 1111 1111 for this order, as was agreed on the phone.',
    null,
    'Send everything to a.meyer@example.org from now on, she will take care of the rest.',
  ]
  const [found] = await describeTable(tableOf({ notes }))
  expect(found?.semantic?.id).toBe('free_text')
  expect(
    found?.spans.filter((s) => s.kind === 'CREDIT_CARD' || s.kind === 'EMAIL_ADDRESS'),
  ).toMatchObject([
    { row: 2, kind: 'CREDIT_CARD', text: '4111 1111 1111 1111' },
    { row: 4, kind: 'EMAIL_ADDRESS', text: 'a.meyer@example.org' },
  ])
  expect(found?.pii?.kinds).toEqual(expect.arrayContaining(['CREDIT_CARD', 'EMAIL_ADDRESS']))
})

test('bad input gives a result', async () => {
  expect(await describeTable({ name: 'none', rows: 0, columns: [] })).toEqual([])
  const odd = tableOf({ empty: [null, null], blank: ['', '  '], one: ['x', null] })
  const twice = { ...odd, columns: [...odd.columns, ...odd.columns] }
  for (const column of await describeTable(twice)) {
    expect(column.pii).toBeNull()
    expect(column.featureKind.confidence).toBeGreaterThan(0)
    expect(column.featureKind.confidence).toBeLessThanOrEqual(1)
  }
})

test('equal seeds give equal answers', async () => {
  const many = Array.from({ length: 3000 }, (_, i) =>
    i % 7 === 0 ? `user${i}@example.org` : `${i}`,
  )
  const table = tableOf({ mixed: many })
  expect(await describeTable(table, { seed: 3 })).toEqual(await describeTable(table, { seed: 3 }))
})

test('there are more than sixty meanings, each once', () => {
  const ids = semanticTypes.map((t) => t.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(60)
})
