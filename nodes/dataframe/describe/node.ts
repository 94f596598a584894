import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { bigint, double, text } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { chosenNumbers } from '../../kit/numeric-columns.ts'
import { apply } from '../../kit/relations.ts'
import { column, columnNames } from '../../kit/schema.ts'

export const node = defineNode({
  type: 'dataframe.describe',
  version: 1,
  title: msg`Describe numbers`,
  summary: msg`Gives one row of statistics per column of numbers.`,
  keywords: msg`statistics, mean, median, deviation, summary, data frame, danfo`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`One row per column` }],
  config: z.strictObject({
    columns: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(5000)
      .default([])
      .meta(
        field({
          title: msg`Columns`,
          help: msg`What to describe. None: every column of numbers.`,
          widget: 'columns',
        }),
      ),
  }),
  initial: { columns: [] },
  compile: ({ columns }, context) =>
    compileRows(context, (rows, check) => {
      const chosen = chosenNumbers(check, rows.schema, columns, ['columns'])
      if (!check.ok) return undefined
      const statistics = ['mean', 'std', 'min', 'median', 'max']
      const made = [
        column('column', text),
        column('count', bigint),
        column('missing', bigint),
        ...statistics.map((name) => column(name, double)),
      ]
      const parts = { reads: columnNames(chosen), rows: 'new', columns: made } as const
      return { outputs: { out: apply(rows, 'dataframe', { operation: 'describe' }, parts) } }
    }),
})
