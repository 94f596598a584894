import { describe, expect, it } from 'vitest'
import type { DatabaseSystem, ViewSchema } from '../model.ts'
import { column, schema, table, view } from './fixture.ts'
import { translateSchema } from './translate-schema.ts'

const ci = { collation: 'utf8mb4_general_ci' }
const film = table(
  'film',
  [
    column('mysql', 'film_id', 'int(11)'),
    column('mysql', 'title', 'varchar(128)', ci),
    column('mysql', 'length', 'smallint(5) unsigned', { nullable: true }),
    column('mysql', 'rating', "enum('G','PG')", { nullable: true }),
    column('mysql', 'rate', 'decimal(4,2)'),
    column('mysql', 'active', 'tinyint(1)'),
    column('mysql', 'seen', 'datetime', { nullable: true }),
  ],
  { primaryKey: { columns: ['film_id'] } },
)
const actor = table(
  'actor',
  [
    column('mysql', 'actor_id', 'int(11)'),
    column('mysql', 'film_id', 'int(11)'),
    column('mysql', 'name', 'varchar(40)'),
  ],
  { primaryKey: { columns: ['actor_id'] } },
)

function translated(it: ViewSchema, to: DatabaseSystem = 'postgres') {
  const { schema: target, losses } = translateSchema(schema('mysql', [film, actor], [it]), to)
  return {
    sql: target.views[0]?.sql,
    losses: losses.filter((l) => l.object.kind === 'view').map((l) => `${l.code}: ${l.reason}`),
  }
}

const one = (select: string, to: DatabaseSystem = 'postgres') =>
  translated(view('v', ['x'], `select ${select} AS \`x\` from \`film\` \`f\``), to)

const value = (select: string, to: DatabaseSystem = 'postgres') => {
  const { sql, losses } = one(select, to)
  return (
    sql
      ?.replace(/^SELECT (.*) AS .x. FROM .*$/, '$1')
      .replace(/^SELECT (.*) AS \[x\] FROM .*$/, '$1') ?? losses[0]
  )
}

describe('expressions of MySQL views in PostgreSQL', () => {
  it.each([
    [
      "concat(`f`.`title`,_utf8mb4' ',`f`.`film_id`)",
      `("f"."title" || ' ' || CAST("f"."film_id" AS text))`,
    ],
    ["if(`f`.`active`,'yes','')", `CASE WHEN "f"."active" THEN 'yes' ELSE '' END`],
    ['`f`.`active` = 1', '"f"."active"'],
    ['`f`.`active` = 0', '(NOT "f"."active")'],
    ['`f`.`length` is null', '("f"."length" IS NULL)'],
    ['ifnull(`f`.`length`,0)', 'COALESCE("f"."length", 0)'],
    ['`f`.`film_id` / 3', 'round("f"."film_id"::numeric / 3, 4)'],
    ['`f`.`film_id` DIV `f`.`length`', '("f"."film_id" / NULLIF("f"."length", 0))'],
    ['octet_length(`f`.`title`)', 'octet_length("f"."title")'],
    ['year(`f`.`seen`)', 'CAST(EXTRACT(year FROM "f"."seen") AS integer)'],
    ["date_format(`f`.`seen`,'%Y-%m')", `to_char("f"."seen", 'YYYY-MM')`],
    ['`f`.`seen` + interval 3 day', `("f"."seen" + INTERVAL '3 day')`],
    ["`f`.`seen` >= '2005-07-01'", `("f"."seen" >= '2005-07-01')`],
    ["`f`.`rating` = 'PG'", `("f"."rating" = 'PG')`],
    ["concat('#',`f`.`rating`)", `('#' || CAST("f"."rating" AS text))`],
    ["`f`.`title` like 'A%'", `("f"."title" ILIKE 'A%')`],
    ['`f`.`length` <=> 3', '("f"."length" IS NOT DISTINCT FROM 3)'],
    [
      'to_days(`f`.`seen`) - to_days(`f`.`seen`)',
      '(CAST("f"."seen" AS date) - CAST("f"."seen" AS date))',
    ],
  ])('%s', (mysql, postgres) => {
    expect(value(mysql)).toBe(postgres)
  })

  it.each([
    'soundex(`f`.`title`)',
    "`f`.`title` = 3 and `f`.`rate` = 'x'",
    "`f`.`seen` > '0000-00-00'",
    'substr(`f`.`title`,`f`.`length`,2)',
    "if(`f`.`active`,1,'none')",
    'no_such_column',
    "date_format(`f`.`seen`,'%U')",
  ])('%s is left out rather than guessed', (mysql) => {
    expect(one(mysql)).toEqual({
      sql: undefined,
      losses: [expect.stringMatching(/^VIEW_OMITTED: Left out: /)],
    })
  })
})

