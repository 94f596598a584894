import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

const pattern = z.string().min(1).max(300)
const patterns = (title: ReturnType<typeof msg>) =>
  z
    .array(pattern.meta(field({ title })))
    .max(1000)
    .default([])

const table = z.strictObject({
  table: z
    .string()
    .max(300)
    .default('')
    .meta(field({ title: msg`Table`, help: msg`Its name, alone or behind its schema.` })),
  name: z
    .string()
    .max(300)
    .default('')
    .meta(field({ title: msg`Name in the target`, help: msg`Empty: the same.` })),
  without: z
    .array(
      z
        .string()
        .min(1)
        .max(300)
        .meta(field({ title: msg`Column` })),
    )
    .max(2000)
    .default([])
    .meta(field({ title: msg`Columns to leave out` })),
  filter: z
    .string()
    .max(10_000)
    .default('')
    .meta(
      field({
        title: msg`Rows to take`,
        help: msg`A condition over the columns of the table; empty: all rows.`,
        placeholder: "created >= date '2024-01-01'",
      }),
    ),
})

export const config = z.strictObject({
  connection: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        title: msg`Connection`,
        help: msg`The database to read from.`,
        widget: 'connection',
      }),
    ),
  include: patterns(msg`Pattern`).meta(
    field({
      title: msg`Only these tables`,
      help: msg`Names or patterns such as orders, shop.* or order_?; none: all tables and views.`,
    }),
  ),
  exclude: patterns(msg`Pattern`).meta(
    field({ title: msg`Without these tables`, help: msg`Names or patterns, as above.` }),
  ),
  schemas: patterns(msg`Schema`).meta(
    field({
      title: msg`Only these schemas`,
      help: msg`None: all schemas the login can see.`,
      advanced: true,
    }),
  ),
  tables: z
    .array(table.meta(field({ title: msg`Table` })))
    .max(5000)
    .default([])
    .meta(
      field({
        title: msg`Single tables`,
        help: msg`What is special about a table: another name, fewer columns, fewer rows.`,
      }),
    ),
})
