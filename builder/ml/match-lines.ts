import { formatColumn } from '../../nodes/kit/format-expression.ts'
import type { Column, Schema } from '../../nodes/kit/schema.ts'
import type { AutoMapping } from '../../nodes/map/auto/config.ts'
import type { MappedColumn } from '../../nodes/map/columns/config.ts'
import type { ApiOutputs } from '../api/client.ts'

export type Matches = ApiOutputs['ml']['match']
export type TargetMatch = Matches['targets'][number]
export type SourceMatch = TargetMatch['sources'][number]

/** What is decided about one target column. */
export interface MatchLine {
  readonly target: string
  readonly required: boolean
  /** The source column that fills it; null where none does. */
  readonly source: string | null
  /** An expression written by hand instead of a column. */
  readonly expression: string | null
  readonly state: 'proposed' | 'accepted' | 'open'
  /** Sources that a person has turned down. */
  readonly rejected: readonly string[]
}

/** A decision of before, from the config of the node. */
export interface Decided {
  readonly target: string
  readonly source: string | null
  readonly expression?: string
  readonly accepted: boolean
}

/** Below this, another source is not offered in the place of a rejected one. */
const leastConfidence = 0.2

/** One line for each target column: what was decided before, else what was found. */
export function startLines(
  matches: Matches,
  target: Schema | undefined,
  decided: readonly Decided[],
): MatchLine[] {
  const columns = new Map<string, Column>(target?.map((c) => [c.name, c]))
  const used = new Set(decided.filter((d) => d.accepted).map((d) => d.source))
  return matches.targets.map(({ column, assigned }) => {
    const own = decided.filter((d) => d.target.toLowerCase() === column.toLowerCase())
    const accepted = own.find((d) => d.accepted)
    const rejected = own.flatMap((d) => (d.accepted || d.source === null ? [] : [d.source]))
    const line = { target: column, required: columns.get(column)?.nullable === false, rejected }
    if (accepted) {
      const { source, expression = null } = accepted
      return { ...line, source, expression, state: 'accepted' }
    }
    const proposed =
      assigned !== null && !rejected.includes(assigned) && !used.has(assigned) ? assigned : null
    const state = proposed === null ? 'open' : 'proposed'
    return { ...line, source: proposed, expression: null, state }
  })
}

export const sourceOf = (matches: Matches, line: MatchLine): SourceMatch | undefined =>
  matches.targets
    .find((t) => t.column === line.target)
    ?.sources.find((s) => s.column === line.source)

export const accept = (line: MatchLine): MatchLine =>
  line.source === null && line.expression === null ? line : { ...line, state: 'accepted' }

/** Turns the pair down; the next probable source that no other line has takes its place. */
export function reject(line: MatchLine, lines: readonly MatchLine[], matches: Matches): MatchLine {
  const rejected = line.source === null ? line.rejected : [...line.rejected, line.source]
  const taken = new Set(lines.map((l) => l.source))
  const next = matches.targets
    .find((t) => t.column === line.target)
    ?.sources.find(
      (s) =>
        s.converts &&
        s.confidence >= leastConfidence &&
        !taken.has(s.column) &&
        !rejected.includes(s.column),
    )
  const source = next?.column ?? null
  return {
    ...line,
    rejected,
    source,
    expression: null,
    state: source === null ? 'open' : 'proposed',
  }
}

/** A person chose the source, or none at all. */
export function change(line: MatchLine, source: string | null): MatchLine {
  const rejected = line.rejected.filter((r) => r !== source)
  const state = source === null ? 'open' : 'accepted'
  return { ...line, source, rejected, expression: null, state }
}

/** Accepts every proposal that is at least so sure; returns how many besides. */
export function acceptFrom(threshold: number, lines: readonly MatchLine[], matches: Matches) {
  const isSure = (line: MatchLine) =>
    line.state === 'proposed' && (sourceOf(matches, line)?.confidence ?? 0) >= threshold
  return {
    lines: lines.map((l) => (isSure(l) ? accept(l) : l)),
    count: lines.filter(isSure).length,
  }
}

export function countLines(lines: readonly MatchLine[], sources: Schema) {
  const isFilled = (l: MatchLine) => l.source !== null || l.expression !== null
  const used = new Set(lines.map((l) => l.source))
  return {
    filled: lines.filter(isFilled).length,
    accepted: lines.filter((l) => l.state === 'accepted').length,
    unmapped: lines.filter((l) => !isFilled(l)).length,
    required: lines.filter((l) => l.required && !isFilled(l)).length,
    unusedSources: sources.filter((c) => !used.has(c.name)).length,
  }
}

const rounded = (confidence: number) => Math.round(confidence * 1000) / 1000

/** The lines as pairs of `map.auto`: proposals stay undecided, and what was rejected is kept. */
export function toMappings(
  lines: readonly MatchLine[],
  before: readonly Partial<AutoMapping>[],
  matches: Matches,
): Partial<AutoMapping>[] {
  const sure = (target: string, source: string) =>
    matches.targets.find((t) => t.column === target)?.sources.find((s) => s.column === source)
      ?.confidence
  const pair = (target: string, source: string, state: AutoMapping['state']) => {
    const old = before.find((m) => m.target === target && m.source === source)
    const confidence = sure(target, source) ?? old?.confidence ?? (state === 'accepted' ? 1 : 0)
    return { ...old, source, target, confidence: rounded(confidence), state }
  }
  const told = new Set(lines.map((l) => l.target.toLowerCase()))
  const others = before.filter((m) => !told.has((m.target ?? '').toLowerCase()))
  const pairs = lines.flatMap(({ target, source, state, rejected }) => [
    ...(source === null || state === 'open' ? [] : [pair(target, source, state)]),
    ...rejected.map((r) => pair(target, r, 'rejected')),
  ])
  return [...pairs, ...others]
}

/** The accepted lines as columns of `map.columns`; what is written by hand stays as it is. */
export function toColumns(
  lines: readonly MatchLine[],
  before: readonly Partial<MappedColumn>[],
): Partial<MappedColumn>[] {
  const told = new Map(lines.map((l) => [l.target.toLowerCase(), l]))
  const seen = new Set<string>()
  const kept = before.flatMap((column) => {
    const line = told.get((column.name ?? '').toLowerCase())
    if (!line) return [column]
    seen.add(line.target)
    if (line.expression !== null) return [column]
    if (line.state !== 'accepted' || line.source === null) return []
    return [{ ...column, expression: formatColumn(line.source) }]
  })
  const added = lines.flatMap(({ target, source, state, required }) =>
    state === 'accepted' && source !== null && !seen.has(target)
      ? [{ name: target, expression: formatColumn(source), ...(required && { required }) }]
      : [],
  )
  return [...kept, ...added]
}

/** What the config of a node says about pairs. */
export const decidedByMappings = (mappings: readonly Partial<AutoMapping>[]): Decided[] =>
  mappings.flatMap(({ source, target, state = 'proposed' }) =>
    source && target && state !== 'proposed'
      ? [{ source, target, accepted: state === 'accepted' }]
      : [],
  )

export const decidedByColumns = (
  columns: readonly Partial<MappedColumn>[],
  sources: Schema,
): Decided[] =>
  columns.flatMap(({ name = '', expression = '' }): Decided[] => {
    if (name === '' || expression.trim() === '') return []
    const source = sources.find((c) => formatColumn(c.name) === expression.trim())?.name
    return source === undefined
      ? [{ target: name, source: null, expression, accepted: true }]
      : [{ target: name, source, accepted: true }]
  })
