import fc from 'fast-check'
import type { DataType, TypeKind } from '../../nodes/kit/data-type.ts'
import { decimal, double, interval } from '../../nodes/kit/data-type.ts'
import type { Expression } from '../../nodes/kit/expression.ts'
import { call, caseBranch, cast, col, literal, typeOf } from '../../nodes/kit/expression.ts'
import type { ParameterType } from '../../nodes/kit/functions/define.ts'
import type { FunctionDefinition } from '../../nodes/kit/functions/index.ts'
import type { Schema } from '../../nodes/kit/schema.ts'

export interface Ingredients {
  readonly schema: Schema
  readonly functions: readonly FunctionDefinition[]
  readonly literals: readonly Expression[]
  readonly castTo: readonly DataType[]
}

/** Literals of every kind, with the values that go wrong most easily. */
export const someLiterals: readonly Expression[] = [
  ...[0, 1, 2, -1, -7, 300, 5_000_000_000, '', 'a', ' A ', 'ä', '%a_', '2024-01-31'].map(literal),
  literal(null),
  literal(true),
  { kind: 'literal', value: '0.05', type: decimal(2, 2) },
  { kind: 'literal', value: '1.50', type: decimal(3, 2) },
  { kind: 'literal', value: '1e3', type: double },
  { kind: 'literal', value: '12345678901234567890', type: decimal(20, 0) },
  { kind: 'literal', value: '1 day', type: interval },
]

/** What a parameter that wants something written out gets. */
const written: Readonly<Record<string, readonly Expression[]>> = {
  unit: ['day', 'month', 'hour', 'year', 'quarter', 'week', 'second', 'century'].map(literal),
  path: [literal('$.a'), literal('$[0]')],
  pattern: [literal('a(b)'), literal('[^a-z]+')],
  format: [literal('%Y-%m'), literal('%d.%m.%y')],
  'fixed text': [literal(','), literal('.'), literal('a')],
  'fixed whole': [0, 1, 2, 12].map(literal),
  'fixed number': [{ kind: 'literal', value: '0.5', type: decimal(1, 1) }],
}

/** Which kinds of type a parameter wants; a function's `same` parameters all want one. */
const wanted: Readonly<Partial<Record<ParameterType, readonly TypeKind[]>>> = {
  number: ['integer', 'decimal', 'float'],
  whole: ['integer'],
  bigint: ['integer'],
  double: ['integer', 'decimal', 'float'],
  text: ['text'],
  boolean: ['boolean'],
  day: ['date', 'timestamp'],
  moment: ['date', 'timestamp'],
  binary: ['binary'],
  interval: ['interval'],
  json: ['json'],
  list: ['list'],
  items: ['list'],
}

/** A call with as many arguments as one of the function's signatures takes, mostly of fitting types. */
function callOf(
  definition: FunctionDefinition,
  part: fc.Arbitrary<Expression>,
  leaves: readonly Expression[],
) {
  const fitting = (kinds: readonly (TypeKind | undefined)[]) => {
    const known = leaves.filter((l) => kinds.includes(typeOf(l)?.kind))
    return known.length === 0
      ? part
      : fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 4 }, part)
  }
  const shape = fc.tuple(fc.constantFrom(...definition.params), fc.constantFrom(...leaves))
  return shape.chain(([params, example]) => {
    const args = params.flatMap(({ type, rest, optional }) => {
      const one = written[type]
        ? fc.constantFrom(...written[type])
        : fitting(wanted[type] ?? [typeOf(example)?.kind])
      return rest ? [one, one] : optional ? [fc.option(one, { nil: undefined })] : [one]
    })
    return fc.tuple(...args).map((list) => {
      const end = list.indexOf(undefined)
      const given = (end < 0 ? list : list.slice(0, end)).filter((a) => a !== undefined)
      return call(definition.name, ...given)
    })
  })
}

/** Expressions up to three levels deep; most do not type, which costs nothing to find out. */
export function randomExpressions({ schema, functions, literals, castTo }: Ingredients) {
  const columns = schema.map((c): Expression => ({ ...col(c.name), type: c.type }))
  const leaves = [...columns, ...literals]
  const leaf = fc.oneof(
    { arbitrary: fc.constantFrom(...columns), weight: 3 },
    fc.constantFrom(...literals),
  )
  const callWith = (part: fc.Arbitrary<Expression>) =>
    fc.constantFrom(...functions).chain((definition) => callOf(definition, part, leaves))
  const conversion = fc
    .tuple(leaf, fc.constantFrom(...castTo), fc.constantFrom('fail' as const, 'null' as const))
    .map(([value, to, onFailure]): Expression => cast(value, to, onFailure))
  const choice = fc.tuple(callWith(leaf), leaf, fc.option(leaf, { nil: undefined })).map(
    ([when, then, otherwise]): Expression => ({
      kind: 'case',
      branches: [caseBranch(when, then)],
      otherwise,
    }),
  )
  const shallow = fc.oneof({ arbitrary: callWith(leaf), weight: 4 }, conversion, choice)
  return fc.oneof(callWith(fc.oneof(leaf, shallow)), shallow)
}
