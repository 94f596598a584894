import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

const notCross = { field: 'kind', is: ['inner', 'left', 'right', 'full', 'semi', 'anti'] }

export const config = z.strictObject({
  kind: z
    .enum(['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross'])
    .default('inner')
    .meta(
      field({
        title: msg`Which rows`,
        help: msg`What becomes of rows that have no match on the other side.`,
        options: {
          inner: msg`Only matches (inner)`,
          left: msg`All left rows (left)`,
          right: msg`All right rows (right)`,
          full: msg`All rows of both (full)`,
          semi: msg`Left rows with a match, left columns only (semi)`,
          anti: msg`Left rows without a match, left columns only (anti)`,
          cross: msg`Every left row with every right row (cross)`,
        },
      }),
    ),
  on: z
    .array(
      z.strictObject({
        left: z.string().meta(field({ title: msg`Left column`, widget: 'column', port: 'left' })),
        right: z
          .string()
          .meta(field({ title: msg`Right column`, widget: 'column', port: 'right' })),
      }),
    )
    .max(100)
    .default([])
    .meta(
      field({
        title: msg`Where equal`,
        help: msg`Rows match where all these pairs of columns are equal.`,
        when: notCross,
      }),
    ),
  nullsEqual: z
    .boolean()
    .default(false)
    .meta(
      field({
        title: msg`Empty equals empty`,
        help: msg`Usually an empty value matches nothing, not even another empty value.`,
        advanced: true,
        when: notCross,
      }),
    ),
  suffix: z
    .string()
    .max(100)
    .default('')
    .meta(
      field({
        title: msg`Suffix for equal names`,
        help: msg`Added to a right column whose name the left side has too. Empty: _2.`,
        placeholder: '_right',
        advanced: true,
        when: { field: 'kind', is: ['inner', 'left', 'right', 'full', 'cross'] },
      }),
    ),
})

/** The settings of a join after reading. */
export type JoinConfig = z.output<typeof config>
