import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { postgresEndpoint } from '../../../e2e/support/endpoints.ts'
import { copyRows, readRows, writeRows } from '../../../e2e/support/wire.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { Session } from '../connector.ts'
import { isPlainTypeName } from './types.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

/** Every type with its own text; `create` gives the copy these types again. */
const types: readonly [type: string, copied: string, value: string][] = [
  ['numeric(50,10)', 'numeric(50,10)', '1234567890123456789012345678901234567890.0123456789'],
  ['numeric', 'numeric', '0.1234567890123456789012345678901234567890'],
  ['double precision', 'double precision', 'NaN'],
  ['real', 'real', '-Infinity'],
  ['date', 'date', '0044-03-15 BC'],
  ['timestamp with time zone', 'timestamp with time zone', 'infinity'],
  ['time with time zone', 'time with time zone', '12:00:00+05:30'],
  ['interval', 'interval', '-1 years -2 mons +3 days -04:05:06.789'],
  ['character(5)', 'character(5)', 'ab'],
  ['integer[]', 'integer[]', '{{1,NULL},{3,4}}'],
  ['text[]', 'text[]', '{"a,b",NULL,"",\\"}'],
  ['timestamp with time zone[]', 'timestamp with time zone[]', '{"2020-01-01 00:00:00+00"}'],
  ['numeric(12,2)[]', 'numeric(12,2)[]', '{1.10,NULL}'],
  ['jsonb', 'jsonb', '{"a": [1, "\\u0041"]}'],
  ['json', 'json', '{"b":1, "a" : 2}'],
  ['mood', 'text', 'so "so"'],
  ['mood[]', 'text[]', '{ok,"so \\"so\\""}'],
  ['money', 'numeric(19,2)', '12.50'],
  ['int4range', 'int4range', '[1,5)'],
  ['inet', 'inet', '10.0.0.0/8'],
  ['bit varying(5)', 'bit varying(5)', '101'],
  ['xml', 'xml', '<a b="1">x</a>'],
  ['tsvector', 'tsvector', "'a':1 'b':2"],
  ['positive', 'integer', '7'],
  ['regclass', 'text', 'pg_class'],
  ['"char"', '"char"', 'x'],
]

