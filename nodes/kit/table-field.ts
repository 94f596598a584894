import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from './field.ts'
import type { TableName } from './source.ts'

/** A table's place as a form holds it; an empty schema means the connection's default. */
export const tableConfig = z.strictObject({
  schema: z
    .string()
    .default('')
    .meta(
      field({
        title: msg`Schema`,
        help: msg`Empty: the connection's default schema.`,
      }),
    ),
  name: z
    .string()
    .default('')
    .meta(field({ title: msg`Table`, help: msg`The name of the table or view.` })),
})

export type TableConfig = z.output<typeof tableConfig>

/** The same place always gives the same object, so that `sourceKey` agrees. */
export const toTableName = ({ schema, name }: TableConfig): TableName =>
  schema === '' ? { name } : { schema, name }
