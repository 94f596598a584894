import { nonDeterministicPart } from '../../nodes/kit/deterministic.ts'
import type { Relation, RelationKind, Scan } from '../../nodes/kit/relation.ts'
import { inputsOf, walkRelation } from '../../nodes/kit/relation.ts'

/**
 * Relations that are read more than once and must be computed only once: because they
 * read from a pipe, because another time would cost much, or because it would give other
 * rows; and what no statement computes, `apply`. Cheap passes over files are read again instead.
 */
export function relationsToStore(
  roots: readonly Relation[],
  canRepeat: (scan: Scan) => boolean,
): ReadonlySet<Relation> {
  const relations = new Set(roots.flatMap(walkRelation))
  const users = new Map<Relation, number>()
  const use = (relation: Relation) => users.set(relation, (users.get(relation) ?? 0) + 1)
  for (const root of new Set(roots)) use(root)
  for (const relation of relations) for (const input of inputsOf(relation)) use(input)

  const stored = new Set<Relation>()
  for (const relation of relations)
    if (
      relation.kind === 'apply' ||
      ((users.get(relation) ?? 0) > 1 && !isCheap(relation, canRepeat))
    )
      stored.add(relation)
  return stored
}

const costly: ReadonlySet<RelationKind> = new Set([
  'join',
  'aggregate',
  'window',
  'distinct',
  'sort',
])

const isCheap = (root: Relation, canRepeat: (scan: Scan) => boolean): boolean =>
  walkRelation(root).every((r) => !costly.has(r.kind) && (r.kind !== 'scan' || canRepeat(r))) &&
  nonDeterministicPart(root) === undefined

/** Relations a statement over `root` computes itself: down to what has been stored. */
export function withinStatement(root: Relation, stored: ReadonlySet<Relation>): Relation[] {
  const seen = new Set<Relation>()
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return
    seen.add(relation)
    for (const input of inputsOf(relation)) if (!stored.has(input)) visit(input)
  }
  visit(root)
  return [...seen]
}
