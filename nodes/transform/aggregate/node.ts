import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { col } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import { aggregate } from '../../kit/relations.ts'

export const node = defineNode({
  type: 'transform.aggregate',
  version: 1,
  title: msg`Aggregate`,
  summary: msg`Groups rows and computes one row per group.`,
  keywords: msg`group by, sum, count, average, min, max, total, summarise, pivot`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Groups` }],
  config: z.strictObject({
    groupBy: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(100)
      .default([])
      .meta(
        field({
          title: msg`Group by`,
          help: msg`One row comes out per combination of their values. None: one row for everything.`,
          widget: 'columns',
        }),
      ),
    aggregates: z
      .array(
        z.strictObject({
          name: z
            .string()
            .max(255)
            .meta(field({ title: msg`Name`, help: msg`Name of the new column.` })),
          expression: z.string().meta(
            field({
              title: msg`Aggregate`,
              help: msg`What to compute over the rows of a group, for example sum(amount).`,
              widget: 'aggregate',
            }),
          ),
        }),
      )
      .max(1000)
      .default([])
      .meta(field({ title: msg`Aggregates`, help: msg`Columns computed for each group.` })),
  }),
  initial: { groupBy: [], aggregates: [{ name: 'rows', expression: 'count(*)' }] },
  compile: ({ groupBy, aggregates }, context) =>
    compileRows(context, (rows, check) => {
      if (groupBy.length + aggregates.length === 0)
        return check.add('MISSING_SETTING', ['aggregates'])
      const groups = check.columns(rows.schema, groupBy, ['groupBy']).map((c) => c.name)
      const computed = aggregates.flatMap(({ name, expression }, i) => {
        const named = check.filled(name, ['aggregates', i, 'name'])
        const path = ['aggregates', i, 'expression']
        const typed = check.expression(rows.schema, expression, path, { aggregates: 'required' })
        return named && typed ? [{ name: named, expression: typed.expression }] : []
      })
      if (!check.ok) return undefined
      check.unique([...groups, ...computed.map((c) => c.name)], (i) =>
        i < groups.length ? ['groupBy', i] : ['aggregates', i - groups.length, 'name'],
      )
      if (!check.ok) return undefined
      const by = groups.map((name) => ({ name, expression: col(name) }))
      return { outputs: { out: aggregate(rows, by, computed) } }
    }),
})
