import { expect, test } from 'vitest'
import { readDdl } from './read-ddl.ts'
import { readSchemaJson } from './read-schema-json.ts'
import type { MatchTable } from './side.ts'

const brief = (tables: readonly MatchTable[]) =>
  tables.map(({ name, columns }) => {
    const told = columns.map(({ name: column, type, primaryKey, references }) =>
      [
        column,
        type?.kind,
        primaryKey && 'key',
        references && `> ${references.table}.${references.column}`,
      ]
        .filter(Boolean)
        .join(' '),
    )
    return `${name}: ${told.join(', ')}`
  })

test('reads DDL of several dialects', () => {
  const tables = readDdl(`
    -- a shop
    CREATE TABLE IF NOT EXISTS public."customer" (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- number of the customer
      name varchar(40) NOT NULL DEFAULT 'a, (b', /* as signed */
      born date,
      CHECK (born < now())
    );
    create table \`order\` (
      \`no\` int(11) not null auto_increment comment 'it''s the number',
      customer int references customer (id),
      total decimal(10,2),
      primary key (\`no\`)
    ) engine=InnoDB comment='what was bought';
    CREATE TABLE [dbo].[line] ([order] int, [text] nvarchar(max));
    ALTER TABLE [dbo].[line] ADD CONSTRAINT fk FOREIGN KEY ([order]) REFERENCES [dbo].[order] ([no]);
    COMMENT ON TABLE public.customer IS 'people who buy';
    COMMENT ON COLUMN public.customer.born IS 'day of birth';
    INSERT INTO customer VALUES (1, 'create table x (y int)');
  `)
  expect(brief(tables)).toEqual([
    'customer: id integer key, name text, born date',
    'order: no integer key, customer integer > customer.id, total float',
    'line: order integer > order.no, text text',
  ])
  expect(tables.map((t) => t.description)).toEqual(['people who buy', 'what was bought', undefined])
  expect(tables.flatMap((t) => t.columns.map((c) => c.description))).toEqual([
    ...['number of the customer', 'as signed', 'day of birth', "it's the number"],
    ...[undefined, undefined, undefined, undefined],
  ])
})

test('reads schemas as JSON', () => {
  const byName = {
    person: {
      table_description: 'people',
      columns: {
        id: { name: 'id', description: 'number', is_primary_key: true },
        site: { linked_entry: 'care_site.id', type: 'varchar(10)' },
      },
    },
  }
  const listed = { tables: [{ table: { name: 'a' }, columns: [{ name: 'x', nativeType: 'int' }] }] }
  expect(brief(readSchemaJson(JSON.stringify(byName)))).toEqual([
    'person: id key, site text > care_site.id',
  ])
  expect(brief(readSchemaJson(JSON.stringify(listed)))).toEqual(['a: x integer'])
})

test('refuses what creates no table', () => {
  const malformed = expect.objectContaining({ code: 'FILE_MALFORMED' })
  for (const content of ['', 'select 1;', 'create table', 'create table x', "'"])
    expect(() => readDdl(content)).toThrow(malformed)
  for (const content of ['', '[1]', '{"a": 1}', '{"a": {}}'])
    expect(() => readSchemaJson(content)).toThrow(malformed)
})
