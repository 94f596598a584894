import type { Relation } from '../../nodes/kit/relation.ts'
import type { PipelineEdge } from '../pipeline/schema.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import type { NodeCounts } from '../report.ts'
import type { RowCounters } from './row-counters.ts'

/**
 * How many rows each relation of a plan has had. A relation may be computed by several
 * statements (its owners); each has its own counter, and the fullest one counts.
 */
export class Counts {
  readonly #counters: RowCounters
  readonly #tapped: ReadonlySet<Relation>
  readonly #byRelation = new Map<Relation, Map<unknown, number>>()
  readonly #told = new Map<Relation, number>()
  readonly #results = new Map<unknown, number>()

  constructor(counters: RowCounters, plan: Plan, others: readonly Relation[] = []) {
    this.#counters = counters
    const ports = plan.nodes.flatMap((n) => Object.values(n.outputs))
    this.#tapped = new Set([...ports, ...others].map(countedAt))
  }

  /** Wraps the select of a relation whose rows someone wants to know. */
  tap(relation: Relation, select: string, owner: unknown): string {
    if (!this.#tapped.has(relation)) return select
    const owners = this.#byRelation.get(relation) ?? new Map<unknown, number>()
    this.#byRelation.set(relation, owners)
    const { sql, counter } = this.#counters.tap(select, owners.get(owner))
    owners.set(owner, counter)
    return sql
  }

  /** Rows that did not pass through DuckDB, or that an earlier attempt has read. */
  add(relation: Relation, rows: number): void {
    const at = countedAt(relation)
    this.#told.set(at, (this.#told.get(at) ?? 0) + rows)
  }

  /** Undefined where nothing has computed the relation. */
  of(relation: Relation): number | undefined {
    const at = countedAt(relation)
    const counted = [...(this.#byRelation.get(at)?.values() ?? [])].map(this.#counters.value)
    const told = this.#told.get(at)
    if (counted.length === 0) return told
    return Math.max(...counted) + (told ?? 0)
  }

  /** Counts the rows that leave DuckDB through the statements of an owner. */
  tapResult(select: string, owner: unknown): string {
    const { sql, counter } = this.#counters.tap(select, this.#results.get(owner))
    this.#results.set(owner, counter)
    return sql
  }

  ofResult(owner: unknown): number {
    const counter = this.#results.get(owner)
    return counter === undefined ? 0 : this.#counters.value(counter)
  }
}

/** The relation that has the same number of rows, by definition, and is nearest to the source. */
export function countedAt(relation: Relation): Relation {
  switch (relation.kind) {
    case 'project':
    case 'sort':
    case 'window':
      return countedAt(relation.input)
    default:
      return relation
  }
}

export function edgeCounts(plan: Plan, counts: Counts): Record<string, number> {
  const nodes = new Map(plan.nodes.map((n) => [n.node.id, n]))
  const rows = (edge: PipelineEdge) => {
    const relation = nodes.get(edge.source)?.outputs[edge.sourcePort]
    return relation && counts.of(relation)
  }
  return Object.fromEntries(plan.pipeline.edges.map((e) => [e.id, rows(e) ?? 0]))
}

/** `written`: rows of sinks, by node. */
export function nodeCounts(
  { node, definition, inputs, outputs }: PlannedNode,
  counts: Counts,
  written: ReadonlyMap<string, number>,
): NodeCounts {
  const entered = Object.values(inputs)
    .flat()
    .map((r) => counts.of(r) ?? 0)
    .reduce((a, b) => a + b, 0)
  const main = definition.outputs.find((p) => !p.reject)
  const passed = main && outputs[main.name]
  const out = written.get(node.id) ?? (passed && counts.of(passed)) ?? 0
  const rejected = definition.outputs
    .filter((p) => p.reject)
    .map((p) => rejectedRows(outputs[p.name], passed, counts))
    .reduce((a, b) => a + b, 0)
  return { in: entered, out, rejected }
}

/** An unconnected reject port is not computed; what does not pass the same filter is there. */
function rejectedRows(
  reject: Relation | undefined,
  pass: Relation | undefined,
  counts: Counts,
): number {
  if (!reject) return 0
  const known = counts.of(reject)
  if (known !== undefined) return known
  const [a, b] = [countedAt(reject), pass && countedAt(pass)]
  if (a.kind !== 'filter' || b?.kind !== 'filter') return 0
  if (countedAt(a.input) !== countedAt(b.input)) return 0
  const [all, passed] = [counts.of(b.input), counts.of(b)]
  return all === undefined || passed === undefined ? 0 : Math.max(0, all - passed)
}
