import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { limit } from '../../kit/relations.ts'

export const node = defineNode({
  type: 'transform.limit',
  version: 1,
  title: msg`Limit`,
  summary: msg`Lets only a number of rows through.`,
  keywords: msg`top, first, head, take, skip, offset, sample`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config: z.strictObject({
    count: z
      .int()
      .min(0)
      .meta(field({ title: msg`Rows`, help: msg`At most so many rows come out.` })),
    offset: z
      .int()
      .min(0)
      .default(0)
      .meta(
        field({
          title: msg`Rows to skip`,
          help: msg`So many rows are left out at the start.`,
          advanced: true,
        }),
      ),
  }),
  initial: { count: 1000 },
  compile: ({ count, offset }, context) =>
    compileRows(context, (rows) => ({ outputs: { out: limit(rows, count, offset) } })),
})
