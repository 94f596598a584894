import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { double } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { numericColumns } from '../../kit/numeric-columns.ts'
import { apply } from '../../kit/relations.ts'
import { column, columnNames } from '../../kit/schema.ts'

export const node = defineNode({
  type: 'dataframe.scale',
  version: 1,
  title: msg`Scale numbers`,
  summary: msg`Brings columns of numbers to a common scale.`,
  keywords: msg`standardise, normalise, z-score, min-max, scaler, data frame, danfo, machine learning`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Scaled rows` }],
  config: z.strictObject({
    method: z
      .enum(['standard', 'min-max'])
      .default('standard')
      .meta(
        field({
          title: msg`Method`,
          options: {
            standard: msg`Mean 0, standard deviation 1`,
            'min-max': msg`From 0 to 1`,
          },
        }),
      ),
    columns: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(1000)
      .meta(field({ title: msg`Columns`, widget: 'columns' })),
    fitted: z
      .array(
        z.strictObject({
          center: z.number().meta(field({ title: msg`Centre` })),
          scale: z
            .number()
            .positive()
            .meta(field({ title: msg`Scale` })),
        }),
      )
      .max(1000)
      .default([])
      .meta(
        field({
          title: msg`Learned before`,
          help: msg`Centre and scale of each column, from the report of an earlier run. None: learned from these rows.`,
          advanced: true,
        }),
      ),
  }),
  initial: { method: 'standard', columns: [] },
  compile: ({ method, columns, fitted }, context) =>
    compileRows(context, (rows, check) => {
      if (columns.length === 0) return check.add('MISSING_SETTING', ['columns'])
      const chosen = numericColumns(check, rows.schema, columns, ['columns'])
      if (!check.ok) return undefined
      const made = chosen.map((c) => column(c.name, double))
      const options = { operation: 'scale', method, ...(fitted.length > 0 ? { fitted } : {}) }
      const parts = { reads: columnNames(chosen), rows: 'kept', columns: made } as const
      return { outputs: { out: apply(rows, 'dataframe', options, parts) } }
    }),
})
