import { describe, expect, test, vi } from 'vitest'
import {
  emptyDatabase,
  execute,
  migrate,
  migrationInput,
  troubles,
} from '../../../e2e/support/migrations.ts'
import { describeWith, requireMysql, requirePostgres } from '../../../e2e/support/services.ts'
import { planMigration } from './index.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Lines of the ledger of a plan, without those of types. */
async function ledger(source: string, target: string, include: string[] = []) {
  const { losses } = await planMigration(migrationInput(source, target, { include }))
  return losses.filter((l) => !/^(TYPE|LENGTH|COLLATION|IDENTITY)_/.test(l.code))
}

const lines = async (source: string, target: string, include: string[] = []) =>
  (await ledger(source, target, include)).map((l) => `${l.severity} ${l.code}: ${l.source}`)

const unique = () => String(process.hrtime.bigint() % 1_000_000n)

describeWith('the ledger of PostgreSQL', await requirePostgres(), () => {
  test('names owners, privileges, policies and rules', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    const [owner, reader] = [`owner_${unique()}`, `reader_${unique()}`]
    await execute(source, [
      `CREATE ROLE ${owner}`,
      `CREATE ROLE ${reader}`,
      'CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail text)',
      'CREATE TABLE b (id integer)',
      'CREATE VIEW v AS SELECT id FROM a',
      'CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql RETURN x',
      'CREATE RULE quiet AS ON DELETE TO b DO INSTEAD NOTHING',
      `ALTER TABLE a OWNER TO ${owner}`,
      `GRANT SELECT ON a, b, v TO ${reader}`,
      `GRANT UPDATE (mail) ON a TO ${reader}`,
      `GRANT EXECUTE ON FUNCTION f TO ${reader}`,
      'REVOKE EXECUTE ON FUNCTION f FROM PUBLIC',
      `GRANT USAGE ON SCHEMA public TO ${reader}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${reader}`,
      'ALTER TABLE b ENABLE ROW LEVEL SECURITY',
      `CREATE POLICY own ON b FOR SELECT TO ${reader} USING (id > 3)`,
    ])
    const accounts = [
      `info OWNER_CHANGED: owner of table public.a`,
      expect.stringMatching(
        /^info OWNER_CHANGED: owner of routine public\.f\(x integer\); table public\.b; view public\.v$/,
      ),
      `warning PRIVILEGE_OMITTED: GRANT EXECUTE ON FUNCTION public.f(x integer) TO ${reader}`,
      `warning PRIVILEGE_OMITTED: GRANT SELECT ON public.a, public.b TO ${reader}`,
      `warning PRIVILEGE_OMITTED: GRANT UPDATE (mail) ON public.a TO ${reader}`,
      `warning PRIVILEGE_OMITTED: GRANT SELECT ON public.v TO ${reader}`,
      `warning PRIVILEGE_OMITTED: GRANT USAGE ON SCHEMA public TO ${reader}`,
      'warning PRIVILEGE_OMITTED: REVOKE EXECUTE ON FUNCTION public.f(x integer) FROM PUBLIC',
      expect.stringMatching(
        `^warning PRIVILEGE_OMITTED: ALTER DEFAULT PRIVILEGES FOR ROLE \\w+ IN SCHEMA public GRANT SELECT ON TABLES TO ${reader}$`,
      ),
    ]
    expect(new Set(await lines(source, target))).toEqual(new Set(accounts))

    const elsewhere = await lines(source, await emptyDatabase('sqlite'))
    expect(elsewhere).toContainEqual(
      expect.stringMatching(/^warning RULE_OMITTED: CREATE RULE quiet/),
    )
    expect(elsewhere).toContainEqual(
      expect.stringMatching(/^warning POLICY_OMITTED: CREATE POLICY/),
    )
    expect(elsewhere).toEqual(expect.arrayContaining(accounts))

    const part = await lines(source, target, ['b'])
    expect(part.join('\n')).not.toMatch(/public\.a|public\.v/)

    const report = await migrate(source, target)
    expect(troubles(report)).toEqual([])
    expect(report.objects).toMatchObject({ rule: 1, policy: 2 })
    for (const database of [source, target])
      await execute(database, [`DROP OWNED BY ${owner}, ${reader} CASCADE`])
    await execute(source, [`DROP ROLE ${owner}, ${reader}`])
  })

  test('foreign tables are told even to PostgreSQL, which gets none', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    await execute(source, [
      'CREATE FOREIGN DATA WRAPPER nowhere',
      'CREATE SERVER far FOREIGN DATA WRAPPER nowhere',
      'CREATE FOREIGN TABLE distant (id integer) SERVER far',
      'CREATE TABLE near (id integer)',
    ])
    expect(await lines(source, target)).toContainEqual(
      expect.stringMatching(/^warning TABLE_OMITTED: CREATE FOREIGN TABLE public\.distant/),
    )
  })

  test('views that ask for the reader’s rights still do', async () => {
    const [source, target] = [await emptyDatabase('postgres'), await emptyDatabase('postgres')]
    await execute(source, [
      'CREATE TABLE t (id integer)',
      'CREATE VIEW v WITH (security_invoker = on) AS SELECT id FROM t',
    ])
    expect(troubles(await migrate(source, target))).toEqual([])
    const options = await execute(target, [`SELECT reloptions FROM pg_class WHERE relname = 'v'`])
    expect(options.flat().join()).toContain('security_invoker=true')
  })
})

