import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'
import { tableConfig } from '../../kit/table-field.ts'

const target = z.strictObject({
  connection: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        title: msg`Connection`,
        help: msg`The database that has the target table.`,
        widget: 'connection',
      }),
    ),
  table: tableConfig
    .default({ schema: '', name: '' })
    .meta(field({ title: msg`Table`, help: msg`The table to map to.`, widget: 'table' })),
})

const mapping = z.strictObject({
  source: z
    .string()
    .max(255)
    .meta(field({ title: msg`Source column`, help: msg`The column it reads.`, widget: 'column' })),
  target: z
    .string()
    .max(255)
    .meta(field({ title: msg`Target column`, help: msg`Name of the column that comes out.` })),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta(
      field({
        title: msg`Confidence`,
        help: msg`How probable it is that the two columns belong together, from 0 to 1.`,
      }),
    ),
  state: z
    .enum(['proposed', 'accepted', 'rejected'])
    .default('proposed')
    .meta(
      field({
        title: msg`Decision`,
        help: msg`An accepted pair is always used, a rejected one never.`,
        options: {
          proposed: msg`Not decided`,
          accepted: msg`Accepted`,
          rejected: msg`Rejected`,
        },
      }),
    ),
  type: z
    .string()
    .max(1000)
    .default('')
    .meta(
      field({
        title: msg`Type`,
        help: msg`Empty: the type in the target table, or that of the source column.`,
        widget: 'type',
        advanced: true,
      }),
    ),
})

export const config = z.strictObject({
  target: target.default({ connection: '', table: { schema: '', name: '' } }).meta(
    field({
      title: msg`Target table`,
      help: msg`An existing table whose columns are to be filled. May stay empty.`,
    }),
  ),
  mappings: z
    .array(mapping)
    .max(20_000)
    .default([])
    .meta(
      field({
        title: msg`Pairs`,
        help: msg`Which source column fills which target column, as found by matching.`,
      }),
    ),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .meta(
      field({
        title: msg`Threshold`,
        help: msg`Pairs that nobody decided are used from this confidence on.`,
      }),
    ),
  unmapped: z
    .enum(['omit', 'null'])
    .default('omit')
    .meta(
      field({
        title: msg`Target columns without a pair`,
        help: msg`Needs a target table.`,
        options: {
          omit: msg`Left out, so that the table's defaults apply`,
          null: msg`Empty`,
        },
      }),
    ),
  onFailure: z
    .enum(['reject', 'null', 'fail'])
    .default('reject')
    .meta(
      field({
        title: msg`Values that cannot be converted`,
        help: msg`What happens to a row whose value is no value of the type.`,
        options: {
          reject: msg`Row goes to rejects`,
          null: msg`Value becomes empty`,
          fail: msg`Run stops`,
        },
        advanced: true,
      }),
    ),
})

export type AutoConfig = z.output<typeof config>
export type AutoMapping = z.output<typeof mapping>
