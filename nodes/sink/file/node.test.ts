import { describe, expect, test } from 'vitest'
import { compileWith, problems, table } from '../../../e2e/support/compile-with.ts'
import { node } from './node.ts'

const rows = table({ id: 'integer' })
const compile = (config: object) => compileWith(node, config, { in: rows })
const targetOf = (config: object) => {
  const { stage } = compile(config)
  return stage?.kind === 'write' && stage.target
}

describe('format and compression', () => {
  test.each([
    ['a.csv', 'csv', 'none'],
    ['a.CSV.gz', 'csv', 'gzip'],
    ['a.jsonl.zst', 'ndjson', 'zstd'],
    ['a.parquet', 'parquet', 'zstd'],
  ])('%s is %s with %s', (path, format, compression) => {
    expect(targetOf({ path })).toMatchObject({ path, format, options: { compression } })
  })

  test('what is chosen wins over the name', () => {
    const config = { path: 'a.csv', format: 'parquet', compression: 'snappy' }
    expect(targetOf(config)).toMatchObject({
      format: 'parquet',
      options: { compression: 'snappy' },
    })
  })

  test('Snappy is for Parquet only', () => {
    const found = compile({ path: 'a.csv', compression: 'snappy' })
    expect(problems(found)).toEqual(['INVALID_CONFIG compression'])
  })
})

test('delimiter and names are for CSV and TSV', () => {
  expect(targetOf({ path: 'a.csv' })).toMatchObject({ options: { delimiter: ',', header: true } })
  expect(targetOf({ path: 'a.tsv', header: false })).toMatchObject({
    format: 'csv',
    options: { delimiter: '\t', header: false },
  })
  expect(targetOf({ path: 'a.csv', delimiter: '\\t' })).toMatchObject({
    options: { delimiter: '\t' },
  })
  expect(targetOf({ path: 'a.ndjson', delimiter: ';' })).toMatchObject({
    options: { compression: 'none' },
  })
})

test('needs a path whose format can be told', () => {
  expect(problems(compile({ path: ' ' }))).toEqual(['MISSING_SETTING path'])
  expect(problems(compile({ path: 'a.xlsx' }))).toEqual(['FORMAT_UNKNOWN format'])
})
