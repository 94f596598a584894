import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { field } from '../../kit/field.ts'
import { unnest } from '../../kit/relations.ts'

export const node = defineNode({
  type: 'transform.unnest',
  version: 1,
  title: msg`Unnest list`,
  summary: msg`Gives every item of a list column a row of its own.`,
  keywords: msg`explode, flatten, array, list, json, items, rows, nested`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [{ name: 'out', title: msg`One row per item` }],
  config: z.strictObject({
    column: z
      .string()
      .meta(
        field({ title: msg`List column`, help: msg`The list to take apart.`, widget: 'column' }),
      ),
    as: z
      .string()
      .max(255)
      .default('')
      .meta(
        field({
          title: msg`Name for the item`,
          help: msg`It takes the place of the list. Empty: the name of the list column.`,
        }),
      ),
    position: z
      .string()
      .max(255)
      .default('')
      .meta(
        field({
          title: msg`Column for the position`,
          help: msg`Adds a column of this name with 1 for the first item of a list. Empty: none.`,
          placeholder: 'position',
        }),
      ),
    keepEmpty: z
      .boolean()
      .default(false)
      .meta(
        field({
          title: msg`Keep rows without items`,
          help: msg`A row whose list is empty or missing comes out once, without an item.`,
        }),
      ),
  }),
  initial: { column: '' },
  compile: ({ column, as, position, keepEmpty }, context) =>
    compileRows(context, (rows, check) => {
      const list = check.column(rows.schema, column, ['column'])
      if (!list) return undefined
      if (list.type.kind !== 'list') {
        const values = { column: list.name, actual: formatType(list.type), expected: 'list' }
        return check.add('WRONG_COLUMN_TYPE', ['column'], values)
      }
      const others = rows.schema.filter((c) => c !== list).map((c) => c.name)
      const names = [...others, as || list.name, ...(position ? [position] : [])]
      if (!check.unique(names, (i) => (i === others.length ? ['as'] : ['position'])))
        return undefined
      const options = { as: as || list.name, keepEmpty, ...(position && { position }) }
      return { outputs: { out: unnest(rows, list.name, options) } }
    }),
})
