import type { Relation, Scan } from '../../nodes/kit/relation.ts'
import { walkRelation } from '../../nodes/kit/relation.ts'
import { MigrateError } from '../error.ts'
import type { Plan } from '../plan/plan.ts'
import type { TableProfile } from '../report.ts'
import { toCanonical } from '../sql/canonical.ts'
import { Counts } from './counts.ts'
import { Dataflow } from './dataflow.ts'
import type { EngineInput, Preview } from './input.ts'
import { profileRelation } from './profile/profile-table.ts'
import { runStatement } from './statement.ts'
import { name } from './wire-sql.ts'
import { Workbench } from './workbench.ts'

/** Rows read of every source, so that a preview costs the same for a table of any size. */
const sampleRows = 1000

/** The first rows of an output port, computed on a sample of every source. */
export async function previewPort(
  input: EngineInput,
  node: string,
  port: string,
  limit = sampleRows,
  signal: AbortSignal = new AbortController().signal,
): Promise<Preview> {
  return withPort(input, node, port, signal, async (relation, plan, bench) => {
    const sample = Math.max(limit, sampleRows)
    const flow = flowOver(relation, plan, bench, sample)
    const { sql, feeds, release } = await flow.select(relation, relation)
    const list = relation.schema.map(
      (c) => `CAST(${toCanonical(name(c.name), c.type)} AS VARCHAR) AS ${name(c.name)}`,
    )
    await bench.session.keepOrder(true)
    await runStatement(
      bench.session,
      {
        sql: `CREATE TABLE preview AS SELECT ${list.join(', ')} FROM (${sql}) LIMIT ${limit}`,
        feeds,
      },
      signal,
    )
    release()
    const rows = await bench.session.query('FROM preview', signal)
    const cut = walkRelation(relation).some(
      (r) => r.kind === 'scan' && (flow.parts.counts.of(r) ?? 0) >= sample,
    )
    await flow.close()
    return { columns: relation.schema, rows, sampled: cut }
  })
}

/** Statistics of the columns of an output port, over all rows. */
export async function profilePort(
  input: EngineInput,
  node: string,
  port: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<TableProfile> {
  return withPort(input, node, port, signal, async (relation, plan, bench) => {
    const flow = flowOver(relation, plan, bench)
    const found = await profileRelation(relation, flow, signal)
    await flow.close()
    return found
  })
}

export function flowOver(
  relation: Relation,
  plan: Plan,
  bench: Workbench,
  sample?: number,
): Dataflow {
  const { session, pipes, sessions, files, signal } = bench
  const scans = walkRelation(relation).filter((r): r is Scan => r.kind === 'scan')
  const counts = new Counts(session.counters, plan, scans)
  return new Dataflow({ session, pipes, sessions, files, counts, signal, sample }, [
    { relation, typed: true },
  ])
}

/** Plans what a port needs, hands its relation to `work`, and closes everything after it. */
export async function withPort<T>(
  input: EngineInput,
  node: string,
  port: string,
  signal: AbortSignal,
  work: (relation: Relation, plan: Plan, bench: Workbench) => Promise<T>,
): Promise<T> {
  const bench = await Workbench.open(upstreamOf(input, node), signal)
  const cancel = () => void bench.sessions.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const { plan, failures } = await bench.plan()
    const planned = plan.nodes.find((n) => n.node.id === node)
    const relation = planned?.outputs[port]
    if (relation) return await work(relation, plan, bench)
    const [failure] = failures
    if (failure) throw failure
    const broken = plan.issues.filter((i) => i.severity === 'error')
    const why = broken.map((i) => (i.node ? `${i.code} (${i.node})` : i.code)).join(', ')
    throw new MigrateError('INVALID_PIPELINE', `“${node}” has no rows at “${port}” yet. ${why}`, {
      node,
      hint: 'Finish the settings of this node and of those before it.',
    })
  } finally {
    signal.removeEventListener('abort', cancel)
    await bench.close()
  }
}

/** Only the node and what it reads from: a broken branch elsewhere is no hindrance. */
function upstreamOf(input: EngineInput, node: string): EngineInput {
  const { pipeline } = input
  const wanted = new Set([node])
  for (let grown = true; grown; ) {
    grown = false
    for (const edge of pipeline.edges)
      if (wanted.has(edge.target) && !wanted.has(edge.source)) {
        wanted.add(edge.source)
        grown = true
      }
  }
  const nodes = pipeline.nodes.filter((n) => wanted.has(n.id))
  const edges = pipeline.edges.filter((e) => wanted.has(e.source) && wanted.has(e.target))
  return { ...input, pipeline: { ...pipeline, nodes, edges } }
}
