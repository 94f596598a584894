import { expect, test } from 'vitest'
import { z } from 'zod'
import { text } from '../../nodes/kit/data-type.ts'
import { field } from '../../nodes/kit/field.ts'
import { column } from '../../nodes/kit/schema.ts'
import type { Control } from './describe-config.ts'
import { describeSchema } from './describe-config.ts'
import { itemsFor } from './fill-list.ts'

const listOf = (item: z.ZodType) => {
  const [spec] = describeSchema(z.strictObject({ list: z.array(item) }))
  return spec?.control as Extract<Control, { kind: 'list' }>
}
const title = { id: 't', message: 't' }
const picked = listOf(
  z.strictObject({
    column: z.string().meta(field({ title, widget: 'column' })),
    note: z.string().optional(),
  }),
)
const mapped = listOf(z.strictObject({ name: z.string(), expression: z.string() }))
const columns = [column('id', text), column('Full name', text)]

test('one item for each column that has none', () => {
  expect(itemsFor(picked, [{ column: 'ID' }], columns)).toEqual([{ column: 'Full name' }])
})

test('a mapping takes its values from columns of the same name, quoted where needed', () => {
  expect(itemsFor(mapped, [], columns)).toEqual([
    { name: 'id', expression: 'id' },
    { name: 'Full name', expression: '"Full name"' },
  ])
  expect(itemsFor(mapped, [], columns, [column('ID', text)])).toEqual([
    { name: 'id', expression: 'ID' },
    { name: 'Full name', expression: '' },
  ])
})

test('a list about something else gets nothing', () => {
  expect(itemsFor(listOf(z.string()), [], columns)).toEqual([])
  expect(itemsFor(listOf(z.strictObject({ text: z.string() })), [], columns)).toEqual([])
})
