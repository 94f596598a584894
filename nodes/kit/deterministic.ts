import type { Expression } from './expression.ts'
import type { Relation } from './relation.ts'
import { walkRelation } from './relation.ts'
import { nonDeterministicIn } from './type-expression.ts'

/**
 * What makes a relation give other rows on each run: a function such as `random`, or a
 * limit over rows without an order. Undefined where equal sources give equal rows.
 */
export function nonDeterministicPart(root: Relation): string | undefined {
  for (const relation of walkRelation(root)) {
    const found = expressionsOf(relation).map(nonDeterministicIn).find(Boolean)
    if (found) return found
    if (relation.kind === 'limit' && relation.input.kind !== 'sort') return 'limit'
  }
  return undefined
}

function expressionsOf(relation: Relation): readonly Expression[] {
  switch (relation.kind) {
    case 'project':
      return relation.columns.map((c) => c.expression)
    case 'filter':
      return [relation.condition]
    case 'aggregate':
      return [...relation.groups, ...relation.aggregates].map((c) => c.expression)
    case 'window':
      return relation.function.kind === 'call' ? [relation.function] : []
    default:
      return []
  }
}
