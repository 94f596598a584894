import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeWith, freshDatabase, requirePostgres } from '../../e2e/support/services.ts'
import { registry } from '../../nodes/index.ts'
import type { Connection } from '../connectors/connector.ts'
import { parseConnectionUrl } from '../connectors/registry.ts'
import { MigrateError } from '../error.ts'
import { nodeRedHost } from '../hosts/node-red/node-red-host.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import { explain, runPipeline } from './index.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

type NodeInput = readonly [id: string, type: string, config: object]

describeWith('runs on PostgreSQL and SQLite', await requirePostgres(), () => {
  let folder: string
  let client: pg.Client
  let connections: Map<string, Connection>
  let runs = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migrateiq-test-'))
    const url = await freshDatabase('postgres')
    client = new pg.Client({ connectionString: url })
    await client.connect()
    connections = new Map([
      ['pg', { name: 'pg', ...parseConnectionUrl(url) }],
      ['lite', { name: 'lite', ...parseConnectionUrl(`sqlite:${join(folder, 'lite.db')}`) }],
    ])
  })
  afterAll(async () => {
    await client.end()
    await rm(folder, { recursive: true, force: true })
  })

  function input(nodes: readonly NodeInput[], edges: readonly string[], resume = false) {
    const { pipeline, issues } = parsePipeline({
      schemaVersion: 1,
      name: 'test',
      nodes: nodes.map(([id, type, config]) => ({ id, type, config })),
      edges: edges.map((text, i) => {
        const [from = '', to = ''] = text.split(' > ')
        const [source, sourcePort = 'out'] = from.split('.')
        const [target, targetPort = 'in'] = to.split('.')
        return { id: `e${i}`, source, sourcePort, target, targetPort }
      }),
    })
    if (!pipeline) throw new Error(JSON.stringify(issues))
    return {
      pipeline,
      parameters: {},
      connections: {
        async get(name: string) {
          const found = connections.get(name)
          if (found) return found
          throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`)
        },
      },
      registry,
      options: { baseDir: folder, runId: `${runs++}`, runDir: join(folder, 'run'), resume },
    }
  }

  const run = (nodes: readonly NodeInput[], edges: readonly string[], resume = false) =>
    runPipeline(input(nodes, edges, resume), () => {}, new AbortController().signal, nodeRedHost)

  const table = (connection: string, name: string, mode = 'replace', key: string[] = []) => ({
    connection,
    table: { name },
    mode,
    key,
  })
  const from = (connection: string, name: string) => ({ connection, table: { name } })
  const ask = async (sql: string) =>
    (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][]

  /** Values that lose something where a step does not take care. */
  const awkward = `CREATE TABLE awkward AS
    SELECT i AS id,
      (i * 1.0000000001)::numeric(50,10) AS wide,
      CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E'tab\\tline\\nback\\\\slash "q"' ELSE 'ü€😀' END AS t,
      CASE i % 3 WHEN 0 THEN 'NaN'::float8 WHEN 1 THEN '-Infinity' ELSE i / 3.0 END AS f,
      CASE i % 3 WHEN 0 THEN 'infinity'::timestamptz WHEN 1 THEN '0044-03-15 12:00:00.5 BC' ELSE now() END AS z,
      decode(md5(i::text), 'hex') AS b,
      jsonb_build_object('a', i, 'b', ARRAY[1, NULL]) AS j,
      i % 2 = 0 AS flag, ARRAY['x', NULL, i::text] AS l, DATE '2000-01-01' + i AS d
    FROM generate_series(1, 3000) i`

  const digest = (name: string) =>
    ask(`SELECT count(*)::int, md5(string_agg(r::text, '|' ORDER BY id)) FROM ${name} r`)

  test('a copy is equal on the straight path and through DuckDB', async () => {
    await client.query(awkward)
    const straight = await run(
      [
        ['s', 'source.database', from('pg', 'awkward')],
        ['w', 'sink.database', table('pg', 'straight')],
      ],
      ['s > w'],
    )
    expect(straight.error).toBeUndefined()
    expect(straight.sinks[0]).toMatchObject({ path: 'straight', rows: 3000 })
    const computed = await run(
      [
        ['s', 'source.database', from('pg', 'awkward')],
        ['f', 'transform.filter', { condition: 'id > 0' }],
        ['w', 'sink.database', table('pg', 'computed')],
      ],
      ['s > f', 'f.pass > w'],
    )
    expect(computed.error).toBeUndefined()
    expect(computed.sinks[0]).toMatchObject({ path: 'duckdb', rows: 3000 })
    const expected = await digest('awkward')
    expect(await digest('straight')).toEqual(expected)
    expect(await digest('computed')).toEqual(expected)
    expect(computed.nodes.f).toMatchObject({ in: 3000, out: 3000, rejected: 0 })
  })

  test('what the source computes is what DuckDB computes', async () => {
    await client.query(
      `CREATE TABLE items (id bigint PRIMARY KEY, price numeric(12,2), quantity integer, note text)`,
    )
    await client.query(
      `INSERT INTO items SELECT i, i / 7.0, i % 13, CASE WHEN i % 5 = 0 THEN NULL ELSE 'n' || i END FROM generate_series(1, 2000) i`,
    )
    const columns = [
      { name: 'total', expression: 'price * quantity' },
      { name: 'note', expression: "coalesce(note, 'none')" },
    ]
    const pushed = await run(
      [
        ['s', 'source.database', from('pg', 'items')],
        ['d', 'transform.derive', { columns }],
        ['w', 'sink.database', table('pg', 'pushed')],
      ],
      ['s > d', 'd > w'],
    )
    expect(pushed.error).toBeUndefined()
    expect(pushed.sinks[0]).toMatchObject({ path: 'pushed', rows: 2000 })
    expect(pushed.nodes.d).toMatchObject({ in: 2000, out: 2000 })
    const computed = await run(
      [
        ['s', 'source.database', from('pg', 'items')],
        ['d', 'transform.derive', { columns }],
        ['l', 'transform.filter', { condition: 'id is not null' }],
        ['w', 'sink.database', table('pg', 'not_pushed')],
      ],
      ['s > d', 'd > l', 'l.pass > w'],
    )
    expect(computed.error).toBeUndefined()
    expect(computed.sinks[0]?.path).toBe('duckdb')
    expect(await digest('pushed')).toEqual(await digest('not_pushed'))
  })

  test('typed-in rows to two databases; merge by key', async () => {
    const columns = [
      { name: 'id', type: 'integer' },
      { name: 'name', type: 'text' },
    ]
    const first = {
      columns,
      rows: [
        ['1', 'one'],
        ['2', null],
      ],
    }
    const both = await run(
      [
        ['s', 'source.inline', first],
        ['a', 'sink.database', table('pg', 'people', 'replace', ['id'])],
        ['b', 'sink.database', table('lite', 'people', 'replace', ['id'])],
      ],
      ['s > a', 's > b'],
    )
    expect(both.error).toBeUndefined()
    expect(both.rows).toEqual({ read: 2, written: 4, rejected: 0 })
    const second = {
      columns,
      rows: [
        ['2', 'two'],
        ['3', 'three'],
      ],
    }
    const merged = await run(
      [
        ['s', 'source.inline', second],
        ['a', 'sink.database', table('pg', 'people', 'merge', ['id'])],
      ],
      ['s > a'],
    )
    expect(merged.error).toBeUndefined()
    expect(await ask('SELECT * FROM people ORDER BY id')).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ])
    const back = await run(
      [
        ['s', 'source.database', from('lite', 'people')],
        ['w', 'sink.database', table('pg', 'from_lite')],
      ],
      ['s > w'],
    )
    expect(back.error).toBeUndefined()
    expect(await ask('SELECT * FROM from_lite ORDER BY id')).toEqual([
      ['1', 'one'],
      ['2', null],
    ])
  })

  test('a failing sink publishes nothing of the other', async () => {
    await client.query('CREATE TABLE strict (id integer PRIMARY KEY CHECK (id < 100))')
    await writeFile(
      join(folder, 'rows.csv'),
      `id\n${Array.from({ length: 200 }, (_, i) => i).join('\n')}\n`,
    )
    const report = await run(
      [
        ['s', 'source.file', { path: 'rows.csv' }],
        ['a', 'sink.database', table('pg', 'loose')],
        ['b', 'sink.database', table('pg', 'strict', 'append')],
      ],
      ['s > a', 's > b'],
    )
    expect(report.state).toBe('failed')
    expect(report.error).toMatchObject({ code: 'CONSTRAINT_VIOLATED', node: 'b' })
    expect(await ask(`SELECT to_regclass('loose')`)).toEqual([[null]])
    expect(await ask('SELECT count(*)::int FROM strict')).toEqual([[0]])
  })

  test('two tables of a join; one table read for two sinks is read once', async () => {
    const report = await run(
      [
        ['items', 'source.database', from('pg', 'items')],
        ['people', 'source.database', from('pg', 'people')],
        ['f', 'transform.filter', { condition: 'quantity > 5' }],
        ['j', 'transform.join', { kind: 'inner', on: [{ left: 'quantity', right: 'id' }] }],
        ['many', 'sink.database', table('pg', 'many')],
        ['few', 'sink.database', table('pg', 'few')],
        ['joined', 'sink.database', table('pg', 'joined')],
      ],
      [
        'items > f',
        'f.pass > many',
        'f.reject > few',
        'items > j.left',
        'people > j.right',
        'j > joined',
      ],
    )
    expect(report.error).toBeUndefined()
    const [[many, few, joined]] = (await ask(
      'SELECT (SELECT count(*)::int FROM many), (SELECT count(*)::int FROM few), (SELECT count(*)::int FROM joined)',
    )) as [[number, number, number]]
    const [[expected]] = (await ask(
      'SELECT count(*)::int FROM items i JOIN people p ON p.id = i.quantity',
    )) as [[number]]
    expect(many + few).toBe(2000)
    expect(joined).toBe(expected)
    expect(report.nodes.items).toMatchObject({ out: 2000 })
    expect(report.nodes.f).toMatchObject({ in: 2000, out: many, rejected: few })
    expect(report.nodes.j).toMatchObject({ in: 2003, out: joined })
  })

  test('too many rejects stop the run before anything is published', async () => {
    const rules = [{ check: 'not-null', columns: ['note'] }]
    const nodes = (maxRejectedShare: number): NodeInput[] => [
      ['s', 'source.database', from('pg', 'items')],
      ['v', 'validate.rules', { rules, maxRejectedShare }],
      ['w', 'sink.database', table('pg', 'checked')],
    ]
    const stopped = await run(nodes(0.1), ['s > v', 'v.pass > w'])
    expect(stopped.error).toMatchObject({ code: 'TOO_MANY_REJECTS', node: 'v' })
    expect(stopped.gates[0]?.detail).toContain('400 of 2000')
    expect(await ask(`SELECT to_regclass('checked')`)).toEqual([[null]])
    const passed = await run(nodes(0.2), ['s > v', 'v.pass > w'])
    expect(passed.error).toBeUndefined()
    expect(passed.rejects.v?.rows).toBe(400)
    expect(await ask('SELECT count(*)::int FROM checked')).toEqual([[1600]])
  })

  test('a refused connection and a missing table are told with their node', async () => {
    connections.set('gone', {
      name: 'gone',
      ...parseConnectionUrl('postgres://u:p@127.0.0.1:1/x?tls=off'),
    })
    const refused = await run(
      [
        ['s', 'source.database', from('gone', 't')],
        ['w', 'sink.database', table('pg', 'never')],
      ],
      ['s > w'],
    )
    expect(refused.error).toMatchObject({ code: 'CONNECTION_REFUSED', node: 's' })
    const missing = await run(
      [
        ['s', 'source.database', from('pg', 'itemz')],
        ['w', 'sink.database', table('pg', 'never')],
      ],
      ['s > w'],
    )
    expect(missing.error).toMatchObject({ code: 'TABLE_NOT_FOUND', node: 's' })
  })

  test('profiles and plans', async () => {
    const profiled = await run(
      [
        ['s', 'source.database', from('pg', 'items')],
        ['p', 'profile.columns', {}],
        ['w', 'sink.database', table('pg', 'profiled')],
      ],
      ['s > p', 'p > w'],
    )
    expect(profiled.error).toBeUndefined()
    const [id, , , note] = profiled.profiles.p ?? []
    expect(id).toMatchObject({ rows: 2000, nulls: 0, distinct: 2000, min: '1', max: '2000' })
    expect(note).toMatchObject({ nulls: 400, distinct: 1600, minLength: 2, maxLength: 5 })
    const { sinks } = await explain(
      input(
        [
          ['s', 'source.database', from('pg', 'items')],
          ['w', 'sink.database', table('pg', 'planned')],
        ],
        ['s > w'],
      ),
    )
    expect(sinks[0]).toMatchObject({ path: 'straight', target: 'pg: planned' })
  })
})
