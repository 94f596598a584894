import { msg } from '@lingui/core/macro'
import { compileRows } from '../../kit/compile-node.ts'
import { selectionOf } from '../../kit/database-selection.ts'
import { defineNode } from '../../kit/define-node.ts'
import { config } from './config.ts'

export const node = defineNode({
  type: 'sink.database-schema',
  version: 1,
  title: msg`Write whole database`,
  summary: msg`Makes the tables with keys, indexes and views in another database, and fills them.`,
  keywords: msg`sql, schema, all tables, migrate, copy, ddl, indexes, foreign keys, views`,
  inputs: [{ name: 'in', title: msg`Database` }],
  outputs: [],
  config,
  initial: { connection: '' },
  compile: (settings, context) =>
    compileRows(context, (rows, check) => {
      check.filled(settings.connection, ['connection'])
      const source = selectionOf(rows)
      if (!source) check.add('NOT_A_DATABASE', ['connection'])
      const reason = notJson(settings.casts)
      if (reason !== undefined) check.add('INVALID_CAST_RULES', ['casts'], { reason })
      if (!source) return undefined
      return { outputs: {}, stage: { kind: 'migrate', source, target: settings } }
    }),
})

function notJson(text: string): string | undefined {
  if (text.trim() === '') return undefined
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
