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
  type: 'dataframe.correlate',
  version: 1,
  title: msg`Correlate numbers`,
  summary: msg`Tells for each pair of columns how strongly they go together.`,
  keywords: msg`correlation, pearson, spearman, relation, data frame, danfo`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`One row per pair` }],
  config: z.strictObject({
    method: z
      .enum(['pearson', 'spearman'])
      .default('pearson')
      .meta(
        field({
          title: msg`Method`,
          options: { pearson: msg`Pearson (straight lines)`, spearman: msg`Spearman (by rank)` },
        }),
      ),
    columns: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(200)
      .default([])
      .meta(
        field({
          title: msg`Columns`,
          help: msg`What to compare. None: every column of numbers.`,
          widget: 'columns',
        }),
      ),
  }),
  initial: { method: 'pearson', columns: [] },
  compile: ({ method, columns }, context) =>
    compileRows(context, (rows, check) => {
      const chosen = chosenNumbers(check, rows.schema, columns, ['columns'])
      if (!check.ok) return undefined
      const made = [
        column('left', text),
        column('right', text),
        column('rows', bigint),
        column('coefficient', double),
      ]
      const parts = { reads: columnNames(chosen), rows: 'new', columns: made } as const
      const options = { operation: 'correlate', method }
      return { outputs: { out: apply(rows, 'dataframe', options, parts) } }
    }),
})
