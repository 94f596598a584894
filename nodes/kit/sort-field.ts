import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import type { ConfigCheck } from './config-check.ts'
import { field } from './field.ts'
import type { IssuePath } from './issue.ts'
import type { SortKey } from './relation.ts'
import type { Schema } from './schema.ts'

/** One column to sort by, as a form holds it. */
export const sortConfig = z.strictObject({
  column: z
    .string()
    .meta(field({ title: msg`Column`, help: msg`The column to sort by.`, widget: 'column' })),
  direction: z
    .enum(['ascending', 'descending'])
    .default('ascending')
    .meta(
      field({
        title: msg`Order`,
        help: msg`Ascending: smallest, earliest or first in the alphabet comes first.`,
        options: { ascending: msg`Ascending`, descending: msg`Descending` },
      }),
    ),
  nulls: z
    .enum(['last', 'first'])
    .default('last')
    .meta(
      field({
        title: msg`Empty values`,
        help: msg`Where rows without a value in this column go.`,
        options: { last: msg`Last`, first: msg`First` },
        advanced: true,
      }),
    ),
})

export type SortConfig = z.output<typeof sortConfig>

/** The sort keys of a config, their columns checked. */
export const toSortKeys = (
  check: ConfigCheck,
  schema: Schema,
  keys: readonly SortConfig[],
  path: IssuePath,
): SortKey[] =>
  keys.flatMap(({ column, direction, nulls }, index) => {
    const found = check.column(schema, column, [...path, index, 'column'])
    return found ? [{ column: found.name, descending: direction === 'descending', nulls }] : []
  })
