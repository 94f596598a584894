import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { insertBulkSql } from './bulk-load.ts'
import type { BulkColumn } from './bulk-rows.ts'
import { BulkRows, bulkMetadata } from './bulk-rows.ts'
import { bulkTypeOf } from './bulk-types.ts'
import { ByteWriter } from './byte-writer.ts'
import { parseTypeName, typeName } from './types.ts'
import { parseDate, parseDecimal, parseMoment, parseUuid } from './values.ts'

const collation = Buffer.from('0904d00034', 'hex')

const bytesOf = (type: string, text: string): string | undefined => {
  const out = new ByteWriter(16)
  return bulkTypeOf(parseTypeName(type))?.put(out, text) ? out.take().toString('hex') : undefined
}

describe('values as they lie in a bulk load', () => {
  const golden: readonly [type: string, text: string, bytes: string][] = [
    ['bit', 'true', '0101'],
    ['bit', 'false', '0100'],
    ['tinyint', '255', '01ff'],
    ['smallint', '-2', '02feff'],
    ['int', '-2147483648', '0400000080'],
    ['int', 'true', '0401000000'],
    ['bigint', '9223372036854775807', '08ffffffffffffff7f'],
    ['bigint', '-1', '08ffffffffffffffff'],
    ['real', '1.5', '040000c03f'],
    ['float', '0.1', '089a9999999999b93f'],
    ['decimal(9,2)', '-12.34', '0500d2040000'],
    ['decimal(9,2)', '12.345', '0501d3040000'],
    ['decimal(9,2)', '1e3', '0501a0860100'],
    ['decimal(38,2)', '-1234567890.5', `11003a1a99be1c${'00'.repeat(11)}`],
    ['decimal(18,4)', '0.0001', '09010100000000000000'],
    ['decimal(4,2)', '-0.5', '050032000000'],
    [
      'numeric(38,10)',
      '9999999999999999999999999999.9999999999',
      '1101ffffffff3f228a097ac4865aa84c3b4b',
    ],
    ['money', '1.0000', '080000000010270000'],
    ['money', '-922337203685477.5808', '080000008000000000'],
    ['smallmoney', '-0.0001', '04ffffffff'],
    ['date', '0001-01-01', '03000000'],
    ['date', '9999-12-31', '03dab937'],
    ['time(0)', '23:59:59', '037f5101'],
    ['time(7)', '00:00:00.0000001', '050100000000'],
    ['time(3)', '23:59:59.9999', '04ff5b2605'],
    ['datetime2(0)', '1970-01-01 00:00:01', '060100003af90a'],
    ['datetime2(7)', '9999-12-31 23:59:59.9999999', '08ffbf692ac9dab937'],
    ['datetime2(0)', '2023-12-31 23:59:59.5', '0600000045460b'],
    ['datetimeoffset(0)', '1970-01-01 02:00:00+02', '080000003af90a0000'],
    ['datetime', '1900-01-01 00:00:00.003', '080000000001000000'],
    ['datetime', '1753-01-01', '08462effff00000000'],
    ['smalldatetime', '1900-01-01 00:00:30', '0400000100'],
    [
      'uniqueidentifier',
      '00112233-4455-6677-8899-aabbccddeeff',
      '1033221100554477668899aabbccddeeff',
    ],
    ['nvarchar(5)', 'é😀', '0600e9003dd800de'],
    ['nvarchar(5)', '', '0000'],
    ['nchar(3)', 'a', '0600610020002000'],
    ['varbinary(3)', '\\x00ff', '020000ff'],
    ['binary(3)', '\\x01', '0300010000'],
    ['nvarchar(max)', 'a', 'feffffffffffffff02000000610000000000'],
    ['nvarchar(max)', '', 'feffffffffffffff00000000'],
    ['varbinary(max)', '\\xab', 'feffffffffffffff01000000ab00000000'],
  ]
  test.each(golden)('%s %s', (type, text, bytes) => {
    expect(bytesOf(type, text)).toBe(bytes)
  })

  const refused: readonly [type: string, text: string][] = [
    ['bit', '2'],
    ['tinyint', '-1'],
    ['int', '2147483648'],
    ['int', '1.5'],
    ['int', ''],
    ['real', '1e39'],
    ['float', 'NaN'],
    ['float', 'Infinity'],
    ['decimal(5,2)', '1000'],
    ['decimal(5,2)', '999.995'],
    ['decimal(5,2)', '.'],
    ['money', '922337203685477.5808'],
    ['smallmoney', '214748.3648'],
    ['date', '2023-02-29'],
    ['date', '0000-01-01'],
    ['time(0)', '24:00:00'],
    ['datetime', '1752-12-31'],
    ['smalldatetime', '2079-06-07'],
    ['datetime2(7)', '9999-12-31 23:00:00-02'],
    ['uniqueidentifier', 'no'],
    ['nvarchar(2)', 'abc'],
    ['nvarchar(1)', '😀'],
    ['varbinary(1)', '\\x0102'],
    ['varbinary(max)', 'x'],
  ]
  test.each(refused)('%s refuses %s', (type, text) => {
    const out = new ByteWriter(16)
    expect(bulkTypeOf(parseTypeName(type))?.put(out, text)).toBe(false)
    expect(out.length).toBe(0)
  })

  test('decimals are exact', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
        fc.integer({ min: 0, max: 38 }),
        (units, scale) => {
          const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
          const at = digits.length - scale
          const text = `${units < 0n ? '-' : ''}${digits.slice(0, at)}${scale > 0 ? `.${digits.slice(at)}` : ''}`
          expect(parseDecimal(text, 38, scale)).toBe(units)
        },
      ),
    )
  })

  test('days are those of the calendar', () => {
    const noInvalidDate = {
      noInvalidDate: true,
      min: new Date('0001-01-01'),
      max: new Date('9999-12-31'),
    }
    fc.assert(
      fc.property(fc.date(noInvalidDate), (date) => {
        const text = date.toISOString().slice(0, 10)
        const days = parseDate(text.padStart(10, '0')) ?? -1
        expect(days).toBe(Math.floor((date.getTime() - Date.parse('0001-01-01')) / 86_400_000))
      }),
    )
    expect(parseMoment('2024-02-29T12:00:00Z', 0)).toEqual(parseMoment('2024-02-29 12:00:00', 0))
  })

  test('type names are read back', () => {
    for (const name of [
      'nvarchar(40)',
      'nvarchar(max)',
      'varchar(10)',
      'decimal(12,2)',
      'datetime2(7)',
      'varbinary(max)',
      'int',
      'rowversion',
      'float',
    ])
      expect(typeName(parseTypeName(name))).toBe(name)
    expect(typeName(parseTypeName('nvarchar(20) COLLATE Latin1_General_100_BIN2'))).toBe(
      'nvarchar(20)',
    )
    expect(parseUuid('x')).toBeUndefined()
  })
})