describe('the same in other engines', () => {
  it('joins texts as each engine does', () => {
    const sql = "concat(`f`.`title`,'-')"
    expect(value(sql, 'sqlite')).toBe(`("f"."title" || '-')`)
    expect(value(sql, 'mssql')).toBe(`([f].[title] + N'-')`)
  })

  it('SQL Server has conditions, but no truth values', () => {
    expect(value('`f`.`length` > 3', 'mssql')).toContain('CASE WHEN ([f].[length] > 3) THEN 1')
    expect(value('(`f`.`length` is null) = (`f`.`seen` is null)', 'mssql')).toContain(
      'CASE WHEN ([f].[length] IS NULL) THEN 1 WHEN NOT (([f].[length] IS NULL)) THEN 0 END AS bit) = CAST(',
    )
    expect(value('`f`.`length` <=> 3', 'mssql')).toContain(
      '([f].[length] = 3 OR ([f].[length] IS NULL AND 3 IS NULL))',
    )
  })
})

describe('grouped views', () => {
  const grouped = (select: string, group: string) =>
    translated(
      view(
        'v',
        ['a', 'n'],
        `select ${select} AS \`a\`,count(0) AS \`n\` from (\`film\` \`f\` join \`actor\` \`a\` on(\`a\`.\`film_id\` = \`f\`.\`film_id\`)) group by ${group}`,
      ),
    )

  it('columns that a key determines join GROUP BY, which changes nothing', () => {
    const { sql } = grouped('`f`.`length`', '`f`.`film_id`')
    expect(sql).toMatch(/GROUP BY "f"."film_id", "f"."length"$/)
  })

  it('equal columns determine each other', () => {
    const { sql } = grouped('`f`.`length`', '`a`.`film_id`')
    expect(sql).toMatch(/GROUP BY "a"."film_id", "f"."length"$/)
  })

  it('of what no key determines the smallest is taken, and that is said', () => {
    const { sql, losses } = grouped('`a`.`name`', '`f`.`film_id`')
    expect(sql).toContain('min("a"."name") AS "a"')
    expect(losses).toEqual([expect.stringContaining('the smallest name of a group')])
  })

  it('a row that may be missing is determined by all that decides whether it is', () => {
    const sql = (on: string) =>
      translated(
        view(
          'v',
          ['a', 'n'],
          `select \`f\`.\`length\` AS \`a\`,count(0) AS \`n\` from (\`actor\` \`a\` left join \`film\` \`f\` on(${on})) group by \`a\`.\`film_id\``,
        ),
      ).sql
    expect(sql('`a`.`film_id` = `f`.`film_id`')).toMatch(/GROUP BY .*"f"."length"$/)
    expect(sql('`a`.`film_id` = `f`.`film_id` and `a`.`actor_id` = 3')).toContain('min(')
  })

  it('HAVING and ORDER BY may name a column of the view', () => {
    const { sql } = translated(
      view(
        'v',
        ['y', 'n'],
        'select year(`f`.`seen`) AS `y`,count(0) AS `n` from `film` `f` group by `y` having `n` > 2 order by `n` desc',
      ),
    )
    expect(sql).toMatch(/HAVING \(count\(0\) > 2\) ORDER BY 2 DESC NULLS LAST$/)
  })

  it('says that a list without ORDER BY has no order', () => {
    expect(one('group_concat(`f`.`film_id`)').losses).toEqual([
      expect.stringContaining('a list without ORDER BY'),
    ])
  })

  it('lists keep their order, also distinct ones', () => {
    expect(one("group_concat(`f`.`title` order by `f`.`film_id` separator ', ')").sql).toContain(
      `string_agg("f"."title", ', ' ORDER BY "f"."film_id" NULLS FIRST)`,
    )
    expect(one('group_concat(distinct `f`.`title` order by `f`.`film_id`)').sql).toContain(
      'SELECT DISTINCT ON ("v")',
    )
  })
})

describe('views of SQLite', () => {
  const t = table('t', [
    column('sqlite', 'flag', 'CHAR(1)'),
    column('sqlite', 'word', 'STRING'),
    column('sqlite', 'size', 'INTEGER'),
  ])
  const of = (condition: string) => {
    const sql = `SELECT t.size AS x FROM t WHERE ${condition}`
    const { schema: target, losses } = translateSchema(
      schema('sqlite', [t], [view('v', ['x'], sql)]),
      'postgres',
    )
    return target.views[0]?.sql.replace(/^.* WHERE /, '') ?? losses.at(-1)?.reason
  }

  it('a number that is compared with a text column is a text there', () => {
    expect(of('t.flag = 1')).toBe(`("t"."flag" = '1')`)
    expect(of('0 <> t.flag')).toBe(`('0' <> "t"."flag")`)
    expect(of('t.flag IN (1, 2)')).toBe(`("t"."flag" IN ('1', '2'))`)
    expect(of('t.flag BETWEEN 1 AND 3')).toBe(`("t"."flag" BETWEEN '1' AND '3')`)
  })

  it('but not with an expression, or with a type that SQLite does not take for a text', () => {
    expect(of("t.flag || '' = 1")).toMatch(/compares text with integer/)
    expect(of('t.word = 1')).toMatch(/^Left out/)
    expect(of('t.flag = 1.50')).toMatch(/compares text with decimal/)
  })
})

