import { msg } from '@lingui/core/macro'
import { compileNode } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { scan } from '../../kit/relations.ts'
import { sourceKey } from '../../kit/source.ts'
import { config } from './config.ts'
import { formatOf, toSource } from './to-source.ts'

export const node = defineNode({
  type: 'source.file',
  version: 1,
  title: msg`Read files`,
  summary: msg`Reads CSV, TSV, JSON, NDJSON or Parquet files.`,
  keywords: msg`csv, tsv, json, ndjson, parquet, upload, glob, folder, import, read`,
  inputs: [],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config,
  initial: { path: '' },
  sources: (settings) => {
    const source = toSource(settings)
    return source ? [source] : []
  },
  compile: (settings, { schemas }) =>
    compileNode((check) => {
      if (!check.filled(settings.path, ['path'])) return undefined
      if (!formatOf(settings))
        return check.add('FORMAT_UNKNOWN', ['format'], { path: settings.path })
      const source = toSource(settings)
      const schema = source && schemas.get(sourceKey(source))
      if (!source || !schema) return check.add('SCHEMA_PENDING', ['path'])
      return { outputs: { out: scan(source, schema) } }
    }),
})
