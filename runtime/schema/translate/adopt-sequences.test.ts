import { describe, expect, it } from 'vitest'
import type { DatabaseSystem, SequenceSchema, TableSchema } from '../model.ts'
import { column, schema, table } from './fixture.ts'
import { translateSchema } from './translate-schema.ts'

const sequence = (name: string): SequenceSchema => ({
  name: { schema: 'public', name },
  start: '1',
  increment: '1',
  cycle: false,
  next: '42',
})
const counting = (name: string, from: string, rest: Partial<TableSchema> = {}) =>
  table(name, [column('postgres', 'id', 'integer', { default: `nextval('${from}'::regclass)` })], {
    primaryKey: { columns: ['id'] },
    ...rest,
  })

function translated(
  tables: readonly TableSchema[],
  sequences: readonly SequenceSchema[],
  to: DatabaseSystem = 'mysql',
) {
  const { schema: target, losses } = translateSchema(
    { ...schema('postgres', tables), sequences },
    to,
  )
  return {
    columns: target.tables.map((t) => t.columns[0]),
    codes: losses.map((l) => l.code).filter((code) => !code.startsWith('TYPE_')),
  }
}

describe('sequences that belong to no column', () => {
  it.each(['mysql', 'sqlite', 'mssql'] as const)(
    'become the counter of the one column that takes from it, in %s',
    (to) => {
      const { columns, codes } = translated(
        [counting('t', 'public.t_id_seq')],
        [sequence('t_id_seq')],
        to,
      )
      expect(columns[0]?.identity).toMatchObject({ next: '42' })
      expect(codes).toEqual(['IDENTITY_CHANGED'])
    },
  )

  it('are found under names that need quotes', () => {
    const { columns } = translated(
      [counting('t', 'public."Its ""Own"" \'\'One\'\'"')],
      [sequence(`Its "Own" 'One'`)],
    )
    expect(columns[0]?.identity).toBeDefined()
  })

  it('are listed where several columns share one', () => {
    const { columns, codes } = translated(
      [counting('a', 'public.s'), counting('b', 'public.s')],
      [sequence('s')],
    )
    expect(columns.map((c) => c?.identity)).toEqual([undefined, undefined])
    expect(codes).toEqual(['DEFAULT_OMITTED', 'DEFAULT_OMITTED', 'SEQUENCE_OMITTED'])
  })

  it('count for the parent where children inherit the default', () => {
    const { columns } = translated(
      [counting('p', 'public.s'), counting('c', 'public.s', { inherits: [{ name: 'p' }] })],
      [sequence('s')],
    )
    expect(columns.map((c) => c?.identity?.next)).toEqual(['42', undefined])
  })
})

it('today, as old PostgreSQL says it, is a default of its own', () => {
  const { schema: target } = translateSchema(
    schema('postgres', [
      table('t', [
        column('postgres', 'd', 'date', { default: "('now'::text)::date" }),
        column('postgres', 'x', 'text', { default: "'now'::text" }),
      ]),
    ]),
    'mysql',
  )
  expect(target.tables[0]?.columns.map((c) => c.default)).toEqual(['(CURRENT_DATE)', "('now')"])
})
