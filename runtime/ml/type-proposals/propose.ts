import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { TextColumn, TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { ColumnFacts } from './facts.ts'
import { factsOf } from './facts.ts'
import type { Candidate, TargetEngine } from './ladders.ts'
import { ladder } from './ladders.ts'

/** A row that a tighter type would refuse. Rows count from 1. */
export interface Blocker {
  readonly row: number
  readonly value: string
  readonly reason: string
}

export interface Tighter {
  readonly native: string
  /** How many rows it refuses, and the first of them. */
  readonly rows: number
  readonly first: readonly Blocker[]
}

/** The tightest type of an engine that gives every value of a column back. */
export interface TypeProposal {
  readonly column: string
  readonly engine: TargetEngine
  readonly native: string
  readonly type: DataType
  readonly nullable: boolean
  /** Of all values, as proposed and as the engine's unlimited text. */
  readonly bytes: number
  readonly bytesAsText: number
  /** `text`: comes back as it was written; `value`: numbers lose zeros at their end, and the like. */
  readonly exact: 'text' | 'value'
  /** Types that most rows would have allowed. */
  readonly tighter: readonly Tighter[]
  /** Absent where the column has no values: then nothing can be said but text. */
  readonly proven: boolean
}

/** Of rows, how many may refuse a tighter type for it to be worth telling. */
const NEAR = 0.05

export async function proposeTypes(
  table: TextTable,
  engine: TargetEngine,
  work?: Work,
): Promise<TypeProposal[]> {
  const proposals: TypeProposal[] = []
  for (const [i, column] of table.columns.entries()) {
    proposals.push(proposeType(column, engine))
    work?.progress?.(i + 1, table.columns.length, 'columns')
    await breathe(work)
  }
  return engine === 'mysql' ? withinRow(proposals) : proposals
}

/** MySQL allows a row of 65,535 bytes, in which a `text` takes twelve and a `varchar` all it may hold. */
function withinRow(proposals: readonly TypeProposal[]): TypeProposal[] {
  const room = (p: TypeProposal) =>
    p.type.kind === 'text' && p.native.startsWith('varchar') ? 4 * (p.type.length ?? 0) + 2 : 12
  const kept = [...proposals]
  let sum = kept.reduce((all, p) => all + room(p), 0)
  while (sum > 65_000) {
    const widest = kept.reduce(
      (best, p, i) => (room(p) > room(kept[best] as TypeProposal) ? i : best),
      0,
    )
    const wide = kept[widest] as TypeProposal
    if (room(wide) <= 12) break
    sum -= room(wide) - 12
    kept[widest] = { ...wide, native: 'text', type: { kind: 'text' } }
  }
  return kept
}

export function proposeType(
  column: TextColumn,
  engine: TargetEngine,
  facts = factsOf(column.values),
): TypeProposal {
  const steps = ladder(engine, facts)
  const limit = Math.max(1, Math.floor(facts.filled * NEAR))
  const tighter: Tighter[] = []
  let chosen = steps.at(-1) as Candidate
  for (const candidate of steps) {
    if (facts.filled === 0) break
    const refused = refusals(column.values, candidate, limit)
    if (refused.rows === 0) {
      chosen = candidate
      break
    }
    if (refused.rows <= limit) tighter.push({ native: candidate.native, ...refused })
  }
  const sum = (bytes: (text: string) => number) =>
    column.values.reduce((all, v) => all + (v === null ? 0 : bytes(v)), 0)
  return {
    column: column.name,
    engine,
    native: chosen.native,
    type: chosen.type,
    nullable: facts.nulls > 0,
    bytes: sum(chosen.bytes),
    bytesAsText: sum((steps.at(-1) as Candidate).bytes),
    exact: exactness(column.values, chosen, facts),
    tighter: tighter.slice(0, 2),
    proven: facts.filled > 0,
  }
}

/** The first rows a type refuses; no more than one beyond `limit` are counted. */
function refusals(
  values: readonly (string | null)[],
  candidate: Candidate,
  limit: number,
): { rows: number; first: Blocker[] } {
  const first: Blocker[] = []
  let rows = 0
  for (const [i, value] of values.entries()) {
    if (value === null) continue
    const reason = candidate.refuses(value)
    if (!reason) continue
    if (first.length < 5) first.push({ row: i + 1, value: value.slice(0, 80), reason })
    if (++rows > limit) break
  }
  return { rows, first }
}

function exactness(
  values: readonly (string | null)[],
  { type }: Candidate,
  facts: ColumnFacts,
): 'text' | 'value' {
  const every = (test: (text: string) => boolean) => values.every((v) => v === null || test(v))
  if (type.kind === 'decimal') {
    const places = (v: string) => (v.includes('.') ? v.length - v.indexOf('.') - 1 : 0)
    return every((v) => places(v) === facts.scale) ? 'text' : 'value'
  }
  if (type.kind === 'float') return 'value'
  if (type.kind === 'timestamp' || type.kind === 'time')
    return every((v) => !/T|Z|[+-]\d\d(:?00)?$|\.\d*0$/.test(v.slice(10)) && v[10] !== 'T') &&
      facts.fractionDigits === 0
      ? 'text'
      : 'value'
  return 'text'
}
