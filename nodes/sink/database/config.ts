import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'
import { tableConfig } from '../../kit/table-field.ts'

export const config = z.strictObject({
  connection: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        title: msg`Connection`,
        help: msg`The database to write to.`,
        widget: 'connection',
      }),
    ),
  table: tableConfig
    .default({ schema: '', name: '' })
    .meta(field({ title: msg`Table`, help: msg`The table to fill.`, widget: 'table' })),
  mode: z
    .enum(['create-or-append', 'create', 'append', 'truncate', 'replace', 'merge'])
    .default('create-or-append')
    .meta(
      field({
        title: msg`How to write`,
        help: msg`In every mode the rows become visible all at once, at the end of the run.`,
        options: {
          'create-or-append': msg`Add rows; create the table if it is missing`,
          create: msg`Create the table; fail if it exists`,
          append: msg`Add rows to an existing table`,
          truncate: msg`Empty the table, then fill it`,
          replace: msg`Replace the table with a new one`,
          merge: msg`Update rows with equal key, add the others`,
        },
      }),
    ),
  key: z
    .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
    .max(32)
    .default([])
    .meta(
      field({
        title: msg`Key columns`,
        help: msg`They identify a row: the primary key of a new table, and what merging compares.`,
        widget: 'columns',
      }),
    ),
})

export type SinkConfig = z.output<typeof config>
