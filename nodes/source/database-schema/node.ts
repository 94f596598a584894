import { msg } from '@lingui/core/macro'
import { compileNode } from '../../kit/compile-node.ts'
import { selectionRelation } from '../../kit/database-selection.ts'
import { defineNode } from '../../kit/define-node.ts'
import { config } from './config.ts'

export const node = defineNode({
  type: 'source.database-schema',
  version: 1,
  title: msg`Read whole database`,
  summary: msg`All tables of a database, or chosen ones, with everything that belongs to them.`,
  keywords: msg`sql, schema, all tables, migrate, database, postgres, mysql, mariadb, sqlite`,
  inputs: [],
  outputs: [{ name: 'out', title: msg`Database` }],
  config,
  initial: { connection: '', schemas: [], include: [], exclude: [], tables: [] },
  compile: (settings) =>
    compileNode((check) => {
      check.filled(settings.connection, ['connection'])
      settings.tables.forEach(({ table }, i) => {
        check.filled(table, ['tables', i, 'table'])
      })
      return { outputs: { out: selectionRelation(settings) } }
    }),
})
