import fc from 'fast-check'
import { expect } from 'vitest'
import type { DataType } from '../../nodes/kit/data-type.ts'
import type { Expression } from '../../nodes/kit/expression.ts'
import { childrenOf } from '../../nodes/kit/expression.ts'
import { functionCatalogue } from '../../nodes/kit/functions/index.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { typeExpression } from '../../nodes/kit/type-expression.ts'
import type { Dialect } from '../../runtime/sql/dialect.ts'
import { duckdb } from '../../runtime/sql/dialect.ts'
import { canPrint, printExpression } from '../../runtime/sql/print-expression.ts'
import type { Cell, Query } from './duckdb-table.ts'
import { duckDbText, openDuckDbTable } from './duckdb-table.ts'
import { randomExpressions, someLiterals } from './random-expressions.ts'

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
/** A multiple of the usual number of expressions, for an hour when nobody waits. */
const effort = Number(process.env.MIGRATEIQ_TEST_EFFORT ?? 1)

/** Another engine that holds the same rows as DuckDB in a table `t` with a key `id`. */
export interface OtherEngine {
  readonly dialect: Dialect
  readonly schema: Schema
  /** Makes the table; `rows` are canonical texts in the order of `schema`. */
  readonly load: (rows: readonly (readonly Cell[])[]) => Promise<void>
  readonly query: Query
  /** The SELECT item that gives a value as text; the answers are compared by `normal`. */
  readonly asText: (sql: string, type: DataType) => string
}

/** One spelling for what the engines spell differently. */
function normal(value: Cell, type: DataType): Cell {
  if (value === null) return null
  switch (type.kind) {
    case 'boolean':
      return /^(1|t|true)$/.test(value) ? 'true' : 'false'
    case 'float':
      return String(Number(value.replace('inf', 'Infinity').replace('Infinityinity', 'Infinity')))
    case 'date':
    case 'timestamp':
      return value.replace(/^(\S+) \(BC\)(.*)$/, '$1$2 BC')
    case 'decimal':
      return value.replace(/^(-?)\./, '$10.')
    default:
      return value
  }
}

/** A row that one engine refuses, the other refuses too, and not for want of understanding. */
function expectRefusal(answer: Answer, sql: string): void {
  const reason = isError(answer) ? answer.message : 'it answered'
  expect(reason, sql).not.toMatch(/^it answered$|syntax|does not exist|no such function/i)
}

type Answer = readonly Cell[] | Error

const isError = (answer: Answer): answer is Error => answer instanceof Error

async function ask(query: Query, sql: string): Promise<Answer> {
  return query(sql).catch((error: unknown) => error as Error)
}

function functionsIn(expression: Expression): Set<string> {
  const own = expression.kind === 'call' ? expression.fn : expression.kind
  return new Set([own, ...childrenOf(expression).flatMap((e) => [...functionsIn(e)])])
}

/**
 * Random expressions that the dialect claims to print exactly, over random rows, in both
 * engines: the answers must be equal row by row, and an error in one an error in the other.
 * @returns how many expressions were compared, by the functions in them
 */
export async function compareWithDuckDb(
  engine: OtherEngine,
  valuesOf: (type: DataType) => fc.Arbitrary<Cell>,
  numRuns: number,
): Promise<ReadonlyMap<string, number>> {
  const { dialect, schema } = engine
  const { query, load } = await openDuckDbTable(schema)
  const expressions = randomExpressions({
    schema,
    functions: [...functionCatalogue.values()].filter((f) =>
      Object.hasOwn(dialect.functions, f.name),
    ),
    literals: someLiterals,
    castTo: schema.map((c) => c.type),
  })
  const row = fc.tuple(...schema.map((c) => fc.option(valuesOf(c.type), { freq: 8 })))
  const compared = new Map<string, number>()
  for (const seed of seeds) {
    const [rows = []] = fc.sample(fc.array(row, { minLength: 30, maxLength: 30 }), {
      seed,
      numRuns: 1,
    })
    await load(rows)
    await engine.load(rows)
    const property = fc.asyncProperty(expressions, async (expression) => {
      const typed = typeExpression(expression, schema)
      if ('issues' in typed || !canPrint(typed.expression, dialect)) return
      for (const name of functionsIn(typed.expression))
        compared.set(name, (compared.get(name) ?? 0) + 1)
      const { type } = typed
      const ours = duckDbText(printExpression(typed.expression, duckdb), type)
      const theirs = engine.asText(printExpression(typed.expression, dialect), type)
      const compare = async (tail: string, answer: Answer) => {
        const other = await ask(engine.query, `SELECT ${theirs} FROM t ${tail}`)
        if (isError(answer)) return expectRefusal(other, theirs)
        expect(isError(other) ? other.message : other.map((v) => normal(v, type)), theirs).toEqual(
          answer.map((v) => normal(v, type)),
        )
      }
      const whole = await ask(query, `SELECT ${ours} FROM t ORDER BY id`)
      if (!isError(whole)) return compare('ORDER BY id', whole)
      for (const id of rows.keys()) {
        const tail = `WHERE id = ${id}`
        await compare(tail, await ask(query, `SELECT ${ours} FROM t ${tail}`))
      }
    })
    await fc.assert(property, { numRuns: numRuns * effort, seed, endOnFailure: true })
  }
  return compared
}