const column = (name: string, type: string, nullable = true): BulkColumn => {
  const found = bulkTypeOf(parseTypeName(type))
  if (!found) throw new Error(type)
  return { name, label: name, declared: type, type: found, nullable, required: !nullable }
}

async function bulkBytes(
  columns: readonly BulkColumn[],
  pieces: readonly Buffer[],
): Promise<string> {
  const rows = new BulkRows(columns, collation)
  const [bytes] = await Promise.all([buffer(rows), pipeline(Readable.from(pieces), rows)])
  return bytes.toString('hex')
}

describe('the messages of a bulk load', () => {
  const columns = [column('id', 'int', false), column('näme', 'nvarchar(10)')]

  test('metadata: type, nullability, name', () => {
    expect(bulkMetadata(columns, collation).toString('hex')).toBe(
      '810200' +
        '00000000' +
        '0400' +
        '2604' +
        '02' +
        '69006400' +
        '00000000' +
        '0500' +
        'e71400' +
        '0904d00034' +
        '04' +
        '6e00e4006d006500',
    )
  })

  test('rows, however the bytes are cut', async () => {
    const text = Buffer.from('1\tä\\tb\n2\t\\N\n-3\t\n')
    const rows =
      'd10401000000' + '0600e40009006200' + 'd10402000000' + 'ffff' + 'd104fdffffff' + '0000'
    const whole = `${bulkMetadata(columns, collation).toString('hex') + rows}fd${'00'.repeat(12)}`
    for (const size of [1, 2, 5, 100]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.subarray(i * size, (i + 1) * size),
      )
      expect(await bulkBytes(columns, pieces)).toBe(whole)
    }
  })

  test('what does not fit is told with its place', async () => {
    await expect(bulkBytes(columns, [Buffer.from('1\tx\n2x\ty\n')])).rejects.toMatchObject({
      code: 'VALUE_DOES_NOT_FIT',
      data: { details: { column: 'id', value: '2x', line: 2 } },
    })
    await expect(bulkBytes(columns, [Buffer.from('\\N\tx\n')])).rejects.toMatchObject({
      code: 'CONSTRAINT_VIOLATED',
      data: { details: { column: 'id', line: 1 } },
    })
    await expect(bulkBytes(columns, [Buffer.from('1\tx')])).rejects.toMatchObject({
      code: 'INTERNAL',
    })
  })

  test('the statement', () => {
    const target = {
      table: '[dbo].[it]]s]',
      columns: [column('a]b', 'decimal(12,2)'), column('c', 'nvarchar(max)')],
      options: ['KEEP_NULLS', 'TABLOCK'],
    } as const
    expect(insertBulkSql(target)).toBe(
      'INSERT BULK [dbo].[it]]s] ([a]]b] decimal(12,2), [c] nvarchar(max)) WITH (KEEP_NULLS, TABLOCK)',
    )
  })
})
