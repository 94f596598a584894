import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DuckDbSession } from './duckdb-session.ts'

let session: DuckDbSession

beforeAll(async () => {
  session = await DuckDbSession.open()
  await session.run(
    'CREATE TABLE t AS SELECT i AS a, i % 13 AS b, (i * 7) % 101 AS c FROM range(20000) x(i)',
  )
  await session.run(
    'CREATE TABLE u AS SELECT i AS a, i % 5 AS b, (i * 3) % 17 AS c FROM range(300) x(i)',
  )
})
afterAll(() => session.close())

interface Counted {
  readonly sql: string
  /** The same rows without counters, for each counter. */
  readonly parts: readonly { counter: number; plain: string }[]
  readonly plain: string
}

type Shape = { readonly step: number; readonly inputs: readonly Shape[] }

// No step can give an empty side of a join: then DuckDB stops reading the other one early.
const steps: readonly ((...inputs: string[]) => string)[] = [
  (a) => `SELECT * FROM ${a} x WHERE b <> 3`,
  (a) => `SELECT * FROM ${a} x WHERE c < 90 AND a % 7 <> 1`,
  (a, b) => `SELECT l.a, l.b, r.c FROM ${a} l LEFT JOIN ${b} r ON l.a = r.a`,
  (a, b) => `SELECT l.a, r.b, l.c FROM ${a} l FULL JOIN ${b} r ON l.a = r.a`,
  (a) => `SELECT max(a) AS a, b, count(*) AS c FROM ${a} x GROUP BY b`,
  (a) => `SELECT a, b + 1 AS b, c FROM ${a} x`,
  (a, b) => `SELECT a, b, c FROM ${a} x UNION ALL SELECT a, b, c FROM ${b} y`,
  (a) => `SELECT a, b, c FROM ${a} x QUALIFY row_number() OVER (PARTITION BY b ORDER BY a, c) <= 3`,
  (a) => `SELECT DISTINCT a, b, c FROM ${a} x`,
  (a) => `SELECT * FROM ${a} x ORDER BY c, a, b`,
]

const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    step: fc.nat({ max: steps.length - 1 }),
    inputs: fc.oneof(
      { maxDepth: 4 },
      fc.constant([]),
      fc.tuple(tie('shape'), tie('shape')) as fc.Arbitrary<readonly Shape[]>,
    ),
  }),
})).shape

function build({ step, inputs }: Shape, side = 0): Counted {
  const make = steps[step]
  const [left, right] = inputs.map((shape, i) => build(shape, i))
  const leaf = { sql: side ? 'u' : 't', plain: side ? 'u' : 't', parts: [] }
  const [a, b] = [left ?? leaf, right ?? { ...leaf, sql: 'u', plain: 'u' }]
  const used = make && make.length > 1 ? [a, b] : [a]
  const select = make?.(...used.map((x) => (x.parts.length > 0 ? `(${x.sql})` : x.sql))) ?? ''
  const plain = make?.(...used.map((x) => (x.parts.length > 0 ? `(${x.plain})` : x.plain))) ?? ''
  const { sql, counter } = session.counters.tap(select)
  return { sql, plain, parts: [...used.flatMap((x) => x.parts), { counter, plain }] }
}

test('every counter has the rows of its place in the plan, wherever that is', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const { sql, parts } = build(shape)
      await session.run(`COPY (${sql}) TO '/dev/null' (FORMAT csv)`)
      for (const { counter, plain } of parts) {
        const [[expected] = []] = await session.query(`SELECT count(*) FROM (${plain})`)
        expect([session.counters.value(counter), plain]).toEqual([Number(expected), plain])
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('a LIMIT tells what has passed, not what is there', async () => {
  const { sql, counter } = session.counters.tap('FROM range(1000000)')
  await session.run(`CREATE TABLE few AS SELECT * FROM (${sql}) LIMIT 10`)
  expect(session.counters.value(counter)).toBeGreaterThanOrEqual(10)
  expect(session.counters.value(counter)).toBeLessThan(1_000_000)
})
