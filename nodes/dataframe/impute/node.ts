import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { numericColumns } from '../../kit/numeric-columns.ts'
import { apply } from '../../kit/relations.ts'
import { columnNames } from '../../kit/schema.ts'
import { readValue } from '../../kit/value-text.ts'

export const node = defineNode({
  type: 'dataframe.impute',
  version: 1,
  title: msg`Fill in missing values`,
  summary: msg`Puts the mean, the median, the most frequent or a given value where there is none.`,
  keywords: msg`impute, missing, null, fill, mean, median, mode, data frame, danfo, machine learning`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Filled rows` }],
  config: z.strictObject({
    method: z
      .enum(['mean', 'median', 'most-frequent', 'constant'])
      .default('median')
      .meta(
        field({
          title: msg`Method`,
          options: {
            mean: msg`The mean`,
            median: msg`The median`,
            'most-frequent': msg`The most frequent value`,
            constant: msg`A value of your own`,
          },
        }),
      ),
    columns: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(1000)
      .meta(field({ title: msg`Columns`, widget: 'columns' })),
    value: z
      .string()
      .default('')
      .meta(field({ title: msg`Value`, when: { field: 'method', is: ['constant'] } })),
    fitted: z
      .array(z.string().meta(field({ title: msg`Value` })))
      .max(1000)
      .default([])
      .meta(
        field({
          title: msg`Learned before`,
          help: msg`The value of each column, from the report of an earlier run. None: learned from these rows.`,
          advanced: true,
        }),
      ),
  }),
  initial: { method: 'median', columns: [] },
  compile: ({ method, columns, value, fitted }, context) =>
    compileRows(context, (rows, check) => {
      if (columns.length === 0) return check.add('MISSING_SETTING', ['columns'])
      const needsNumbers = method === 'mean' || method === 'median'
      const chosen = needsNumbers
        ? numericColumns(check, rows.schema, columns, ['columns'])
        : check.columns(rows.schema, columns, ['columns'])
      if (method === 'constant')
        for (const { type } of chosen)
          if (readValue(value, type) == null)
            check.add('INVALID_VALUE', ['value'], { value, type: formatType(type) })
      fitted.forEach((text, i) => {
        const type = chosen[i]?.type
        if (type && readValue(text, type) == null)
          check.add('INVALID_VALUE', ['fitted', i], { value: text, type: formatType(type) })
      })
      if (!check.ok) return undefined
      const learned = fitted.length > 0 ? { fitted } : {}
      const options = { operation: 'impute', method, value, ...learned }
      const parts = { reads: columnNames(chosen), rows: 'filled', columns: chosen } as const
      return { outputs: { out: apply(rows, 'dataframe', options, parts) } }
    }),
})
