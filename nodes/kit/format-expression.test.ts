import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DataType } from './data-type.ts'
import { boolean, date, decimal, integer, interval, list, text, timestamptz } from './data-type.ts'
import type { Expression } from './expression.ts'
import { call, caseBranch, col, literal } from './expression.ts'
import { formatExpression } from './format-expression.ts'
import { functionCatalogue } from './functions/index.ts'
import { parseExpression } from './parse-expression.ts'

const numbers = fc.oneof(
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(literal),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => literal(Object.is(n, -0) ? 0 : n)),
  fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(9999)).map(([a, b]) => {
    const value = `${a}.${b}`
    return {
      ...literal(value),
      type: decimal(value.replace(/^-?0*|\D/g, '').length, `${b}`.length),
    }
  }),
)
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
const typedTexts = fc.constantFrom<Expression>(
  { kind: 'literal', value: '2024-02-29', type: date },
  { kind: 'literal', value: '2024-02-29 10:00:00+02', type: timestamptz },
  { kind: 'literal', value: '-3 days 04:00:00', type: interval },
)
const types = fc.constantFrom<DataType>(
  boolean,
  integer,
  decimal(38, 10),
  { kind: 'text', length: 40 },
  timestamptz,
  list(list(text)),
  {
    kind: 'struct',
    fields: [
      { name: 'a', type: integer },
      { name: 'b "c', type: text },
    ],
  },
)

/** Trees as the parser makes them: operators with the number of operands they have. */
const { tree } = fc.letrec<{ tree: Expression }>((tie) => {
  const part = tie('tree')
  const fixedArity = new Map<string, [number, number]>([
    ...['not', 'negate', 'is_null', 'is_not_null', 'is_true', 'is_not_true', 'is_false'].map(
      (name): [string, [number, number]] => [name, [1, 1]],
    ),
    ['is_not_false', [1, 1]],
    ['between', [3, 3]],
    ['in', [2, 5]],
  ])
  const operators = [...functionCatalogue.values()].filter((f) => f.group === 'operator')
  const operation = fc.constantFrom(...operators).chain(({ name }) => {
    const [minLength, maxLength] = fixedArity.get(name) ?? [2, 2]
    return fc.array(part, { minLength, maxLength }).map((args) => call(name, ...args))
  })
  const names = [...functionCatalogue.values()].filter((f) => f.group !== 'operator')
  const application = fc
    .tuple(fc.constantFrom(...names), fc.array(part, { maxLength: 3 }), fc.boolean())
    .map(([{ name, aggregate }, args, distinct]): Expression => {
      const plain = call(name, ...args)
      return aggregate && distinct && args.length > 0 ? { ...plain, distinct } : plain
    })
  const conversion = fc.record({
    kind: fc.constant('cast' as const),
    value: part,
    to: types,
    onFailure: fc.constantFrom('fail' as const, 'null' as const),
  })
  const choice = fc.record({
    kind: fc.constant('case' as const),
    branches: fc.array(
      fc.tuple(part, part).map(([when, then]) => caseBranch(when, then)),
      { minLength: 1, maxLength: 3 },
    ),
    otherwise: fc.option(part, { nil: undefined }),
  })
  const leaf = fc.oneof(
    numbers,
    words.map((w) => literal(w)),
    words.map((w) => col(w)),
    fc.constantFrom('date', 'case', 'not', 'cast', 'count', 'Ordnung', 'distinct').map(col),
    fc.constantFrom(literal(true), literal(false), literal(null), literal('')),
    typedTexts,
  )
  return {
    tree: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      leaf,
      operation,
      application,
      conversion,
      choice,
    ),
  }
})

const withoutRanges = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, item) => (key === 'range' ? undefined : item)))

test('what is printed is read back as the same tree', () => {
  const same = (expression: Expression) => {
    const printed = formatExpression(expression)
    const parsed = parseExpression(printed)
    expect('issues' in parsed ? parsed.issues : withoutRanges(parsed.expression), printed).toEqual(
      withoutRanges(expression),
    )
  }
  fc.assert(fc.property(tree, same), { numRuns: 4_000, seed: 3 })
}, 60_000)

test('a literal that code has typed keeps its type', () => {
  expect(formatExpression({ kind: 'literal', value: null, type: integer })).toBe(
    'cast(null as integer)',
  )
  expect(formatExpression({ kind: 'literal', value: '5', type: decimal(10, 2) })).toBe(
    'cast(5 as decimal(10,2))',
  )
  expect(formatExpression(literal(Number.POSITIVE_INFINITY))).toBe("cast('Infinity' as double)")
})
