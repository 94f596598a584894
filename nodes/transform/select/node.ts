import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { canCast } from '../../kit/coerce.ts'
import { compileRows } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { type Conversion, convert } from '../../kit/conversion.ts'
import { type DataType, formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { call, col } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import type { IssuePath } from '../../kit/issue.ts'
import { project } from '../../kit/relations.ts'
import { columnNames, type Schema } from '../../kit/schema.ts'
import { keepAll, splitRows } from '../../kit/split-rows.ts'

const choice = z.strictObject({
  column: z
    .string()
    .meta(field({ title: msg`Column`, help: msg`The column to take.`, widget: 'column' })),
  name: z
    .string()
    .max(255)
    .default('')
    .meta(field({ title: msg`New name`, help: msg`Empty: it keeps its name.` })),
  type: z
    .string()
    .max(1000)
    .default('')
    .meta(field({ title: msg`New type`, help: msg`Empty: it keeps its type.`, widget: 'type' })),
  onFailure: z
    .enum(['reject', 'null', 'fail'])
    .default('reject')
    .meta(
      field({
        title: msg`Values that cannot be converted`,
        help: msg`What happens to a row whose value is no value of the new type.`,
        options: {
          reject: msg`Row goes to rejects`,
          null: msg`Value becomes empty`,
          fail: msg`Run stops`,
        },
        advanced: true,
      }),
    ),
})

type Choice = z.output<typeof choice>

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
  config: z.strictObject({
    columns: z
      .array(choice)
      .max(5000)
      .default([])
      .meta(field({ title: msg`Columns`, help: msg`In the order they should have.` })),
    others: z
      .enum(['drop', 'keep'])
      .default('drop')
      .meta(
        field({
          title: msg`Other columns`,
          help: msg`Columns not listed above: left out, or kept after the listed ones.`,
          options: { drop: msg`Leave out`, keep: msg`Keep` },
        }),
      ),
  }),
  initial: { columns: [], others: 'keep' },
  compile: ({ columns, others }, context) =>
    compileRows(context, (rows, check) => {
      if (columns.length === 0 && others === 'drop') return check.add('MISSING_SETTING', ['columns'])
      const chosen = columns.flatMap(
        (entry, i) => resolve(check, rows.schema, entry, ['columns', i]) ?? [],
      )
      const taken = new Set(chosen.map((c) => c.source))
      const rest = others === 'keep' ? rows.schema.filter((c) => !taken.has(c.name)) : []
      const names = [...chosen.map((c) => c.name), ...columnNames(rest)]
      if (check.ok) check.unique(names, (i) => ['columns', Math.min(i, columns.length - 1), 'name'])
      if (!check.ok) return undefined
      const rules = chosen.flatMap(({ failed, source, to }) =>
        failed ? [{ name: `${source}: not ${formatType(to)}`, holds: call('not', failed) }] : [],
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
    const values = { column: source.name, actual: formatType(source.type), expected: formatType(to) }
    return check.add('WRONG_COLUMN_TYPE', [...path, 'column'], values)
  }
  const converted = convert(col(source.name), source.type, to, onFailure)
  return { ...converted, source: source.name, name: name || source.name, to }
}
