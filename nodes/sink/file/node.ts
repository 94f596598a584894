import { msg } from '@lingui/core/macro'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { config } from './config.ts'
import { toTarget } from './to-target.ts'

export const node = defineNode({
  type: 'sink.file',
  version: 1,
  title: msg`Write file`,
  summary: msg`Writes rows to a CSV, NDJSON or Parquet file.`,
  keywords: msg`csv, tsv, ndjson, json, parquet, export, download, write, save`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [],
  config,
  initial: { path: '' },
  compile: (settings, context) =>
    compileRows(context, (rows, check) => {
      const path = check.filled(settings.path.trim(), ['path'])
      if (path === undefined) return undefined
      const target = toTarget(settings)
      if (!target) return check.add('FORMAT_UNKNOWN', ['format'], { path })
      if (target.options.compression === 'snappy' && target.format !== 'parquet')
        return check.add('INVALID_CONFIG', ['compression'], {
          reason: 'Snappy is for Parquet only',
        })
      return { outputs: {}, stage: { kind: 'write', input: rows, target } }
    }),
})
