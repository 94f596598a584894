import { msg } from '@lingui/core/macro'
import { compileRows } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { defineNode } from '../../kit/define-node.ts'
import { nonDeterministicPart } from '../../kit/deterministic.ts'
import type { Relation } from '../../kit/relation.ts'
import type { Schema } from '../../kit/schema.ts'
import { columnNames } from '../../kit/schema.ts'
import { formatTable, sourceKey } from '../../kit/source.ts'
import { toTableName } from '../../kit/table-field.ts'
import { checkTarget } from '../../kit/target-columns.ts'
import type { SinkConfig } from './config.ts'
import { config } from './config.ts'

const targetOf = ({ connection, table }: SinkConfig) =>
  ({ kind: 'table', connection, table: toTableName(table) }) as const

export const node = defineNode({
  type: 'sink.database',
  version: 1,
  title: msg`Write database`,
  summary: msg`Writes rows into a table of a database.`,
  keywords: msg`sql, table, write, insert, load, merge, upsert, replace, postgres, mysql, sqlite`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [],
  config,
  initial: { connection: '', table: { name: '' }, mode: 'create-or-append', key: [] },
  sources: (settings) =>
    settings.connection === '' || settings.table.name === '' ? [] : [targetOf(settings)],
  compile: (settings, context) =>
    compileRows(context, (rows, check) => {
      check.filled(settings.connection, ['connection'])
      check.filled(settings.table.name, ['table', 'name'])
      const key = columnNames(check.columns(rows.schema, settings.key, ['key']))
      const existing = context.schemas.get(sourceKey(targetOf(settings)))
      if (existing) compare(check, settings, rows.schema, existing)
      if (settings.mode === 'merge') checkMerge(check, settings, rows)
      const { connection, table, mode } = { ...targetOf(settings), mode: settings.mode }
      const target = { kind: 'table', connection, table, mode, key } as const
      return { outputs: {}, stage: { kind: 'write', input: rows, target } }
    }),
})

function compare(check: ConfigCheck, { mode, table }: SinkConfig, rows: Schema, existing: Schema) {
  if (mode === 'create')
    check.add('TARGET_EXISTS', ['mode'], { table: formatTable(toTableName(table)) })
  else if (mode !== 'replace') checkTarget(check, rows, existing, () => ['table'])
}

function checkMerge(check: ConfigCheck, { key }: SinkConfig, rows: Relation) {
  if (key.length === 0) check.add('MERGE_NEEDS_KEY', ['key'])
  const found = nonDeterministicPart(rows)
  if (found) check.add('NOT_DETERMINISTIC', ['mode'], { function: found })
}
