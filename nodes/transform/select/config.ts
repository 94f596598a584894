import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

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

export type Choice = z.output<typeof choice>

export const config = z.strictObject({
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
})
