import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { call, col, literal } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import { project } from '../../kit/relations.ts'
import { keepAll } from '../../kit/split-rows.ts'

export const node = defineNode({
  type: 'transform.flatten',
  version: 1,
  title: msg`Flatten structure`,
  summary: msg`Turns the fields of a structured column into columns.`,
  keywords: msg`struct, object, json, fields, nested, expand, spread, columns`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config: z.strictObject({
    column: z.string().meta(
      field({
        title: msg`Structured column`,
        help: msg`Its fields take its place. For JSON text, convert it to a structure before.`,
        widget: 'column',
      }),
    ),
    prefix: z
      .string()
      .max(100)
      .default('')
      .meta(
        field({
          title: msg`Prefix`,
          help: msg`Put before the name of every field, to keep names apart.`,
          placeholder: 'address_',
        }),
      ),
  }),
  initial: { column: '' },
  compile: ({ column, prefix }, context) =>
    compileRows(context, (rows, check) => {
      const struct = check.column(rows.schema, column, ['column'])
      if (!struct) return undefined
      if (struct.type.kind !== 'struct') {
        const values = { column: struct.name, actual: formatType(struct.type), expected: 'struct' }
        return check.add('WRONG_COLUMN_TYPE', ['column'], values)
      }
      const fields = struct.type.fields.map(({ name }) => ({
        name: `${prefix}${name}`,
        expression: call('struct_get', col(struct.name), literal(name)),
      }))
      const columns = keepAll(rows.schema).flatMap((c) => (c.name === struct.name ? fields : [c]))
      const names = columns.map((c) => c.name)
      if (!check.unique(names, () => ['prefix'])) return undefined
      return { outputs: { out: project(rows, columns) } }
    }),
})
