import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '../../nodes/index.ts'
import type { FieldMeta } from '../../nodes/kit/field.ts'
import { field } from '../../nodes/kit/field.ts'
import type { Control, FieldSpec } from './describe-config.ts'
import { blankFields, describeConfig, describeSchema, isShown } from './describe-config.ts'

const title = (text: string) => ({ id: text, message: text })
const titled = (text: string, extra: Partial<FieldMeta> = {}) =>
  field({ title: title(text), ...extra })

const only = (schema: z.ZodType): FieldSpec => {
  const [spec] = describeSchema(z.strictObject({ it: schema }))
  if (!spec) throw new Error('no field')
  return spec
}

test.each<[string, z.ZodType, Control]>([
  ['text', z.string().max(20), { kind: 'text', maxLength: 20 }],
  [
    'whole number',
    z.int().min(1).max(9),
    { kind: 'number', integer: true, minimum: 1, maximum: 9 },
  ],
  ['number', z.number(), { kind: 'number', integer: false }],
  ['unbounded whole number', z.int(), { kind: 'number', integer: true }],
  ['yes or no', z.boolean(), { kind: 'boolean' }],
  ['choice', z.enum(['a', 'b']), { kind: 'choice', values: ['a', 'b'] }],
  ['nullable number', z.int().min(1).nullable(), { kind: 'number', integer: true, minimum: 1 }],
  [
    'list of texts',
    z.array(z.string()).max(3),
    { kind: 'list', item: { kind: 'text' }, meta: undefined, maxItems: 3 },
  ],
  ['anything', z.json(), { kind: 'json' }],
])('%s', (_, schema, control) => {
  expect(only(schema.meta(titled('It'))).control).toEqual(control)
})

test('meta, default and whether it must be given survive every wrapper', () => {
  const meta = titled('Name', { help: title('Help'), advanced: true })
  const spec = only(z.string().meta(meta).default('x'))
  expect(spec).toMatchObject({ required: false, fallback: 'x', meta: meta.field })
  expect(only(z.string().meta(meta).optional())).toMatchObject({
    required: false,
    meta: meta.field,
  })
  expect(only(z.string().meta(meta))).toMatchObject({ required: true, fallback: undefined })
  expect(only(z.string().meta(meta).nullable()).meta).toEqual(meta.field)
})

test('widgets for structured values win over the shape', () => {
  expect(only(z.array(z.string()).meta(titled('C', { widget: 'columns' }))).control.kind).toBe(
    'columns',
  )
  const table = z.strictObject({ schema: z.string().default(''), name: z.string() })
  expect(only(table.meta(titled('T', { widget: 'table' }))).control.kind).toBe('table')
  const rows = z.array(z.array(z.string().nullable()))
  expect(only(rows.meta(titled('R', { widget: 'rows' }))).control.kind).toBe('rows')
})

const rules = z.array(
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('not-null'),
      column: z.string().meta(titled('Column', { widget: 'column' })),
    }),
    z.strictObject({ kind: z.literal('range'), low: z.number().meta(titled('Low')) }),
  ]),
)

test('objects of several shapes are variants told apart by their constant', () => {
  const { control } = only(rules.meta(titled('Rules')))
  if (control.kind !== 'list' || control.item.kind !== 'variants') throw new Error(control.kind)
  expect(control.item.key).toBe('kind')
  expect(control.item.variants.map((v) => [v.value, v.fields.map((f) => f.name)])).toEqual([
    ['not-null', ['column']],
    ['range', ['low']],
  ])
})

test('a blank item holds what has no default, and fits the schema where texts may be empty', () => {
  const item = z.strictObject({
    column: z.string(),
    direction: z.enum(['up', 'down']).default('up'),
    count: z.int().min(1),
    note: z.string().optional(),
  })
  const blank = blankFields(describeSchema(item))
  expect(blank).toEqual({ column: '', count: 1 })
  expect(item.safeParse(blank).success).toBe(true)
})

test('a field that depends on another looks at its value, or else its default', () => {
  const fields = describeSchema(
    z.strictObject({
      read: z.enum(['table', 'query']).default('table').meta(titled('Read')),
      sql: z.string().meta(titled('SQL', { when: { field: 'read', is: ['query'] } })),
    }),
  )
  const sql = fields[1] as FieldSpec
  expect(isShown(sql, fields, {})).toBe(false)
  expect(isShown(sql, fields, { read: 'query' })).toBe(true)
  expect(isShown(fields[0] as FieldSpec, fields, {})).toBe(true)
})

const untitled = (fields: readonly FieldSpec[]): string[] =>
  fields.flatMap((f) => [
    ...(f.meta.title.id === f.name ? [f.name] : []),
    ...nested(f.control).map((name) => `${f.name}.${name}`),
  ])
const nested = (control: Control): string[] => {
  if (control.kind === 'json') return ['(no editor)']
  if (control.kind === 'group') return untitled(control.fields)
  if (control.kind === 'list') return nested(control.item)
  if (control.kind === 'variants') return control.variants.flatMap((v) => untitled(v.fields))
  return []
}

test.each([...registry.values()].map((d) => [d.type, d] as const))(
  '%s has a form with a title and an editor for every setting',
  (_, definition) => {
    expect(untitled(describeConfig(definition))).toEqual([])
  },
)
