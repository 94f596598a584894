import { msg } from '@lingui/core/macro'
import { canCast } from '../../kit/coerce.ts'
import { compileRows } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import type { Conversion } from '../../kit/conversion.ts'
import { convert } from '../../kit/conversion.ts'
import type { DataType } from '../../kit/data-type.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { col, isNotTrue } from '../../kit/expression.ts'
import type { IssuePath } from '../../kit/issue.ts'
import { project } from '../../kit/relations.ts'
import type { Schema } from '../../kit/schema.ts'
import { columnNames } from '../../kit/schema.ts'
import { keepAll, splitRows } from '../../kit/split-rows.ts'
import type { Choice } from './config.ts'
import { config } from './config.ts'

export const node = defineNode({
  type: 'transform.select',
  version: 1,
  title: msg`Select columns`,
  summary: msg`Chooses, renames, reorders and converts columns.`,
  keywords: msg`choose, rename, reorder, drop, remove, cast, convert, type, project`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [
    { name: 'out', title: msg`Rows` },
    { name: 'reject', title: msg`Not convertible`, reject: true, keep: true },
  ],
  config,
  initial: { columns: [], others: 'keep' },
  compile: ({ columns, others }, context) =>
    compileRows(context, (rows, check) => {
      if (columns.length === 0 && others === 'drop')
        return check.add('MISSING_SETTING', ['columns'])
      const chosen = columns.flatMap(
        (entry, i) => resolve(check, rows.schema, entry, ['columns', i]) ?? [],
      )
      const taken = new Set(chosen.map((c) => c.source))
      const rest = others === 'keep' ? rows.schema.filter((c) => !taken.has(c.name)) : []
      const names = [...chosen.map((c) => c.name), ...columnNames(rest)]
      if (check.ok) check.unique(names, (i) => ['columns', Math.min(i, columns.length - 1), 'name'])
      if (!check.ok) return undefined
      const rules = chosen.flatMap(({ failed, source, to }) =>
        failed ? [{ name: `${source}: not ${formatType(to)}`, holds: isNotTrue(failed) }] : [],
      )
      const { pass, reject } = splitRows(rows, rules)
      const kept = chosen.map(({ name, value }) => ({ name, expression: value }))
      return { outputs: { out: project(pass, [...kept, ...keepAll(rest)]), reject } }
    }),
})

type Resolved = Conversion & { source: string; name: string; to: DataType }

function resolve(
  check: ConfigCheck,
  schema: Schema,
  { column, name, type, onFailure }: Choice,
  path: IssuePath,
): Resolved | undefined {
  const source = check.column(schema, column, [...path, 'column'])
  const to = type === '' ? source?.type : check.type(type, [...path, 'type'])
  if (!source || !to) return undefined
  if (!canCast(source.type, to)) {
    const values = {
      column: source.name,
      actual: formatType(source.type),
      expected: formatType(to),
    }
    return check.add('WRONG_COLUMN_TYPE', [...path, 'column'], values)
  }
  const converted = convert(col(source.name), source.type, to, onFailure)
  return { ...converted, source: source.name, name: name || source.name, to }
}
