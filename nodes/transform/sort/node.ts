import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { sort } from '../../kit/relations.ts'
import { sortConfig, toSortKeys } from '../../kit/sort-field.ts'

export const node = defineNode({
  type: 'transform.sort',
  version: 1,
  title: msg`Sort`,
  summary: msg`Puts rows in order.`,
  keywords: msg`order by, ascending, descending, arrange, rank`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Sorted rows` }],
  config: z.strictObject({
    by: z
      .array(sortConfig)
      .max(100)
      .meta(
        field({
          title: msg`Sort by`,
          help: msg`The first column decides; the next ones order rows that are equal so far.`,
        }),
      ),
  }),
  initial: { by: [{ column: '', direction: 'ascending', nulls: 'last' }] },
  compile: ({ by }, context) =>
    compileRows(context, (rows, check) => {
      if (by.length === 0) return check.add('MISSING_SETTING', ['by'])
      const keys = toSortKeys(check, rows.schema, by, ['by'])
      return check.ok ? { outputs: { out: sort(rows, keys) } } : undefined
    }),
})
