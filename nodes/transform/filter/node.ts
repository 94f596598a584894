import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { defineNode } from '../../kit/define-node.ts'
import { isNotTrue, isTrue } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import { filter } from '../../kit/relations.ts'

export const node = defineNode({
  type: 'transform.filter',
  version: 1,
  title: msg`Filter rows`,
  summary: msg`Parts rows in two: those for which a condition holds, and the others.`,
  keywords: msg`where, condition, split, route, keep, drop, remove rows`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [
    { name: 'pass', title: msg`Condition holds` },
    { name: 'reject', title: msg`All others`, reject: true },
  ],
  config: z.strictObject({
    condition: z.string().meta(
      field({
        title: msg`Condition`,
        help: msg`Rows for which it is true pass. Where it is false or empty they go to the other output.`,
        widget: 'expression',
        placeholder: "country = 'DE' and amount > 100",
      }),
    ),
  }),
  initial: { condition: '' },
  compile: ({ condition }, context) =>
    compileRows(context, (rows, check) => {
      const rule = check.expression(rows.schema, condition, ['condition'], { expect: 'boolean' })
      if (!rule) return undefined
      const pass = filter(rows, isTrue(rule.expression))
      const reject = filter(rows, isNotTrue(rule.expression))
      return { outputs: { pass, reject } }
    }),
})
