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

const mapped = z.strictObject({
  name: z
    .string()
    .max(255)
    .meta(field({ title: msg`Target column`, help: msg`Name of the column that comes out.` })),
  expression: z.string().meta(
    field({
      title: msg`Value`,
      help: msg`A source column, or an expression such as upper(trim(name)).`,
      widget: 'expression',
    }),
  ),
  type: z
    .string()
    .max(1000)
    .default('')
    .meta(
      field({
        title: msg`Type`,
        help: msg`Empty: the type in the target table, or that of the value.`,
        widget: 'type',
      }),
    ),
  required: z
    .boolean()
    .default(false)
    .meta(field({ title: msg`Required`, help: msg`Rows without a value here go to rejects.` })),
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

export const config = z.strictObject({
  target: target.default({ connection: '', table: { schema: '', name: '' } }).meta(
    field({
      title: msg`Target table`,
      help: msg`An existing table to take the columns from and to check the mapping against. May stay empty.`,
    }),
  ),
  columns: z
    .array(mapped)
    .max(5000)
    .default([])
    .meta(field({ title: msg`Columns`, help: msg`What each target column is filled with.` })),
})

export type MapConfig = z.output<typeof config>
export type MappedColumn = z.output<typeof mapped>
