import { describe, expect, test } from 'vitest'
import { defaultOf } from './schema-columns.ts'
import type { Server } from './schema-server.ts'
import { itemsOf } from './schema-server.ts'

const mysql: Server = { version: '8.0.36', mariadb: false, indexExpressions: true, checks: true }
const mariadb: Server = {
  version: '10.11.6-MariaDB',
  mariadb: true,
  indexExpressions: false,
  checks: true,
}

describe('defaults as the catalogs print them', () => {
  test.each([
    ['varchar', 'abc', '', `'abc'`],
    ['varchar', `it's`, '', `'it''s'`],
    ['varchar', '', '', `''`],
    ['varchar', 'NULL', '', `'NULL'`],
    ['varchar', 'current_timestamp', '', `'current_timestamp'`],
    ['varchar', null, '', undefined],
    ['int', '5', '', '5'],
    ['bit', `b'101'`, '', `b'101'`],
    ['varbinary', '0x00FF', '', '0x00FF'],
    ['datetime', 'CURRENT_TIMESTAMP(6)', 'default_generated', 'CURRENT_TIMESTAMP(6)'],
    [
      'timestamp',
      'CURRENT_TIMESTAMP',
      'default_generated on update current_timestamp',
      'CURRENT_TIMESTAMP',
    ],
    ['timestamp', 'CURRENT_TIMESTAMP', '', 'CURRENT_TIMESTAMP'],
    ['datetime', '2020-01-01 00:00:00', '', `'2020-01-01 00:00:00'`],
    ['varchar', 'uuid()', 'default_generated', 'uuid()'],
    ['json', "json_object(_utf8mb4\\'a\\',1)", 'default_generated', "json_object(_utf8mb4'a',1)"],
  ])('MySQL: %s %s %s', (base, value, extra, expected) => {
    expect(defaultOf({ base, value, extra }, mysql)).toBe(expected)
  })

  test.each([
    ['varchar', `'abc'`, `'abc'`],
    ['varchar', `'it\\'s'`, `'it''s'`],
    ['varchar', `'a\\\\b'`, `'a\\\\b'`],
    ['varchar', `'NULL'`, `'NULL'`],
    ['varchar', 'NULL', undefined],
    ['varchar', null, undefined],
    ['int', '5', '5'],
    ['datetime', 'current_timestamp(3)', 'CURRENT_TIMESTAMP(3)'],
    ['timestamp', 'current_timestamp()', 'CURRENT_TIMESTAMP'],
    ['varchar', 'uuid()', 'uuid()'],
  ])('MariaDB: %s %s', (base, value, expected) => {
    expect(defaultOf({ base, value, extra: '' }, mariadb)).toBe(expected)
  })
})

test('the values of an enum', () => {
  expect(itemsOf(`enum('a','it''s','x,y','','b\\\\c')`)).toEqual(['a', `it's`, 'x,y', '', 'b\\c'])
})
