import { canCast } from '../../../nodes/kit/coerce.ts'
import type { DataType } from '../../../nodes/kit/data-type.ts'
import { formatType } from '../../../nodes/kit/data-type.ts'
import { formatColumn } from '../../../nodes/kit/format-expression.ts'
import type { TableName } from '../../../nodes/kit/source.ts'
import type { EngineInput } from '../../engine/index.ts'
import { previewPort, readTable } from '../../engine/index.ts'
import type { TextTable } from '../../ml/table.ts'
import type { PipelineNode } from '../../pipeline/schema.ts'
import type {
  ColumnMatches,
  MatchDecision,
  MatchSample,
  PortRules,
  PortTypes,
  SourceMatch,
} from './inspection.ts'

/** Rows that the methods look at; of larger tables a random sample. */
const sampleRows = 20_000
/** Rows of the target that are compared with those of the source: its first ones. */
const targetRows = 5_000
/** Sources told of a target column, and examples of each. */
const shownSources = 5
const shownSamples = 3

export interface InspectedPort {
  readonly node: string
  readonly port: string
}

/** Rules that nearly all rows of a port keep, with rows that break them. */
export async function findRules(
  input: EngineInput,
  { node, port }: InspectedPort,
  signal: AbortSignal,
): Promise<PortRules> {
  const table = await readTable(input, node, port, { maxRows: sampleRows }, signal)
  const { inspectQuality } = await import('../../ml/quality/index.ts')
  const { rules, scores } = await inspectQuality(table, {}, { signal })
  return {
    ...sizeOf(table),
    overall: scores.overall,
    rules: rules.map(({ rule, support, violations, violationCount }) => {
      const named = 'columns' in rule ? rule.columns : 'column' in rule ? [rule.column] : []
      const told = named.map((c) => (typeof c === 'string' ? c : c.column))
      const columns = table.columns.filter((c) =>
        told.length > 0 ? told.includes(c.name) : 'expression' in rule && names(rule, c.name),
      )
      return {
        rule,
        support,
        violationCount,
        violations: violations.slice(0, shownSamples).map((row) => ({
          row: row + 1,
          values: columns.map((c) => ({ column: c.name, value: c.values[row] ?? null })),
        })),
      }
    }),
  }
}

const names = ({ expression }: { readonly expression: string }, column: string) =>
  column !== '' && expression.includes(formatColumn(column))

/** What the columns of a port mean, and which hold personal data. */
export async function findTypes(
  input: EngineInput,
  { node, port }: InspectedPort,
  signal: AbortSignal,
): Promise<PortTypes> {
  const table = await readTable(input, node, port, { maxRows: sampleRows }, signal)
  const { describeTable } = await import('../../ml/types/index.ts')
  const columns = await describeTable(table, {}, { signal })
  return {
    ...sizeOf(table),
    columns: columns.map(({ column, semantic, pii }) => ({
      column,
      semantic: semantic && { id: semantic.id, title: semantic.title, share: semantic.share },
      pii: pii && { kinds: pii.kinds, share: pii.share, mask: pii.mask },
    })),
  }
}

const sizeOf = ({ rows, sampledFrom }: TextTable) => ({ rows, sampledFrom: sampledFrom ?? null })

/** For each column of a table, the columns of a port that may fill it. */
export async function findMatches(
  input: EngineInput,
  from: InspectedPort,
  to: { readonly connection: string; readonly table: TableName },
  decided: readonly MatchDecision[],
  signal: AbortSignal,
): Promise<ColumnMatches> {
  const read = await readTable(input, from.node, from.port, { maxRows: sampleRows }, signal)
  const source = { ...read, name: 'source' }
  const target = { ...(await readTarget(input, to, signal)), name: 'target' }
  const { matchTables } = await import('../../ml/match/index.ts')
  const { columns, assignment } = await matchTables([source], [target], {
    top: Math.min(target.columns.length, 50),
    feedback: decided.map(({ source: s, target: t, accepted }) => ({
      source: { table: 'source', column: s },
      target: { table: 'target', column: t },
      accepted,
    })),
    work: { signal },
  })
  const typeOf = new Map(source.columns.map((c) => [c.name, c.type]))
  const matches = target.columns.map(({ name, type }) => {
    const assigned = assignment.find((p) => p.target.column === name)?.source.column ?? null
    const ranked = columns
      .flatMap(({ column, targets }): SourceMatch[] => {
        const found = targets.find((t) => t.column === name)
        if (!found) return []
        const { confidence, reasons } = found
        const converts = isConvertible(typeOf.get(column), type)
        return [{ column, confidence, reasons, converts, samples: [] }]
      })
      .sort((a, b) => b.confidence - a.confidence)
    const sources = ranked.filter((s, i) => i < shownSources || s.column === assigned)
    return { column: name, type, assigned, sources }
  })
  const samples = await convertSamples(input, from, matches, signal)
  return {
    ...sizeOf(source),
    targets: matches.map(({ column, type, assigned, sources }, t) => ({
      column,
      type: type ? formatType(type) : '',
      assigned,
      sources: sources.map((s, i) => ({ ...s, samples: samples.get(`${t} ${i}`) ?? [] })),
    })),
  }
}

