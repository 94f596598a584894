import type { Expression } from '../../../nodes/kit/expression.ts'
import type { Program } from './compose.ts'
import type { Row } from './evaluate.ts'
import { evaluateText } from './evaluate.ts'

/** A program with what it gives for the rows that have no output yet. */
export interface Ranked {
  readonly expression: Expression
  /** Smaller is likelier: the length of the program and how badly it does on those rows. */
  readonly score: number
  readonly cost: number
  readonly outputs: readonly (string | null)[]
}

/**
 * Orders programs by their length and by what they give for rows without an example: programs
 * that fail, or whose results look unlike each other, come later. Of programs that give the same
 * for all rows only the shortest stays.
 */
export function rank(
  programs: readonly Program[],
  rows: readonly Row[],
  outputs: readonly string[],
): Ranked[] {
  const shapes = new Set(outputs.map(shapeOf))
  const byResult = new Map<string, Ranked>()
  for (const { expression, cost } of programs) {
    const results = rows.map((row) => evaluateText(expression, row))
    const score = cost + failures(results) + strangeness(results, shapes)
    const key = JSON.stringify(results)
    const known = byResult.get(key)
    if (!known || known.score > score)
      byResult.set(key, { expression, score, cost, outputs: results })
  }
  return [...byResult.values()].sort((a, b) => a.score - b.score)
}

function failures(results: readonly (string | null)[]): number {
  if (results.length === 0) return 0
  const nulls = results.filter((r) => r === null).length
  const empty = results.filter((r) => r === '').length
  return (nulls * 8 + empty * 6) / results.length + (nulls > 0 ? 1 : 0) + (empty > 0 ? 0.7 : 0)
}

function strangeness(results: readonly (string | null)[], known: ReadonlySet<string>): number {
  const shapes = results.flatMap((r) => (r ? [shapeOf(r)] : []))
  if (shapes.length === 0) return 0
  const counts = new Map<string, number>()
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1)
  const usual = Math.max(...counts.values())
  const strange = shapes.filter((s) => !known.has(s)).length
  return (1.6 * strange) / shapes.length + 0.8 * (1 - usual / shapes.length)
}

/** Runs of a kind of characters as one: `Ab12 cd` is `Aa9 a`. */
export const shapeOf = (text: string): string =>
  text
    .slice(0, 200)
    .replace(/[0-9]+/g, '9')
    .replace(/\p{Lu}\p{Ll}+|\p{Lu}+|\p{L}+/gu, (run) =>
      /^\p{Lu}\p{Ll}/u.test(run) ? 'C' : /^\p{Lu}/u.test(run) ? 'A' : 'a',
    )
    .replace(/([ACa]) (?:[ACa] )*([ACa])/g, '$1 $2')
    .slice(0, 60)
