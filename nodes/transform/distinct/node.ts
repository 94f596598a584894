import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { call, col, literal } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import type { SortKey } from '../../kit/relation.ts'
import { distinct, filter, project, window } from '../../kit/relations.ts'
import type { Schema } from '../../kit/schema.ts'
import { columnNames, uniqueName } from '../../kit/schema.ts'
import { sortConfig, toSortKeys } from '../../kit/sort-field.ts'
import { keepAll } from '../../kit/split-rows.ts'

export const node = defineNode({
  type: 'transform.distinct',
  version: 1,
  title: msg`Remove duplicates`,
  summary: msg`Keeps one row per key, and gives the others out separately.`,
  keywords: msg`distinct, unique, deduplicate, duplicates, first, last, latest, key`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [
    { name: 'out', title: msg`One row per key` },
    { name: 'duplicates', title: msg`Duplicates`, reject: true },
  ],
  config: z.strictObject({
    key: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(100)
      .default([])
      .meta(
        field({
          title: msg`Key columns`,
          help: msg`Rows with equal values in all of them are duplicates. None: all columns.`,
          widget: 'columns',
        }),
      ),
    keep: z
      .enum(['first', 'last'])
      .default('first')
      .meta(
        field({
          title: msg`Keep`,
          help: msg`Which row of several with the same key stays.`,
          options: { first: msg`The first`, last: msg`The last` },
        }),
      ),
    orderBy: z
      .array(sortConfig)
      .max(100)
      .default([])
      .meta(
        field({
          title: msg`In the order of`,
          help: msg`What first and last mean. Rows that are equal here too are ordered by their other columns, so that each run keeps the same row.`,
        }),
      ),
  }),
  initial: { key: [], keep: 'first', orderBy: [] },
  compile: ({ key, keep, orderBy }, context) =>
    compileRows(context, (rows, check) => {
      const columns = columnNames(check.columns(rows.schema, key, ['key']))
      const keys = toSortKeys(check, rows.schema, orderBy, ['orderBy'])
      if (!check.ok) return undefined
      if (key.length === 0) columns.push(...columnNames(rows.schema))
      const order = breakTies(rows.schema, columns, keep === 'last' ? keys.map(reverse) : keys)
      const name = uniqueName('_place', columnNames(rows.schema))
      const spec = { name, function: { kind: 'row_number' }, partitionBy: columns } as const
      const numbered = window(rows, { ...spec, orderBy: order })
      const further = filter(numbered, call('gt', col(name), literal(1)))
      return {
        outputs: {
          out: key.length === 0 ? distinct(rows) : distinct(rows, columns, order),
          duplicates: project(further, keepAll(rows.schema)),
        },
      }
    }),
})

const reverse = ({ column, descending, nulls }: SortKey): SortKey => ({
  column,
  descending: !descending,
  nulls: nulls === 'first' ? 'last' : 'first',
})

/** Adds every other column, so that which row is the first depends on the rows alone. */
function breakTies(schema: Schema, key: readonly string[], order: readonly SortKey[]): SortKey[] {
  const settled = new Set([...key, ...order.map((k) => k.column)])
  const others = columnNames(schema).filter((name) => !settled.has(name))
  return [
    ...order,
    ...others.map((column): SortKey => ({ column, descending: false, nulls: 'last' })),
  ]
}
