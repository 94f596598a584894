import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

const kinds = {
  'not-null': msg`Not empty`,
  unique: msg`Unique`,
  range: msg`In a range`,
  set: msg`One of a list`,
  pattern: msg`Fits a pattern`,
  reference: msg`Exists in the reference input`,
  expression: msg`Own condition for each row`,
  expectation: msg`Expectation of all rows together`,
}

const kind = <K extends keyof typeof kinds>(name: K) =>
  z.literal(name).meta(field({ title: msg`Rule`, options: kinds }))

const name = z
  .string()
  .max(200)
  .default('')
  .meta(
    field({
      title: msg`Name`,
      help: msg`What rejected rows and the report call it. Empty: a name is made from the rule.`,
    }),
  )

const column = z
  .string()
  .meta(field({ title: msg`Column`, help: msg`The column to check.`, widget: 'column' }))

const columns = z
  .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
  .max(1000)
  .meta(field({ title: msg`Columns`, help: msg`The columns to check.`, widget: 'columns' }))

const acceptEmpty = z
  .boolean()
  .default(true)
  .meta(
    field({
      title: msg`Empty values pass`,
      help: msg`Otherwise a row without a value here is rejected.`,
    }),
  )

const bound = (title: typeof kinds.range) =>
  z
    .string()
    .max(1000)
    .default('')
    .meta(field({ title, help: msg`This value itself is allowed. Empty: no bound.` }))

const rule = z.discriminatedUnion('check', [
  z.strictObject({ check: kind('not-null'), columns, name }),
  z.strictObject({ check: kind('unique'), columns, name }),
  z.strictObject({
    check: kind('range'),
    column,
    min: bound(msg`From`),
    max: bound(msg`To`),
    acceptEmpty,
    name,
  }),
  z.strictObject({
    check: kind('set'),
    column,
    values: z
      .array(
        z
          .string()
          .max(1000)
          .meta(field({ title: msg`Value` })),
      )
      .max(10_000)
      .meta(field({ title: msg`Allowed values`, help: msg`Upper and lower case differ.` })),
    acceptEmpty,
    name,
  }),
  z.strictObject({
    check: kind('pattern'),
    column,
    pattern: z
      .string()
      .max(1000)
      .meta(
        field({
          title: msg`Pattern`,
          help: msg`A regular expression that fits the whole value.`,
          placeholder: '[A-Z]{2}[0-9]{6}',
        }),
      ),
    acceptEmpty,
    name,
  }),
  z.strictObject({
    check: kind('reference'),
    columns: z
      .array(
        z.strictObject({
          column: z.string().meta(field({ title: msg`Column`, widget: 'column' })),
          reference: z
            .string()
            .meta(field({ title: msg`Reference column`, widget: 'column', port: 'reference' })),
        }),
      )
      .max(32)
      .meta(
        field({
          title: msg`Columns`,
          help: msg`Their values must occur together in a row of the reference input.`,
        }),
      ),
    acceptEmpty,
    name,
  }),
  z.strictObject({
    check: kind('expression'),
    expression: z.string().meta(
      field({
        title: msg`Condition`,
        help: msg`Must be true for each row; a row for which it is false or empty is rejected.`,
        widget: 'expression',
        placeholder: 'ends >= starts',
      }),
    ),
    name,
  }),
  z.strictObject({
    check: kind('expectation'),
    expression: z.string().meta(
      field({
        title: msg`Expectation`,
        help: msg`Must be true for all incoming rows together, for example count(*) > 0. The run stops where it is not.`,
        widget: 'aggregate',
        placeholder: 'sum(amount) > 0',
      }),
    ),
    name,
  }),
])

export const config = z.strictObject({
  rules: z
    .array(rule)
    .max(1000)
    .default([])
    .meta(field({ title: msg`Rules`, help: msg`A row passes when it keeps all of them.` })),
  maxRejectedRows: z
    .int()
    .min(0)
    .optional()
    .meta(
      field({
        title: msg`Rejected rows allowed`,
        help: msg`More than so many stop the run before anything is published. Empty: no limit.`,
      }),
    ),
  maxRejectedShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta(
      field({
        title: msg`Share of rejected rows allowed`,
        help: msg`From 0 to 1; 0.05 is one row in twenty. Empty: no limit.`,
      }),
    ),
})

export type RulesConfig = z.output<typeof config>
export type Rule = z.output<typeof rule>
