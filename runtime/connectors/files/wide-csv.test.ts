import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileOptions } from '../../../nodes/kit/source.ts'
import { readCsv, sniffCsv } from './csv.ts'
import { firstLine } from './first-line.ts'
import { readWideHead, sniffWide } from './wide-csv.ts'

let folder: string
let query: (sql: string) => Promise<(string | null)[][]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrateiq-wide-'))
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  query = async (sql) => {
    const reader = await connection.runAndReadAll(sql)
    return reader.getRows().map((row) => row.map((v) => (v === null ? null : String(v))))
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const width = 1100
const line = (cell: (column: number) => string, columns = width) =>
  Array.from({ length: columns }, (_, i) => cell(i)).join(',')

/** Numbers, codes, texts, days, nothing, fractions. */
const value = (row: number) => (i: number) =>
  [`${i * row}`, `00${row}`, `"a, ""${row}"""`, `2024-01-0${row}`, '', `${row}.5`][i % 6] ?? ''
const body = [1, 2, 3].map((row) => value(row))

async function sniffed(name: string, content: string, options: FileOptions = {}) {
  const path = join(folder, name)
  await writeFile(path, content)
  const head = await readWideHead(path, options)
  return head && sniffWide(path, head, options, { query, workDir: folder })
}

describe('the first line of a CSV text', () => {
  const plain = { delimiter: ',', quote: '"', escape: '"' }
  test.each([
    ['a,b\r\nc,d', plain, ['a', 'b'], 5],
    ['a,,\n', plain, ['a', '', ''], 4],
    ['"a,b","c ""d""","e\nf"\ng', plain, ['a,b', 'c "d"', 'e\nf'], 22],
    ['"a\\"b\\\\";c\n', { delimiter: ';', quote: '"', escape: '\\' }, ['a"b\\', 'c'], 11],
    ['5" disk,b', plain, ['5" disk', 'b'], 9],
    ['a||b', { ...plain, delimiter: '||' }, ['a', 'b'], 4],
    ['', plain, [''], 0],
  ])('%j', (csv, dialect, cells, end) => {
    expect(firstLine(csv, dialect)).toEqual({ cells, end })
  })
})

describe('a CSV file of more than 1,000 columns', () => {
  test('is found as DuckDB finds its columns, some at a time', async () => {
    const header = (i: number) => (i % 7 === 0 ? 'same' : i % 11 === 0 ? '' : `"n ${i}"`)
    const wide = await sniffed(
      'wide.csv',
      [line(header), ...body.map((v) => line(v)), ''].join('\n'),
    )
    // Its first columns alone are as a narrow file.
    const path = join(folder, 'narrow.csv')
    const some = 120
    await writeFile(path, [header, ...body].map((cell) => `${line(cell, some)}\n`).join(''))
    const narrow = await sniffCsv(path, {}, query)
    expect(wide?.schema).toHaveLength(width)
    // Numbers in names have as many digits as the last.
    const padded = narrow.schema.map((c) => ({ ...c, name: c.name.replace(/^column/, '$&0') }))
    expect(wide?.schema.slice(0, some)).toEqual(padded)
    expect(new Set(wide?.schema.map((c) => c.name.toLowerCase())).size).toBe(width)
    expect(wide?.dialect).toEqual({ ...narrow.dialect, quote: '"', escape: '"' })
    expect(await readdir(folder)).toEqual(['narrow.csv', 'wide.csv'])
    if (!wide) return
    const [row] = await query(
      `SELECT COLUMNS(*)::VARCHAR FROM ${readCsv([join(folder, 'wide.csv')], wide)} LIMIT 1`,
    )
    expect(row?.slice(0, 6)).toEqual(['0', '001', 'a, "1"', '2024-01-01', null, '1.5'])
  })

  test('may have lines above its header', async () => {
    const content = ['Export of today', '', line((i) => `c${i}`), ...body.map((v) => line(v)), '']
    const found = await sniffed('above.csv', content.join('\n'))
    expect(found?.dialect).toMatchObject({ skip: 2, header: true })
    expect(found?.schema[0]?.name).toBe('c0')
  })

  test('may have no header', async () => {
    const found = await sniffed('bare.csv', body.map((v) => `${line(v)}\n`).join(''))
    expect(found?.dialect.header).toBe(false)
    expect(found?.schema[1099]?.name).toBe('column1099')
    const told = await sniffed('told.csv', `${line((i) => `${i}`)}\n`, { header: true })
    expect(told?.schema[3]?.name).toBe('3')
  })

  test('has a header also where only its last columns show it', async () => {
    const content = [
      line((i) => `c${i}`),
      ...[1, 2].map((row) => line((i) => (i < 600 ? 'x' : `${row}`))),
    ]
    for (const options of [{}, { types: 'text' }] as const) {
      const found = await sniffed('late.csv', `${content.join('\n')}\n`, options)
      expect(found?.schema[0]?.name).toBe('c0')
    }
  })

  test('is not one whose texts hold long lists', async () => {
    const list = `"some text\n${line(() => '1', 2000)}\nmore"`
    const path = join(folder, 'lists.csv')
    await writeFile(path, `id,list\n1,${list}\n2,"${line(() => '2', 2000)}"\n`)
    expect(await readWideHead(path, {})).toBeUndefined()
  })
})
