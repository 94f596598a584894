import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { integer } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { apply } from '../../kit/relations.ts'
import type { Schema } from '../../kit/schema.ts'
import { column, columnNames } from '../../kit/schema.ts'

export const node = defineNode({
  type: 'dataframe.encode',
  version: 1,
  title: msg`Encode categories`,
  summary: msg`Turns categories into columns of 1 and 0, or into numbers.`,
  keywords: msg`one-hot, dummy, label, encoder, category, data frame, danfo, machine learning`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Rows with numbers` }],
  config: z.strictObject({
    method: z
      .enum(['one-hot', 'label'])
      .default('one-hot')
      .meta(
        field({
          title: msg`Method`,
          options: { 'one-hot': msg`A column per category`, label: msg`One number per category` },
        }),
      ),
    columns: z
      .array(
        z.strictObject({
          column: z.string().meta(field({ title: msg`Column`, widget: 'column' })),
          categories: z
            .array(z.string().meta(field({ title: msg`Category` })))
            .max(1000)
            .default([])
            .meta(
              field({
                title: msg`Categories`,
                help: msg`A column per category needs them. For numbers, none means: all that are found.`,
              }),
            ),
        }),
      )
      .max(100)
      .meta(field({ title: msg`Columns` })),
  }),
  initial: { method: 'one-hot', columns: [] },
  compile: ({ method, columns }, context) =>
    compileRows(context, (rows, check) => {
      if (columns.length === 0) return check.add('MISSING_SETTING', ['columns'])
      const found = columns.flatMap(
        (c, i) => check.column(rows.schema, c.column, ['columns', i, 'column']) ?? [],
      )
      check.unique(columnNames(found), (i) => ['columns', i, 'column'])
      const made = method === 'label' ? labels(found) : categories(check, columns)
      const names = [...columnNames(rows.schema), ...columnNames(made)]
      check.unique(names, () => ['columns'])
      if (!check.ok) return undefined
      const options = {
        operation: 'encode',
        method,
        categories: columns.map((c) => c.categories),
      }
      const parts = { reads: columnNames(found), rows: 'kept', columns: made } as const
      return { outputs: { out: apply(rows, 'dataframe', options, parts) } }
    }),
})

const labels = (found: Schema): Schema => found.map((c) => column(`${c.name}_code`, integer))

/** Categories become names, so they have to be known before a row is read. */
function categories(
  check: ConfigCheck,
  columns: readonly { readonly column: string; readonly categories: readonly string[] }[],
): Schema {
  return columns.flatMap((c, i) => {
    const path = ['columns', i, 'categories']
    if (c.categories.length === 0) check.add('MISSING_SETTING', path)
    const twice = c.categories.find((category, at) => c.categories.indexOf(category) < at)
    if (twice !== undefined) check.add('DUPLICATE_COLUMN', path, { column: twice })
    return c.categories.map((category) =>
      column(`${c.column}_${category}`, { kind: 'integer', bits: 8 }),
    )
  })
}