describe('postgres copies its own types', () => {
  let endpoint: TestEndpoint
  let session: Session
  const source = { kind: 'table', connection: 'x', table: { name: 'kinds' } } as const
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

  beforeAll(async () => {
    endpoint = await postgresEndpoint()
    session = await endpoint.open()
    const list = types.map(([type], i) => `c${i} ${type}`)
    const values = types.map(([, , value]) => quoted(value))
    await endpoint.sql(
      `CREATE TYPE mood AS ENUM ('ok', 'so "so"')`,
      'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)',
      `CREATE TABLE kinds (id int PRIMARY KEY, ${list.join(', ')})`,
      `INSERT INTO kinds VALUES (1, ${values.join(', ')}), (2${', NULL'.repeat(types.length)})`,
    )
  })
  afterAll(async () => {
    await session.close()
    await endpoint.close()
  })

  test.each(['pg-binary', 'text', 'csv'] as const)('as %s', async (format) => {
    const columns = await session.schemaOf(source)
    const reader = await session.reader({ source, columns })
    const sink = await session.sink({
      table: { name: 'kinds_copy' },
      columns,
      mode: 'replace',
      key: ['id'],
      load: `kinds:${format}`,
      resume: false,
      ...(reader.native ? { native: reader.native } : {}),
    })
    expect(sink.formats).toContain(format)
    await sink.prepare()
    await copyRows(reader, sink, 'all', format)
    await sink.publish()
    await reader.close()
    const [made] = await endpoint.rows(
      `SELECT string_agg(format_type(atttypid, atttypmod), '|' ORDER BY attnum)
       FROM pg_attribute WHERE attrelid = 'kinds_copy'::regclass AND attnum > 1`,
    )
    expect(made?.[0]?.split('|')).toEqual(types.map(([, copied]) => copied))
    for (const [i, [type]] of types.entries()) {
      const text = type === 'money' ? `k.c${i}::numeric::text` : `k.c${i}::text`
      const differ = await endpoint.rows(
        `SELECT ${text}, c.c${i}::text FROM kinds k JOIN kinds_copy c USING (id) WHERE ${text} IS DISTINCT FROM c.c${i}::text`,
      )
      expect([type, differ]).toEqual([type, []])
    }
  })

  test('binary only where the target has the same types', async () => {
    await endpoint.sql('CREATE TABLE narrow (id bigint)')
    const columns = [column('id', t.integer, false)]
    const reader = await session.reader({ source, columns })
    const request = {
      table: { name: 'narrow' },
      columns,
      mode: 'append',
      key: [],
      load: 'kinds:narrow',
      resume: false,
      ...(reader.native ? { native: reader.native } : {}),
    } as const
    expect((await session.sink(request)).formats).toEqual(['text', 'csv'])
    await reader.close()
  })

  test('type names of another server enter DDL only when they look like types', () => {
    for (const [, copied] of types) expect(isPlainTypeName(copied)).toBe(true)
    for (const bad of [
      'int); DROP TABLE x; --',
      'text, y int',
      'a"b',
      'int DEFAULT pg_sleep(9)',
      '',
    ])
      expect(isPlainTypeName(bad)).toBe(false)
  })

  test('JSON text becomes arrays and composites of an existing table', async () => {
    await endpoint.sql(
      'CREATE TYPE pair AS (x int, y text)',
      'CREATE TABLE lists (id int, a int[], b text[], p pair)',
    )
    const columns = [
      column('id', t.integer),
      column('a', t.list(t.integer)),
      column('b', t.list(t.text)),
      column('p', t.json),
    ]
    const sink = await session.sink({
      table: { name: 'lists' },
      columns,
      mode: 'append',
      key: [],
      load: 'lists',
      resume: false,
    })
    await sink.prepare()
    await writeRows(sink, 'a', [
      ['1', '[[1,2],[3,null]]', '["a\\"b","{}",null]', '{"x":1,"y":"z"}'],
    ])
    await sink.publish()
    expect(await endpoint.rows('SELECT a::text, b::text, p::text FROM lists')).toEqual([
      ['{{1,2},{3,NULL}}', '{"a\\"b","{}",NULL}', '(1,z)'],
    ])
  })

  test('a keyless table splits into blocks, each row once', async () => {
    await endpoint.sql(
      'CREATE TABLE blocks AS SELECT n, repeat(md5(n::text), 20) AS filler FROM generate_series(1, 20000) n',
    )
    const blocks = { kind: 'table', connection: 'x', table: { name: 'blocks' } } as const
    const reader = await session.reader({ source: blocks, columns: [column('n', t.integer)] })
    const ranges = await reader.ranges(3000)
    expect(ranges.length).toBeGreaterThan(3)
    const parts = await Promise.all(ranges.map((r) => readRows(reader, 'text', r)))
    expect(parts.filter((p) => p.length > 0).length).toBeGreaterThan(3)
    expect(new Set(parts.flat().map((r) => r[0])).size).toBe(20_000)
    expect(parts.flat()).toHaveLength(20_000)
    await reader.close()
  })

  test('a later attempt goes on with the same blocks only while no row has been written', async () => {
    await endpoint.sql(
      `CREATE TABLE resting AS SELECT n, repeat('x', 200) AS filler FROM generate_series(1, 20000) n`,
    )
    const resting = { kind: 'table', connection: 'x', table: { name: 'resting' } } as const
    const cut = async (known: readonly string[] = []) => {
      const reader = await session.reader({ source: resting, columns: [column('n', t.integer)] })
      const ranges = await reader.ranges(3000, known)
      await reader.close()
      return ranges
    }
    const ids = (ranges: readonly { id: string }[]) => ranges.map((r) => r.id)
    const first = await cut()
    const known = ids(first).slice(2, 4)
    // Rows that are gone, and statistics that are new, move nothing.
    await endpoint.sql('DELETE FROM resting WHERE n % 7 = 0', 'ANALYZE resting')
    expect(await cut(known)).toEqual(first)
    // The new version of a row lies where the old one did not.
    await endpoint.sql('UPDATE resting SET filler = NULL WHERE n = 1')
    expect(ids(await cut(known))).not.toContain(known[0])
    const second = ids(await cut())
    expect(ids(await cut(second))).toEqual(second)
    await endpoint.sql('VACUUM FULL resting')
    expect(ids(await cut(second))).not.toContain(second[0])
  })

  test('all ranges see one snapshot', async () => {
    await endpoint.sql('CREATE TABLE moving AS SELECT n FROM generate_series(1, 10) n')
    const moving = { kind: 'table', connection: 'x', table: { name: 'moving' } } as const
    const reader = await session.reader({ source: moving, columns: [column('n', t.integer)] })
    expect(await readRows(reader, 'text')).toHaveLength(10)
    await endpoint.sql('DELETE FROM moving')
    expect(await readRows(reader, 'text')).toHaveLength(10)
    await reader.close()
  })

  test('replace keeps the privileges of the old table and refuses to break views', async () => {
    const role = `reader_${Math.random().toString(36).slice(2)}`
    await endpoint.sql(
      'CREATE TABLE shown (id int)',
      `CREATE ROLE ${role}`,
      `GRANT SELECT ON shown TO ${role}`,
    )
    const replace = async (load: string) => {
      const sink = await session.sink({
        table: { name: 'shown' },
        columns: [column('id', t.integer)],
        mode: 'replace',
        key: [],
        load,
        resume: false,
      })
      await sink.prepare()
      return sink.publish().catch(async (error: unknown) => {
        await sink.discard()
        throw error
      })
    }
    await replace('shown:1')
    expect(await endpoint.rows(`SELECT has_table_privilege('${role}', 'shown', 'SELECT')`)).toEqual(
      [['true']],
    )
    await endpoint.sql('CREATE VIEW on_shown AS SELECT * FROM shown')
    await expect(replace('shown:2')).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    await endpoint.sql(`DROP OWNED BY ${role}`, `DROP ROLE ${role}`)
  })

  test('a lost connection is said to be one, and the chunk can be written again', async () => {
    await endpoint.sql('CREATE TABLE lost (id int)')
    const own = await endpoint.open()
    const sink = await own.sink({
      table: { name: 'lost' },
      columns: [column('id', t.integer)],
      mode: 'append',
      key: [],
      load: 'lost:1',
      resume: false,
    })
    await sink.prepare()
    await endpoint.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'migrateiq' AND datname = current_database() AND pid <> pg_backend_pid()`,
    )
    await vi.waitFor(async () => expect(await writeRows(sink, 'a', [['1']])).toEqual({ rows: 1 }))
    expect(await sink.publish()).toEqual({ rows: 1 })
    await own.close()
  })
})