describe('views of PostgreSQL', () => {
  const t = table('t', [
    column('postgres', 'a', 'integer'),
    column('postgres', 'b', 'text', { nullable: true }),
    column('postgres', 'c', 'boolean'),
  ])
  const of = (sql: string, to: DatabaseSystem) =>
    translateSchema(schema('postgres', [t], [view('v', ['x'], sql)]), to).schema.views[0]?.sql

  it('reads what pg_get_viewdef prints', () => {
    const sql =
      " SELECT t.a AS x\n   FROM t\n  WHERE t.b = ANY (ARRAY['p'::text, 'q'::text]) AND t.c;"
    expect(of(sql, 'mysql')).toBe(
      "SELECT `t`.`a` AS `x` FROM `t` AS `t` WHERE ((`t`.`b` IN ('p', 'q')) AND `t`.`c`)",
    )
    expect(of(sql, 'sqlite')).toBe(
      `SELECT "t"."a" AS "x" FROM "t" AS "t" WHERE (("t"."b" IN ('p', 'q')) AND "t"."c")`,
    )
  })

  it('keeps the place of NULL in the order', () => {
    expect(of('SELECT t.b AS x FROM t ORDER BY t.b LIMIT 3', 'mysql')).toContain(
      'ORDER BY CASE WHEN `t`.`b` IS NULL THEN 1 ELSE 0 END, `t`.`b` LIMIT 3',
    )
    expect(of('SELECT t.b AS x FROM t ORDER BY t.b', 'sqlite')).toContain('NULLS LAST')
  })

  it('whole division stays whole', () => {
    expect(of('SELECT t.a / 2 AS x FROM t', 'mysql')).toContain('(`t`.`a` DIV 2)')
  })

  it('blanks at the end of character(n) are shown by SQLite, but not compared', () => {
    const coded = table('c', [column('postgres', 'code', 'character(4)')], {
      checks: [{ expression: `code = ANY (ARRAY['A'::bpchar, 'B'::bpchar])` }],
    })
    const sql = `SELECT s.code AS x FROM (SELECT code FROM c) s WHERE s.code = 'A' ORDER BY s.code`
    const given = schema('postgres', [coded], [view('v', ['x'], sql)])
    const inSqlite = translateSchema(given, 'sqlite').schema
    expect(inSqlite.tables[0]?.checks[0]?.expression).toContain('rtrim("code")')
    const shown = inSqlite.views[0]?.sql ?? ''
    expect(shown).toContain('SELECT "s"."code" AS "x"')
    expect(shown).toContain('(SELECT "c"."code" AS "code" FROM')
    expect(shown).toContain(`WHERE (rtrim("s"."code") = 'A')`)
    expect(JSON.stringify(translateSchema(given, 'mysql').schema)).not.toContain('rtrim')
  })

  it('SQLite’s LIKE does not tell a from A, so such a view is left out', () => {
    expect(of("SELECT t.a AS x FROM t WHERE t.b ~~ 'x%'::text", 'sqlite')).toBeUndefined()
    expect(of("SELECT t.a AS x FROM t WHERE t.b ~~ '1%'::text", 'sqlite')).toContain("LIKE '1%'")
  })
})

describe('tables that inherit', () => {
  const columns = [column('postgres', 'id', 'integer'), column('postgres', 'n', 'numeric(9,2)')]
  const sales = table('sales', columns, { primaryKey: { columns: ['id'] } })
  const child = table('sales_2', columns, { inherits: [{ name: 'sales' }] })
  const grandchild = table('sales_3', columns, { inherits: [{ name: 'sales_2' }] })
  const of = (sql: string, to: DatabaseSystem) =>
    translateSchema(schema('postgres', [sales, child, grandchild], [view('v', ['x'], sql)]), to)
      .schema.views[0]?.sql

  it('are in a view of their parent wherever they are tables of their own', () => {
    expect(of('SELECT sum(s.n) AS x FROM sales s', 'mysql')).toBe(
      'SELECT sum(`s`.`n`) AS `x` FROM (SELECT `id`, `n` FROM `sales` UNION ALL ' +
        'SELECT `id`, `n` FROM `sales_2` UNION ALL SELECT `id`, `n` FROM `sales_3`) AS `s`',
    )
  })

  it('are left out by ONLY', () => {
    expect(of('SELECT sum(s.n) AS x FROM ONLY sales s', 'mysql')).toBe(
      'SELECT sum(`s`.`n`) AS `x` FROM `sales` AS `s`',
    )
  })
})

it('a view that reads a view comes after it', () => {
  const { schema: target } = translateSchema(
    schema(
      'mysql',
      [film],
      [
        view('a', ['n'], 'select `z`.`m` AS `n` from `z`'),
        view('z', ['m'], 'select `film`.`film_id` AS `m` from `film`'),
      ],
    ),
    'postgres',
  )
  expect(target.views.map((v) => v.view.name)).toEqual(['z', 'a'])
})
