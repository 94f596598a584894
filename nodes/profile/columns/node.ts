import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { project } from '../../kit/relations.ts'
import { keepAll } from '../../kit/split-rows.ts'

export const node = defineNode({
  type: 'profile.columns',
  version: 1,
  title: msg`Profile columns`,
  summary: msg`Counts, ranges and frequent values of every column, kept in the run report.`,
  keywords: msg`statistics, describe, summary, distribution, nulls, distinct, min, max, quality`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`The same rows` }],
  config: z.strictObject({
    columns: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(5000)
      .default([])
      .meta(
        field({
          title: msg`Columns`,
          help: msg`What to look at. None: every column.`,
          widget: 'columns',
        }),
      ),
  }),
  initial: { columns: [] },
  compile: ({ columns }, context) =>
    compileRows(context, (rows, check) => {
      const chosen = check.columns(rows.schema, columns, ['columns'])
      if (!check.ok) return undefined
      const input = columns.length === 0 ? rows : project(rows, keepAll(chosen))
      return { outputs: { out: rows }, stage: { kind: 'profile', input } }
    }),
})
