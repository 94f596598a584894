import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { columnsOf, compileWith, problems } from '../../../e2e/support/compile-with.ts'
import { toRelation, toSchema } from '../../../e2e/support/node-examples.ts'
import { openRunner } from '../../../e2e/support/relation-rows.ts'
import { openFiles } from '../../../runtime/connectors/files/open-files.ts'
import { text } from '../../kit/data-type.ts'
import type { NodeExample } from '../../kit/define-node.ts'
import { column } from '../../kit/schema.ts'
import { sourceKey } from '../../kit/source.ts'
import { node } from './node.ts'

const sourceOf = (config: object) => node.sources?.(node.config.parse(config))[0]

describe('format by file name', () => {
  test.each([
    ['a.csv', 'csv'],
    ['A.CSV.GZ', 'csv'],
    ['sales-*.tsv', 'csv'],
    ['x.json', 'json'],
    ['x.jsonl.zst', 'ndjson'],
    ['year=*/part.parquet', 'parquet'],
  ])('%s is %s', (path, format) => {
    expect(sourceOf({ path })).toMatchObject({ kind: 'files', path, format })
  })

  test('an ending that tells nothing asks for the format', () => {
    expect(problems(compileWith(node, { path: 'data.dat' }))).toEqual(['FORMAT_UNKNOWN format'])
    expect(sourceOf({ path: 'data.dat' })).toBeUndefined()
    expect(sourceOf({ path: 'data.dat', format: 'csv' })).toMatchObject({ format: 'csv' })
    expect(sourceOf({ path: 'upload:7f3a', format: 'json' })).toMatchObject({ path: 'upload:7f3a' })
  })
})

describe('options', () => {
  test('nothing set, nothing said: everything is detected', () => {
    expect(sourceOf({ path: 'a.csv' })).toMatchObject({ options: {} })
  })

  test('TSV is CSV with tabs, and \\t is a tab', () => {
    expect(sourceOf({ path: 'a.tsv' })).toMatchObject({ options: { delimiter: '\t' } })
    const written = sourceOf({ path: 'a.csv', delimiter: '\\t' })
    expect(written).toMatchObject({ options: { delimiter: '\t' } })
  })

  test('settings of another format change nothing', () => {
    const csvOnly = { delimiter: ';', header: 'no', encoding: 'latin1', recordsPath: 'data' }
    expect(sourceOf({ path: 'a.parquet', ...csvOnly })).toEqual(sourceOf({ path: 'a.parquet' }))
    expect(sourceOf({ path: 'a.json', ...csvOnly })).toMatchObject({
      options: { recordsPath: 'data' },
    })
  })

  test('every CSV setting arrives', () => {
    const config = {
      ...{ path: 'a.csv', delimiter: ';', quote: "'", escape: '\\', header: 'no' },
      ...{ encoding: 'Windows-1252', nullTexts: ['-'], skipLines: 2, types: 'text' },
      ...{ combine: 'position', fileNameColumn: 'file' },
    }
    expect(sourceOf(config)).toMatchObject({
      options: {
        ...{ delimiter: ';', quote: "'", escape: '\\', header: false, encoding: 'windows-1252' },
        ...{ nullTexts: ['-'], skipLines: 2, types: 'text', combine: 'position' },
        fileNameColumn: 'file',
      },
    })
  })
})

test('columns come from the host; until then it says so', () => {
  const source = sourceOf({ path: 'a.csv' })
  expect(problems(compileWith(node, { path: 'a.csv' }))).toEqual(['SCHEMA_PENDING path'])
  const schemas = new Map(source ? [[sourceKey(source), [column('id', text)]]] : [])
  const { outputs, issues } = compileWith(node, { path: ' a.csv ' }, {}, schemas)
  expect(columnsOf(outputs.out)).toEqual(['id text'])
  expect(issues).toEqual([])
})

test('without a path it asks for one', () => {
  expect(problems(compileWith(node, node.initial))).toEqual(['MISSING_SETTING path'])
})

const examples = import.meta.glob<NodeExample>('./examples/*.json', {
  eager: true,
  import: 'default',
})

test.each(Object.entries(examples))('%s is what its file holds', async (_, example) => {
  const workDir = mkdtempSync(join(tmpdir(), 'migrateiq-source-file-'))
  const duckdb = await openRunner()
  try {
    const source = sourceOf(example.config as object)
    const expected = example.outputs.out
    if (source?.kind !== 'files' || !expected) throw new Error('no files')
    const baseDir = fileURLToPath(new URL('./examples', import.meta.url))
    const { schema, from } = await openFiles(source, { baseDir, query: duckdb.query, workDir })
    const named = (columns: typeof schema) => columns.map(({ name, type }) => ({ name, type }))
    expect(named(schema)).toEqual(named(toSchema(expected)))
    expect(await duckdb.rowsFrom(from, schema)).toEqual(await duckdb.rows(toRelation(expected)))
  } finally {
    duckdb.close()
    rmSync(workDir, { recursive: true })
  }
})
