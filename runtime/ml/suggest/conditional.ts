import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, caseBranch, col, literal } from '../../../nodes/kit/expression.ts'
import type { Program } from './compose.ts'
import { compose } from './compose.ts'
import { evaluate } from './evaluate.ts'
import type { Example } from './pieces.ts'
import { enumeratePieces, inputsOf } from './pieces.ts'
import { rowOf } from './row.ts'

interface Test {
  readonly expression: Expression
  readonly cost: number
}

const perBranch = 8
const mostSplits = 3

/**
 * Programs with two branches, for examples that no single program explains: a test of an input
 * divides them, and each part is explained on its own.
 */
export function conditionalPrograms(
  columns: readonly string[],
  examples: readonly Example[],
): Program[] {
  const rows = examples.map((e) => rowOf(columns, e.inputs))
  const splits = new Map<string, Test[]>()
  for (const [c, name] of columns.entries())
    for (const test of testsOf(
      name,
      examples.map((e) => e.inputs[c] ?? ''),
    )) {
      const sides = rows
        .map((row) => (evaluate(test.expression, row) === true ? '1' : '0'))
        .join('')
      if (!sides.includes('1') || !sides.includes('0')) continue
      const list = splits.get(sides)
      if (!list) splits.set(sides, [test])
      else if (list.length < 6) list.push(test)
    }
  const found: Program[] = []
  for (const [sides, tests] of [...splits].slice(0, mostSplits)) {
    const yes = explain(
      columns,
      examples.filter((_, e) => sides[e] === '1'),
    )
    const no = explain(
      columns,
      examples.filter((_, e) => sides[e] === '0'),
    )
    for (const test of tests)
      for (const a of yes)
        for (const b of no) {
          // Two constants for two examples would be no rule at all.
          const rote = a.expression.kind === 'literal' && b.expression.kind === 'literal'
          if (rote && examples.length < 3) continue
          found.push({
            expression: {
              kind: 'case',
              branches: [caseBranch(test.expression, a.expression)],
              otherwise: b.expression,
            },
            cost: a.cost + b.cost + test.cost + 1,
          })
        }
  }
  return found.sort((a, b) => a.cost - b.cost).slice(0, 120)
}

function explain(columns: readonly string[], examples: readonly Example[]): Program[] {
  const outputs = examples.map((e) => e.output)
  const [first = ''] = outputs
  const programs = compose(enumeratePieces(columns, examples), outputs, inputsOf(examples))
  const same = outputs.every((o) => o === first)
  // A text that the only example's input has is more likely taken from there.
  const copied = examples.length === 1 && inputsOf(examples).some((v) => v.includes(first))
  const constant = same
    ? [{ expression: literal(first), cost: 1.5 + 0.45 * first.length + (copied ? 3 : 0) }]
    : []
  return [...constant, ...programs].sort((a, b) => a.cost - b.cost).slice(0, perBranch)
}

/** Tests that hold for some of the values but not for all. */
function testsOf(name: string, values: readonly string[]): Test[] {
  const column = col(name)
  const tests: Test[] = []
  const signs = new Set(values.flatMap((v) => v.slice(0, 200).match(/[^\p{L}\p{N}]/gu) ?? []))
  for (const sign of signs)
    tests.push({ expression: call('contains', column, literal(sign)), cost: 1.6 })
  const patterns: [string, number][] = [
    ['[0-9]', 1.8],
    ['[A-Za-z]', 1.8],
    ['^[0-9]', 2],
    ['^[A-Z]', 2],
    ['^[AEIOUaeiou]', 2.2],
    ['^[0-9]+$', 1.9],
    ['^[^@ ]+@[^@ ]+\\.[^@ ]+$', 2],
  ]
  for (const [pattern, cost] of patterns)
    tests.push({ expression: call('regex_matches', column, literal(pattern)), cost })
  return tests.sort((a, b) => a.cost - b.cost)
}
