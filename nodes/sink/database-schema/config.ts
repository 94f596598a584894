import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

const places = {
  'before-schema': msg`Before the tables are made`,
  'after-schema': msg`After the tables are made`,
  'before-load': msg`Before the rows`,
  'after-load': msg`After the rows`,
  'before-indexes': msg`Before the indexes`,
  'after-indexes': msg`After the indexes`,
  'before-constraints': msg`Before the foreign keys`,
  'after-constraints': msg`After the foreign keys`,
  'after-all': msg`At the end`,
}

const script = z.strictObject({
  place: z
    .enum(Object.keys(places) as [keyof typeof places, ...(keyof typeof places)[]])
    .default('after-all')
    .meta(field({ title: msg`When`, options: places })),
  sql: z
    .string()
    .max(1_000_000)
    .default('')
    .meta(field({ title: msg`SQL`, help: msg`Statements of the target.`, widget: 'sql' })),
})

export const config = z.strictObject({
  connection: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({ title: msg`Connection`, help: msg`The database to write to.`, widget: 'connection' }),
    ),
  schema: z
    .string()
    .max(128)
    .default('')
    .meta(
      field({
        title: msg`Schema`,
        help: msg`Everything goes into this schema; empty: the same schemas as in the source.`,
      }),
    ),
  what: z
    .enum(['everything', 'schema', 'data'])
    .default('everything')
    .meta(
      field({
        title: msg`What to carry over`,
        options: {
          everything: msg`Tables and rows`,
          schema: msg`Tables without rows`,
          data: msg`Rows, into tables that are there`,
        },
      }),
    ),
  existing: z
    .enum(['fail', 'append', 'replace', 'merge'])
    .default('fail')
    .meta(
      field({
        title: msg`Tables that are there already`,
        options: {
          fail: msg`Stop before anything is written`,
          append: msg`Add rows`,
          replace: msg`Replace their rows`,
          merge: msg`Update rows with equal key, add the others`,
        },
      }),
    ),
  names: z
    .enum(['keep', 'snake_case', 'lower'])
    .default('keep')
    .meta(
      field({
        title: msg`Names`,
        options: {
          keep: msg`As in the source`,
          snake_case: msg`CustomerID becomes customer_id`,
          lower: msg`CustomerID becomes customerid`,
        },
      }),
    ),
  casts: z
    .string()
    .max(1_000_000)
    .default('')
    .meta(
      field({
        title: msg`Rules for types`,
        help: msg`JSON as in a cast file; they come before our own rules.`,
        widget: 'text-area',
        advanced: true,
      }),
    ),
  jobs: z
    .int()
    .min(0)
    .max(64)
    .default(0)
    .meta(
      field({
        title: msg`At once`,
        help: msg`Pieces loaded and indexes built side by side; 0: one per core.`,
        advanced: true,
      }),
    ),
  verify: z
    .boolean()
    .default(false)
    .meta(
      field({
        title: msg`Compare checksums`,
        help: msg`Reads all rows of both sides again at the end. Rows are counted in any case.`,
      }),
    ),
  scripts: z
    .array(script.meta(field({ title: msg`Script` })))
    .max(100)
    .default([])
    .meta(
      field({
        title: msg`SQL of your own`,
        help: msg`Runs on the target before or after a step.`,
        advanced: true,
      }),
    ),
})
