import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { mysqlEndpoint, postgresEndpoint } from '../../../e2e/support/endpoints.ts'
import { describeWith, requireMysql, requirePostgres } from '../../../e2e/support/services.ts'
import { parseConnectionUrl } from '../../connectors/registry.ts'
import { defaultOptions, migrateDatabase } from './index.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 })

const [mysqlService, postgresService] = [await requireMysql(), await requirePostgres()]

const tables = [
  "CREATE TABLE film (film_id int NOT NULL AUTO_INCREMENT PRIMARY KEY, title varchar(99) NOT NULL, length smallint unsigned, rating enum('G','PG','R'), features set('a','b c'), price decimal(5,2) NOT NULL, active boolean NOT NULL DEFAULT 1, seen datetime)",
  'CREATE TABLE actor (actor_id int NOT NULL PRIMARY KEY, name varchar(45) NOT NULL)',
  'CREATE TABLE film_actor (actor_id int NOT NULL, film_id int NOT NULL, PRIMARY KEY (actor_id, film_id))',
  "INSERT INTO film VALUES (1,'Academy',86,'PG','a',2.99,1,'2005-05-25 11:30:37'),(2,'Ace',48,'G','a,b c',4.99,0,'2005-06-15 00:54:12'),(3,'Adapt',NULL,'R','',0.99,1,NULL),(4,'Affair',117,NULL,NULL,4.99,1,'2006-02-14 22:04:36')",
  "INSERT INTO actor VALUES (1,'Penelope'),(2,'Nick'),(3,'Ed'),(4,'Nobody')",
  'INSERT INTO film_actor VALUES (1,1),(1,2),(2,1),(2,4),(3,4),(3,3)',
]

const views: readonly (readonly [string, string])[] = [
  [
    'labels',
    "SELECT film_id, CONCAT(title, ' #', film_id) t, IF(active, 'yes', '') a, UPPER(LEFT(title, 2)) u, IFNULL(length, 0) l FROM film",
  ],
  [
    'by_key',
    'SELECT f.film_id, f.title, f.price, COUNT(fa.actor_id) n FROM film f LEFT JOIN film_actor fa ON fa.film_id = f.film_id GROUP BY f.film_id',
  ],
  [
    'casts',
    "SELECT f.title, GROUP_CONCAT(a.name ORDER BY a.name SEPARATOR ', ') names FROM film f JOIN film_actor fa ON fa.film_id = f.film_id JOIN actor a ON a.actor_id = fa.actor_id GROUP BY f.film_id, f.title",
  ],
  [
    'distinct_casts',
    "SELECT a.actor_id, GROUP_CONCAT(DISTINCT CONCAT(f.title, ':', f.length) ORDER BY f.length DESC SEPARATOR '; ') x FROM actor a LEFT JOIN film_actor fa ON fa.actor_id = a.actor_id LEFT JOIN film f ON f.film_id = fa.film_id GROUP BY a.actor_id",
  ],
  [
    'numbers',
    'SELECT COUNT(*) c, SUM(price) s, AVG(price) a, AVG(length) l, SUM(length > 50) big, ROUND(AVG(price), 1) r, SUM(price) / 3 d, 7 DIV 2 v, 7 % 4 m FROM film',
  ],
  [
    'dates',
    "SELECT film_id, YEAR(seen) y, DATE_FORMAT(seen, '%Y/%m/%d %H:%i') f, DATEDIFF(seen, '2005-01-01') d, DATE_FORMAT(seen + INTERVAL 40 DAY, '%d.%m.%y') p FROM film WHERE seen >= '2005-05-01'",
  ],
  [
    'nested',
    "SELECT l.t, (SELECT COUNT(*) FROM film_actor fa WHERE fa.film_id = l.film_id) n FROM labels l WHERE l.film_id IN (SELECT film_id FROM film_actor) AND l.a = 'yes'",
  ],
  ['both_kinds', 'SELECT name n FROM actor UNION SELECT title FROM film ORDER BY n'],
  ['sorted', 'SELECT title FROM film ORDER BY length DESC, title LIMIT 3'],
  [
    'listed',
    "SELECT title, CONCAT('<', features, '>') f, CASE rating WHEN 'G' THEN 'all' WHEN 'PG' THEN 'most' ELSE 'some' END w FROM film WHERE rating IN ('G', 'PG') OR rating IS NULL",
  ],
]

describeWith(
  'views of MySQL in PostgreSQL',
  mysqlService.url ? postgresService : mysqlService,
  () => {
    let source: TestEndpoint
    let target: TestEndpoint

    beforeAll(async () => {
      ;[source, target] = await Promise.all([mysqlEndpoint(), postgresEndpoint()])
      await source.sql(...tables, ...views.map(([name, sql]) => `CREATE VIEW ${name} AS ${sql}`))
      const report = await migrateDatabase(
        {
          source: source.url,
          target: target.url,
          connections: { get: async (url) => ({ name: url, ...parseConnectionUrl(url) }) },
          options: defaultOptions(),
          resume: false,
        },
        () => undefined,
        new AbortController().signal,
      )
      expect(report.error).toBeUndefined()
      expect(report.ledger.filter((l) => l.code === 'VIEW_OMITTED')).toEqual([])
    })

    afterAll(() => Promise.all([source?.close(), target?.close()]))

    it.each(views.map(([name]) => [name]))('%s shows the same rows', async (name) => {
      const there = await source.rows(`SELECT * FROM ${name}`)
      const here = await target.rows(`SELECT * FROM ${name}`)
      const sorted = (rows: typeof there) => rows.map((r) => JSON.stringify(r)).sort()
      expect(there.length).toBeGreaterThan(0)
      expect(sorted(here)).toEqual(sorted(there))
    })
  },
)
