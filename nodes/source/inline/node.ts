import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileNode } from '../../kit/compile-node.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { values } from '../../kit/relations.ts'
import { column } from '../../kit/schema.ts'
import { readValue } from '../../kit/value-text.ts'

const config = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        name: z
          .string()
          .max(255)
          .meta(field({ title: msg`Name`, help: msg`Name of the column.` })),
        type: z
          .string()
          .max(1000)
          .default('text')
          .meta(field({ title: msg`Type`, help: msg`What its values are.`, widget: 'type' })),
      }),
    )
    .max(1000)
    .meta(field({ title: msg`Columns`, help: msg`The columns of the table, from left to right.` })),
  rows: z
    .array(
      z
        .array(
          z
            .string()
            .max(100_000)
            .nullable()
            .meta(field({ title: msg`Value` })),
        )
        .meta(field({ title: msg`Row` })),
    )
    .max(10_000)
    .default([])
    .meta(
      field({
        title: msg`Rows`,
        help: msg`One value per column. Dates are written 2024-01-31, times 23:59:59; lists and structures as JSON.`,
        widget: 'rows',
      }),
    ),
})

export const node = defineNode({
  type: 'source.inline',
  version: 1,
  title: msg`Typed-in rows`,
  summary: msg`A small table that is kept in the pipeline itself.`,
  keywords: msg`inline, constant, lookup, values, paste, table, sample`,
  inputs: [],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config,
  initial: { columns: [{ name: 'id', type: 'integer' }, { name: 'name' }], rows: [['1', null]] },
  compile: ({ columns, rows }) =>
    compileNode((check) => {
      if (columns.length === 0) return check.add('MISSING_SETTING', ['columns'])
      const schema = columns.flatMap(({ name, type }, i) => {
        check.filled(name, ['columns', i, 'name'])
        const parsed = check.type(type, ['columns', i, 'type'])
        return parsed ? [column(name, parsed)] : []
      })
      if (!check.ok) return undefined
      check.unique(
        schema.map((c) => c.name),
        (i) => ['columns', i, 'name'],
      )
      const read = rows.map((row, r) => {
        if (row.length !== schema.length) {
          const detail = `row ${r + 1} has ${row.length} values for ${schema.length} columns`
          check.add('INVALID_CONFIG', ['rows', r], { reason: detail })
        }
        return schema.map(({ type }, c) => {
          const cell = row[c] ?? null
          if (cell === null) return null
          const value = readValue(cell, type)
          if (value === undefined)
            check.add('INVALID_VALUE', ['rows', r, c], { value: cell, type: formatType(type) })
          return value ?? null
        })
      })
      return check.ok ? { outputs: { out: values(schema, read) } } : undefined
    }),
})
