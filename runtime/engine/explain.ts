import type { Relation } from '../../nodes/kit/relation.ts'
import { walkRelation } from '../../nodes/kit/relation.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import type { PlannedNode } from '../plan/plan.ts'
import { chunkingOf } from './chunking.ts'
import { Counts } from './counts.ts'
import { Dataflow } from './dataflow.ts'
import type { Discovery, EngineInput, Explanation, SinkPlan } from './input.ts'
import { rootsOf } from './roots.ts'
import { choosePath } from './sink-path.ts'
import { Workbench } from './workbench.ts'

/** Columns of everything the pipeline's nodes read from or write to; problems as issues. */
export async function discoverSchemas(
  input: EngineInput,
  signal: AbortSignal = new AbortController().signal,
): Promise<Discovery> {
  const bench = await Workbench.open(input, signal)
  try {
    const { schemas, issues } = await bench.discover()
    return { schemas, issues }
  } finally {
    await bench.close()
  }
}

/** The plan and, per sink, how it would be filled. Reads catalogs, no rows. */
export async function explain(
  input: EngineInput,
  signal: AbortSignal = new AbortController().signal,
): Promise<Explanation> {
  const bench = await Workbench.open(input, signal)
  try {
    const { plan } = await bench.plan()
    const { session, pipes, sessions, files } = bench
    const counts = new Counts(session.counters, plan)
    const flow = new Dataflow({ session, pipes, sessions, files, counts, signal }, rootsOf(plan))
    const sinks: SinkPlan[] = []
    for (const node of plan.nodes) {
      const sink = await explainSink(node, flow)
      if (sink) sinks.push(sink)
    }
    await flow.close()
    return { plan, sinks }
  } finally {
    await bench.close()
  }
}

async function explainSink(
  { node, stage }: PlannedNode,
  flow: Dataflow,
): Promise<SinkPlan | undefined> {
  if (stage?.kind !== 'write') return undefined
  const { input, target } = stage
  if (target.kind === 'file') {
    const estimatedRows = await estimate(input, flow)
    return {
      node: node.id,
      target: target.path,
      mode: 'replace',
      path: 'duckdb',
      chunks: 'single',
      estimatedRows,
    }
  }
  const path = await choosePath(input, flow)
  const chunks = path.kind === 'duckdb' ? chunkingOf(input, flow.stored).kind : 'ranges'
  const estimatedRows =
    (await path.reader?.estimate().catch(() => null)) ?? (await estimate(input, flow))
  await path.close()
  return {
    node: node.id,
    target: `${target.connection}: ${formatTable(target.table)}`,
    mode: target.mode,
    path: path.kind,
    chunks,
    estimatedRows,
  }
}

/** What the largest source of a relation holds; null where no source can tell. */
async function estimate(relation: Relation, flow: Dataflow): Promise<number | null> {
  let most: number | null = null
  for (const r of walkRelation(relation)) {
    if (r.kind === 'values') most = Math.max(most ?? 0, r.rows.length)
    if (r.kind !== 'scan' || r.source.kind === 'files') continue
    const reader = await flow.scanReader(r)
    const rows = await reader.estimate().catch(() => null)
    if (rows !== null) most = Math.max(most ?? 0, rows)
  }
  return most
}
