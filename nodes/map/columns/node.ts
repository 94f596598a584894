import { msg } from '@lingui/core/macro'
import { compileRows } from '../../kit/compile-node.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { call, columnsIn, isNotTrue } from '../../kit/expression.ts'
import { project } from '../../kit/relations.ts'
import { column, columnNames } from '../../kit/schema.ts'
import { sourceKey } from '../../kit/source.ts'
import type { RowRule } from '../../kit/split-rows.ts'
import { splitRows } from '../../kit/split-rows.ts'
import { toTableName } from '../../kit/table-field.ts'
import { checkTarget } from '../../kit/target-columns.ts'
import type { MapConfig } from './config.ts'
import { config } from './config.ts'
import type { Mapping } from './resolve-column.ts'
import { resolveColumn } from './resolve-column.ts'

export const node = defineNode({
  type: 'map.columns',
  version: 1,
  title: msg`Map columns`,
  summary: msg`Fills the columns of a target from those of the source.`,
  keywords: msg`mapping, target, rename, convert, schema, fields, match`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [
    { name: 'out', title: msg`Mapped rows` },
    { name: 'reject', title: msg`Not convertible`, reject: true, keep: true },
  ],
  config,
  initial: { target: { connection: '', table: { name: '' } }, columns: [] },
  sources: (settings) => {
    const target = targetOf(settings)
    return target ? [target] : []
  },
  compile: (settings, context) =>
    compileRows(context, (rows, check) => {
      const { columns } = settings
      if (columns.length === 0) return check.add('MISSING_SETTING', ['columns'])
      const source = targetOf(settings)
      const target = source && context.schemas.get(sourceKey(source))
      const mapped = columns.flatMap(
        (entry, i) => resolveColumn(check, rows.schema, target, entry, ['columns', i]) ?? [],
      )
      if (mapped.length < columns.length) return undefined
      check.unique(
        mapped.map((m) => m.name),
        (i) => ['columns', i, 'name'],
      )
      if (target) {
        const typed = mapped.map((m) => column(m.name, m.type))
        const pathOf = (index: number) => (index < 0 ? ['columns'] : ['columns', index, 'type'])
        checkTarget(check, typed, target, (c) => pathOf(c ? typed.indexOf(c) : -1))
      }
      if (!check.ok) return undefined
      const read = new Set(mapped.flatMap((m) => columnsIn(m.source)))
      const unused = columnNames(rows.schema).filter((name) => !read.has(name))
      if (unused.length > 0)
        check.add('SOURCE_COLUMNS_UNUSED', ['columns'], { columns: unused.join(', ') })
      const { pass, reject } = splitRows(rows, mapped.flatMap(rulesOf))
      const values = mapped.map(({ name, value }) => ({ name, expression: value }))
      return { outputs: { out: project(pass, values), reject } }
    }),
})

function targetOf({ target: { connection, table } }: MapConfig) {
  if (connection === '' || table.name === '') return undefined
  return { kind: 'table', connection, table: toTableName(table) } as const
}

function rulesOf({ name, type, source, value, failed, required }: Mapping): RowRule[] {
  const rules: RowRule[] = []
  if (failed) rules.push({ name: `${name}: not ${formatType(type)}`, holds: isNotTrue(failed) })
  // A value that does not convert already has its reason.
  const given = failed ? call('is_not_null', source) : call('is_not_null', value)
  if (required) rules.push({ name: `${name}: required`, holds: given })
  return rules
}
