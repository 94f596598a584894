import { randomUUID } from 'node:crypto'
import { registry } from '../nodes/index.ts'
import { text } from '../nodes/kit/data-type.ts'
import type { SourceSchemas } from '../nodes/kit/source.ts'
import { sourceKey } from '../nodes/kit/source.ts'
import { nodeRedHost } from '../runtime/hosts/node-red/node-red-host.ts'
import type { Pipeline } from '../runtime/pipeline/schema.ts'
import { pipelineSchema } from '../runtime/pipeline/schema.ts'
import type { Plan } from '../runtime/plan/plan.ts'
import { planPipeline, sourcesOf } from '../runtime/plan/plan-pipeline.ts'
import type { BenchOptions, Figure } from './support/figure.ts'
import { round } from './support/figure.ts'

const limit = 50
const repetitions = 50

/**
 * What a 30-node pipeline costs before and beside its rows: planning it, and Node-RED
 * carrying the control flow through it. After start-up, as in a worker that is warm.
 */
export async function* run(_options: BenchOptions): AsyncGenerator<Figure> {
  const pipeline = makePipeline()
  const nodes = pipeline.nodes.length
  const schemas = makeSchemas(pipeline)
  const plan = () => planPipeline(pipeline, { registry, schemas, parameters: {} })
  const planned = plan()
  if (planned.issues.some((i) => i.severity === 'error'))
    throw new Error(`the pipeline has problems: ${JSON.stringify(planned.issues[0])}`)

  const planning = await measure(async () => void plan())
  yield { metric: 'milliseconds', part: 'planning', nodes, ...planning, limit }

  await nodeRedHost.warm?.()
  const hosting = await measure(() => host(planned))
  yield { metric: 'milliseconds', part: 'node-red', nodes, ...hosting, limit }

  const ours = round(planning.ours + hosting.ours)
  yield { metric: 'milliseconds', part: 'both', nodes, ours, limit, holds: ours < limit }
}

/** The whole flow, deployed, run and taken down, with nodes that do nothing. */
async function host(plan: Plan): Promise<void> {
  let executed = 0
  const execute = async () => {
    executed++
  }
  await nodeRedHost.run(plan, execute, new AbortController().signal)
  if (executed !== plan.nodes.length) throw new Error(`${executed} nodes were executed`)
}

/** Median and worst of many, after a few that warm up. */
async function measure(work: () => Promise<void>): Promise<{ ours: number; worst: number }> {
  for (let i = 0; i < 5; i++) await work()
  const times: number[] = []
  for (let i = 0; i < repetitions; i++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  return { ours: round(times[repetitions >> 1] ?? 0), worst: round(times.at(-1) ?? 0) }
}

/** Three branches of a source, eight steps with expressions and a sink: 30 nodes. */
function makePipeline(): Pipeline {
  const nodes: object[] = []
  const edges: object[] = []
  for (const branch of ['a', 'b', 'c']) {
    const steps = [
      { type: 'source.file', config: { path: `${branch}.csv`, types: 'text' } },
      ...Array.from({ length: 8 }, (_, i) => step(i)),
      { type: 'sink.file', config: { path: `out/${branch}.parquet` } },
    ]
    steps.forEach((node, i) => {
      nodes.push({ id: `${branch}${i}`, ...node })
      const before = steps[i - 1]
      if (before) edges.push(edge(`${branch}${i - 1}`, before.type, `${branch}${i}`))
    })
  }
  return pipelineSchema.parse({ schemaVersion: 1, name: randomUUID(), nodes, edges })
}

const edge = (source: string, type: string, target: string) => {
  const sourcePort = registry.get(type)?.outputs[0]?.name
  return { id: `${source}-${target}`, source, sourcePort, target }
}

const step = (i: number) =>
  i % 2 === 0
    ? { type: 'transform.derive', config: { columns: [{ name: `d${i}`, expression }] } }
    : { type: 'transform.filter', config: { condition: `length(d${i - 1}) > 3 and c0 <> 'x'` } }

const expression = "upper(trim(c1)) || '-' || coalesce(regex_extract(c2, '[0-9]+'), 'none')"

/** Ten columns of text for each file, as if they had been read. */
function makeSchemas(pipeline: Pipeline): SourceSchemas {
  const schema = Array.from({ length: 10 }, (_, i) => ({
    name: `c${i}`,
    type: text,
    nullable: true,
  }))
  const sources = sourcesOf(pipeline, { registry, parameters: {} })
  return new Map(sources.map((source) => [sourceKey(source), schema]))
}
