import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { formatType } from '../../../nodes/kit/data-type.ts'
import type { FileFormat, FileOptions } from '../../../nodes/kit/source.ts'
import type { TestStep } from '../connector.ts'
import { filesConnector } from './connector.ts'
import { openFiles } from './open-files.ts'

let home: string
let folder: string
let query: (sql: string) => Promise<(string | null)[][]>

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'migrateiq-files-'))
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  query = async (sql) => {
    const reader = await connection.runAndReadAll(sql)
    return reader.getRows().map((row) => row.map((v) => (v === null ? null : String(v))))
  }
})
beforeEach(async () => {
  folder = await mkdtemp(join(home, 'case-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const write = (name: string, content: string | Buffer) => writeFile(join(folder, name), content)

async function read(path: string, format: FileFormat = 'csv', options: FileOptions = {}) {
  const context = { baseDir: folder, uploadsDir: join(folder, 'up'), workDir: folder, query }
  const opened = await openFiles({ kind: 'files', path, format, options }, context)
  const names = opened.schema.map((c) => `CAST("${c.name}" AS VARCHAR)`)
  return {
    columns: Object.fromEntries(opened.schema.map((c) => [c.name, formatType(c.type)])),
    rows: await query(`SELECT ${names.join(', ')} FROM ${opened.from}`),
  }
}

describe('CSV', () => {
  test('types, and codes that only look like numbers', async () => {
    const card = '4111111111111111222'
    await write(
      'a.csv',
      `zip,phone,card,n,x,day,at,ok\n00123,+49,${card}00,1,1.5,2024-01-31,2024-01-31 10:00:00,true\n99999,+1,${card}01,2,2,2024-02-01,2024-02-01 11:00:00,false\n`,
    )
    const { columns, rows } = await read('a.csv')
    expect(columns).toEqual({
      zip: 'text',
      phone: 'text',
      card: 'text',
      n: 'bigint',
      x: 'double',
      day: 'date',
      at: 'timestamp',
      ok: 'boolean',
    })
    expect(rows[0]?.slice(0, 3)).toEqual(['00123', '+49', `${card}00`])
  })

  test('NULL is the empty field; a quoted empty text stays a text', async () => {
    await write('a.csv', 'a,b\n"",x\n,y\nN/A,z\n')
    const { rows } = await read('a.csv', 'csv', { nullTexts: ['N/A'], types: 'text' })
    expect(rows).toEqual([
      ['', 'x'],
      [null, 'y'],
      [null, 'z'],
    ])
  })

  test('dialects: semicolons, tabs, no header, lines to skip', async () => {
    await write('semi.csv', 'a;b\n1;"x;y"\n2;z\n')
    expect((await read('semi.csv')).rows).toEqual([
      ['1', 'x;y'],
      ['2', 'z'],
    ])
    await write('t.csv', '1\tone\n2\ttwo\n')
    expect((await read('t.csv', 'csv', { header: false })).rows).toHaveLength(2)
    await write('skip.csv', '# made by hand\n\na,b\n1,2\n')
    const skipped = await read('skip.csv', 'csv', { skipLines: 2, header: true })
    expect(skipped).toEqual({ columns: { a: 'bigint', b: 'bigint' }, rows: [['1', '2']] })
  })

  test.each(['windows-1252', 'utf-16le', 'iso-8859-15', 'utf-16be'])(
    'encoding %s',
    async (name) => {
      const text = 'name,city\nMüller,Köln am Rhein\nGonçalves,São Paulo\n'
      const bom = name.startsWith('utf-16')
      await write('a.csv', iconv.encode(text, name, { addBOM: bom }))
      const declared = bom ? {} : { encoding: name }
      expect((await read('a.csv', 'csv', declared)).rows).toEqual([
        ['Müller', 'Köln am Rhein'],
        ['Gonçalves', 'São Paulo'],
      ])
    },
  )

  test('a UTF-8 byte order mark is no part of the first name', async () => {
    await write('a.csv', '\uFEFFname,n\nä,1\n')
    expect((await read('a.csv')).columns).toEqual({ name: 'text', n: 'bigint' })
  })

  test('the wrong encoding is refused with the likely one', async () => {
    await write('a.csv', iconv.encode('name\nMüller\nGrößer\n', 'windows-1252'))
    await expect(read('a.csv', 'csv', { encoding: 'utf-8' })).rejects.toMatchObject({
      code: 'WRONG_ENCODING',
      data: { hint: expect.stringContaining('windows-1252') },
    })
    await expect(read('a.csv', 'csv', { encoding: 'klingon' })).rejects.toMatchObject({
      code: 'WRONG_ENCODING',
    })
  })

  test('packed files, with and without an ending that tells', async () => {
    await mkdir(join(folder, 'up'))
    await write('a.csv.gz', gzipSync('a\n1\n2\n'))
    await write('up/0b7f-id', gzipSync('a\n1\n2\n'))
    expect((await read('a.csv.gz')).rows).toEqual([['1'], ['2']])
    expect((await read('upload:0b7f-id')).rows).toEqual([['1'], ['2']])
  })

  test.each([
    ['a field too many', '5,x,10,extra'],
    ['a field too few', '5,x'],
    ['an open quote', '5,"x,10'],
  ])('%s is told with its line', async (_, bad) => {
    for (const count of [10, 5000]) {
      const lines = Array.from({ length: count }, (_, i) => `${i},n${i},${i * 2}`)
      lines[4] = bad
      await write('a.csv', `id,name,v\n${lines.join('\n')}\n`)
      await expect(read('a.csv')).rejects.toThrow(/Line: 6/)
    }
  })

  test('quotes may begin behind the rows that were looked at', { timeout: 60_000 }, async () => {
    const path = join(folder, 'a.csv')
    await query(
      `COPY (SELECT range AS id, repeat('x', 600) AS t FROM range(1, 210000)) TO '${path}'`,
    )
    await appendFile(path, '0,"a, ""b"""\n')
    const source = { kind: 'files', path, format: 'csv', options: {} } as const
    const opened = await openFiles(source, { baseDir: folder, workDir: folder, query })
    expect(await query(`SELECT t FROM ${opened.from} WHERE id = 0`)).toEqual([['a, "b"']])
  })

  test('several files by name, each with its own dialect, and their file names', async () => {
    await write('y-2023.csv', 'id,amount\n1,10\n')
    await write('y-2024.csv', 'amount;id;note\n2.5;2;new\n')
    const { columns, rows } = await read('y-*.csv', 'csv', { fileNameColumn: 'file' })
    expect(columns).toEqual({ id: 'bigint', amount: 'double', note: 'text', file: 'text' })
    expect(rows).toEqual([
      ['1', '10.0', null, 'y-2023.csv'],
      ['2', '2.5', 'new', 'y-2024.csv'],
    ])
  })

  test('several files by position', async () => {
    await write('a.csv', 'id,v\n1,a\n')
    await write('b.csv', 'nr,w\n2,b\n')
    const { rows } = await read('[ab].csv', 'csv', { combine: 'position' })
    expect(rows).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ])
  })
})

describe('other formats', () => {
  test('JSON: a list of records, and records inside a document', async () => {
    await write('a.json', '[{"id":1,"tags":["x","y"]},{"id":2,"tags":[]}]')
    expect((await read('a.json', 'json')).columns).toEqual({ id: 'bigint', tags: 'list(text)' })
    await write(
      'b.json',
      '{"data":{"orders":[{"id":1,"customer":{"name":"A"}},{"id":2,"customer":{"name":"B"}}]}}',
    )
    const { columns, rows } = await read('b.json', 'json', { recordsPath: 'data.orders' })
    expect(columns).toEqual({ id: 'bigint', customer: 'struct(name text)' })
    expect(rows).toHaveLength(2)
  })

  test('NDJSON and Parquet', async () => {
    await write('a.ndjson', '{"id":1,"t":"x"}\n{"id":2,"t":null}\n')
    expect((await read('a.ndjson', 'ndjson')).rows).toEqual([
      ['1', 'x'],
      ['2', null],
    ])
    await query(
      `COPY (SELECT 1::UINTEGER AS u, 2::UBIGINT AS h, MAP {'a': 1} AS m) TO '${join(folder, 'a.parquet')}'`,
    )
    expect(await read('a.parquet', 'parquet')).toEqual({
      columns: { u: 'bigint', h: 'decimal(20,0)', m: 'json' },
      rows: [['1', '2', '{"a":1}']],
    })
  })
})

describe('places', () => {
  test('missing files, folders and foreign upload ids', async () => {
    await expect(read('none.csv')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(read('none-*.csv')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(read('upload:../../etc/passwd')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await mkdir(join(folder, 'sub'))
    await expect(read('sub')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    await write('empty.csv', '')
    await expect(read('empty.csv')).rejects.toMatchObject({ code: 'FILE_MALFORMED' })
  })

  test('quotes in file names are no way into SQL', async () => {
    await write("it's.csv", 'a\n1\n')
    expect((await read("it's.csv")).rows).toEqual([['1']])
  })

  test('the test of a folder stops at the first failure, with a hint', async () => {
    const steps = async (root: string) => {
      const found: TestStep[] = []
      const { signal } = new AbortController()
      for await (const step of filesConnector.test({ root }, signal)) found.push(step)
      return found
    }
    expect((await steps(folder)).map((s) => s.ok)).toEqual([true, true, true])
    const [failed, ...rest] = await steps(join(folder, 'none'))
    expect(failed).toMatchObject({ ok: false, error: { code: 'FILE_NOT_FOUND' } })
    expect(rest).toEqual([])
  })
})