const mysql = await requireMysql()
describeWith('the ledger of MariaDB', mysql.url ? await requirePostgres() : mysql, () => {
  test('names storage engines, hidden columns, histories and accounts', async () => {
    const [source, target] = [await emptyDatabase('mysql'), await emptyDatabase('postgres')]
    const database = new URL(source).pathname.slice(1)
    const account = `'app_${unique()}'@'localhost'`
    await execute(source, [
      'CREATE TABLE quick (id int PRIMARY KEY, hidden int INVISIBLE DEFAULT 3) ENGINE = MyISAM',
      'CREATE TABLE fleeting (id int PRIMARY KEY) ENGINE = MEMORY',
      'CREATE TABLE hole (id int PRIMARY KEY) ENGINE = InnoDB WITH SYSTEM VERSIONING',
      'CREATE TABLE plain (id int PRIMARY KEY, x int)',
      `CREATE DEFINER = ${account} VIEW theirs AS SELECT id FROM plain`,
      'CREATE SQL SECURITY INVOKER VIEW asked AS SELECT id FROM plain',
      `CREATE USER ${account} IDENTIFIED BY 'x'`,
      `GRANT SELECT ON ${database}.* TO ${account}`,
      `GRANT INSERT, UPDATE (x) ON ${database}.plain TO ${account}`,
    ])
    const user = account.replaceAll("'", '')
    const told = await ledger(source, target)
    const found = told.map((l) => `${l.severity} ${l.code}: ${l.source}`)
    expect(found).toEqual(
      expect.arrayContaining([
        'info STORAGE_ENGINE_CHANGED: ENGINE = MyISAM',
        'info STORAGE_ENGINE_CHANGED: ENGINE = MEMORY',
        'warning HISTORY_OMITTED: WITH SYSTEM VERSIONING',
        'warning INVISIBLE_COLUMN: int(11) INVISIBLE',
        `warning PRIVILEGE_OMITTED: GRANT SELECT ON ${database}.* TO ${account}`,
        `warning PRIVILEGE_OMITTED: GRANT INSERT ON plain TO ${account}`,
        `warning PRIVILEGE_OMITTED: GRANT UPDATE (\`x\`) ON plain TO ${account}`,
      ]),
    )
    expect(told.find((l) => l.object.name === user)).toMatchObject({
      code: 'DEFINER_CHANGED',
      source: 'DEFINER of view theirs',
    })
    expect(told.find((l) => l.code === 'INVISIBLE_COLUMN')?.object).toMatchObject({
      table: { name: 'quick' },
      name: 'hidden',
    })
    const report = await migrate(source, target)
    expect(troubles(report)).toEqual([])
    const options = `SELECT relname, reloptions FROM pg_class WHERE relname IN ('asked', 'theirs') ORDER BY 1`
    expect(await execute(target, [options])).toEqual([
      ['asked', '{security_invoker=true}'],
      ['theirs', null],
    ])
    await execute(source, [`DROP USER ${account}`])
  })
})

describe('the ledger of SQLite', () => {
  const virtual = [
    'CREATE TABLE page (id INTEGER PRIMARY KEY, body TEXT)',
    "INSERT INTO page VALUES (1, 'cold sea'), (2, 'warm land')",
    "CREATE VIRTUAL TABLE search USING fts5(body, content='page', content_rowid='id')",
    'CREATE TRIGGER page_in AFTER INSERT ON page BEGIN INSERT INTO search (rowid, body) VALUES (new.id, new.body); END',
    'CREATE VIRTUAL TABLE letter USING fts5(subject, body)',
    "INSERT INTO letter VALUES ('a', 'b')",
    'CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1)',
    'INSERT INTO box VALUES (1, 0, 1, 0, 1)',
  ]

  test('names virtual tables, and none of the hidden tables behind them', async () => {
    const source = await emptyDatabase('sqlite')
    await execute(source, virtual)
    const target = await emptyDatabase('sqlite')
    const plan = await planMigration(migrationInput(source, target))
    expect(plan.tables.map((t) => t.source.name)).toEqual(['page'])
    expect(plan.losses.filter((l) => l.code === 'TABLE_OMITTED')).toMatchObject([
      { severity: 'error', object: { name: 'box' }, target: 'the same table, empty' },
      { severity: 'error', object: { name: 'letter' }, target: 'the same table, empty' },
    ])
    const only = await planMigration(migrationInput(source, target, { include: ['page'] }))
    expect(only.losses).toEqual([])
  })

  test('SQLite gets them again, and what indexes another table is filled', async () => {
    const [source, target] = [await emptyDatabase('sqlite'), await emptyDatabase('sqlite')]
    await execute(source, virtual)
    expect(troubles(await migrate(source, target))).toEqual([])
    await execute(target, ["INSERT INTO page VALUES (3, 'cold night')"])
    const found = await execute(target, [
      "SELECT rowid FROM search WHERE search MATCH 'cold' ORDER BY rowid",
    ])
    expect(found).toEqual([['1'], ['3']])
  })
})

describeWith('the ledger of SQLite to PostgreSQL', await requirePostgres(), () => {
  test('an index over another table is a smaller loss than rows', async () => {
    const [source, target] = [await emptyDatabase('sqlite'), await emptyDatabase('postgres')]
    await execute(source, [
      'CREATE TABLE page (id INTEGER PRIMARY KEY, body TEXT)',
      "CREATE VIRTUAL TABLE search USING fts5(body, content=page, content_rowid='id')",
      "CREATE VIRTUAL TABLE contentless USING fts5(body, content='')",
    ])
    expect(await lines(source, target)).toEqual([
      "error TABLE_OMITTED: CREATE VIRTUAL TABLE contentless USING fts5(body, content='')",
      "warning TABLE_OMITTED: CREATE VIRTUAL TABLE search USING fts5(body, content=page, content_rowid='id')",
    ])
  })
})
