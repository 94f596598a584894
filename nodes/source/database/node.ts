import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileNode } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { scan } from '../../kit/relations.ts'
import type { Source } from '../../kit/source.ts'
import { sourceKey } from '../../kit/source.ts'
import { tableConfig, toTableName } from '../../kit/table-field.ts'

const config = z.strictObject({
  connection: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        title: msg`Connection`,
        help: msg`The database to read from.`,
        widget: 'connection',
      }),
    ),
  read: z
    .enum(['table', 'query'])
    .default('table')
    .meta(
      field({
        title: msg`Read`,
        help: msg`A table or view with all its columns, or the result of your own SQL.`,
        options: { table: msg`A table`, query: msg`A query` },
      }),
    ),
  table: tableConfig.default({ schema: '', name: '' }).meta(
    field({
      title: msg`Table`,
      help: msg`The table or view to read.`,
      widget: 'table',
      when: { field: 'read', is: ['table'] },
    }),
  ),
  sql: z
    .string()
    .max(100_000)
    .default('')
    .meta(
      field({
        title: msg`Query`,
        help: msg`One SELECT in the database's own SQL. It runs as it is written.`,
        widget: 'sql',
        placeholder: 'select id, name from customers where active',
        when: { field: 'read', is: ['query'] },
      }),
    ),
})

type Config = z.output<typeof config>

const sourceOf = ({ connection, read, table, sql }: Config): Source =>
  read === 'table'
    ? { kind: 'table', connection, table: toTableName(table) }
    : { kind: 'query', connection, sql }

const isComplete = ({ connection, read, table, sql }: Config): boolean =>
  connection !== '' && (read === 'table' ? table.name : sql).trim() !== ''

export const node = defineNode({
  type: 'source.database',
  version: 1,
  title: msg`Read database`,
  summary: msg`Reads a table, a view or the result of a query.`,
  keywords: msg`sql, table, view, query, postgres, mysql, mariadb, sqlite, read, import`,
  inputs: [],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config,
  initial: { connection: '', read: 'table', table: { name: '' } },
  sources: (settings) => (isComplete(settings) ? [sourceOf(settings)] : []),
  compile: (settings, { schemas }) =>
    compileNode((check) => {
      const { connection, read, table, sql } = settings
      check.filled(connection, ['connection'])
      if (read === 'table') check.filled(table.name, ['table', 'name'])
      else check.filled(sql, ['sql'])
      if (!check.ok) return undefined
      const source = sourceOf(settings)
      const schema = schemas.get(sourceKey(source))
      if (!schema) return check.add('SCHEMA_PENDING', [read === 'table' ? 'table' : 'sql'])
      return { outputs: { out: scan(source, schema) } }
    }),
})
