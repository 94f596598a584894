import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import type { Relation } from '../../kit/relation.ts'
import { withColumn } from '../../kit/with-column.ts'

export const node = defineNode({
  type: 'transform.derive',
  version: 1,
  title: msg`Derive columns`,
  summary: msg`Adds columns computed from others, or replaces columns by computed ones.`,
  keywords: msg`add, compute, calculate, formula, expression, replace, clean, column`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config: z.strictObject({
    columns: z
      .array(
        z.strictObject({
          name: z
            .string()
            .max(255)
            .meta(
              field({
                title: msg`Name`,
                help: msg`A new column, or an existing one to replace.`,
              }),
            ),
          expression: z.string().meta(
            field({
              title: msg`Expression`,
              help: msg`What its value is, for example trim(name).`,
              widget: 'expression',
            }),
          ),
        }),
      )
      .max(1000)
      .meta(
        field({
          title: msg`Columns`,
          help: msg`Computed from top to bottom: each may use those above it.`,
        }),
      ),
  }),
  initial: { columns: [{ name: '', expression: '' }] },
  compile: ({ columns }, context) =>
    compileRows(context, (rows, check) => {
      let derived: Relation = rows
      columns.forEach(({ name, expression }, i) => {
        const named = check.filled(name, ['columns', i, 'name'])
        const typed = check.expression(derived.schema, expression, ['columns', i, 'expression'])
        if (named && typed) derived = withColumn(rows, derived, named, typed.expression)
      })
      return { outputs: { out: derived } }
    }),
})