const isConvertible = (from: DataType | undefined, to: DataType | undefined) =>
  from === undefined || to === undefined || canCast(from, to)

async function readTarget(
  input: EngineInput,
  { connection, table }: { readonly connection: string; readonly table: TableName },
  signal: AbortSignal,
): Promise<TextTable> {
  const { schema = '', name } = table
  const nodes = [
    nodeOf('target', 'source.database', { connection, read: 'table', table: { schema, name } }),
    nodeOf('first', 'transform.limit', { count: targetRows }),
  ]
  const edge = {
    id: 'e',
    source: 'target',
    sourcePort: 'out',
    target: 'first',
    targetPort: 'in',
  }
  const pipeline = { ...input.pipeline, nodes, edges: [edge] }
  return readTable({ ...input, pipeline }, 'first', 'out', {}, signal)
}

const nodeOf = (id: string, type: string, config: PipelineNode['config']): PipelineNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  config,
})

interface Pairs {
  readonly type: DataType | undefined
  readonly sources: readonly SourceMatch[]
}

/**
 * Values before and after conversion, as a run would convert them: by a mapping behind the port
 * that holds all pairs at once. Keyed by place of target and source.
 */
async function convertSamples(
  input: EngineInput,
  { node, port }: InspectedPort,
  targets: readonly Pairs[],
  signal: AbortSignal,
): Promise<Map<string, MatchSample[]>> {
  const pairs = targets.flatMap(({ type, sources }, t) =>
    sources.flatMap(({ column, converts }, s) =>
      converts && type ? [{ key: `${t} ${s}`, column, type }] : [],
    ),
  )
  const found = new Map<string, MatchSample[]>()
  if (pairs.length === 0) return found
  const columns = pairs.flatMap(({ column, type }, i) => {
    const common = { expression: formatColumn(column), required: false, onFailure: 'null' }
    return [
      { name: `before ${i}`, type: 'text', ...common },
      { name: `after ${i}`, type: formatType(type), ...common },
    ]
  })
  const { pipeline } = input
  const ids = new Set(pipeline.nodes.map((n) => n.id))
  let id = 'samples'
  while (ids.has(id)) id += '_'
  const edge = { id, source: node, sourcePort: port, target: id, targetPort: 'in' }
  const extended = {
    ...pipeline,
    nodes: [...pipeline.nodes, nodeOf(id, 'map.columns', { columns })],
    edges: [...pipeline.edges, edge],
  }
  const { rows } = await previewPort({ ...input, pipeline: extended }, id, 'out', 200, signal)
  pairs.forEach(({ key }, i) => {
    found.set(key, chooseSamples(rows.map((r) => [r[2 * i] ?? null, r[2 * i + 1] ?? null])))
  })
  return found
}

/** Different values, those that are lost first: they are what a person has to see. */
function chooseSamples(values: readonly (readonly [string | null, string | null])[]) {
  const byValue = new Map<string, MatchSample>()
  for (const [before, after] of values)
    if (before !== null)
      byValue.set(before, { before: short(before), after: after && short(after) })
  const all = [...byValue.values()]
  const lost = all.filter((s) => s.after === null).slice(0, 1)
  return [...lost, ...all.filter((s) => s.after !== null)].slice(0, shownSamples)
}

const short = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
