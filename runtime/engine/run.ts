import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Apply } from '../../nodes/kit/relation.ts'
import type { MigrateError } from '../error.ts'
import { toMigrateError } from '../error.ts'
import type { MigrationReport } from '../migration-report.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import type { NodeState, RunEvent, RunReport } from '../report.ts'
import { Counts, edgeCounts, nodeCounts } from './counts.ts'
import { Dataflow } from './dataflow.ts'
import { cancelled } from './duckdb-session.ts'
import { openFileWriter } from './file-sink.ts'
import type { FlowHost } from './flow-host.ts'
import { gateFailure, runGate } from './gate-stage.ts'
import type { RunInput } from './input.ts'
import { migrationFailure, migrationSinks, runMigration } from './migrate-stage.ts'
import { profileRelation } from './profile/profile-table.ts'
import { Progress } from './progress.ts'
import { keepRejects } from './rejects.ts'
import { keptPorts, needsOrder, onlyStreams, rootsOf } from './roots.ts'
import { openTableWriter } from './table-sink.ts'
import { refuseBroken, Workbench } from './workbench.ts'
import type { Writer } from './writer.ts'

type Emit = (event: RunEvent) => void

/**
 * Runs a pipeline. Resolves with a report for every outcome; nothing is visible in any
 * target unless the outcome is `done`.
 */
export async function runPipeline(
  input: RunInput,
  emit: Emit,
  signal: AbortSignal,
  host: FlowHost,
): Promise<RunReport> {
  const run = new Run(input, emit)
  emit({ type: 'run', state: 'running', at: run.startedAt })
  let error: MigrateError | undefined
  try {
    await run.carryOut(signal, host)
  } catch (thrown) {
    error = toMigrateError(thrown)
    emit({ type: 'problem', error: error.toData() })
  }
  const report = await run.finish(error)
  emit({ type: 'run', state: report.state, at: new Date().toISOString() })
  emit({ type: 'report', report })
  return report
}

/** SHA-256 of the pipeline's meaning and its parameter values: names a load. */
export function fingerprintOf({ pipeline, parameters }: RunInput): string {
  const { nodes, edges, parameters: declared } = pipeline
  const meaning = {
    nodes: nodes.map(({ id, type, version, config }) => ({ id, type, version, config })),
    edges: edges.map(({ source, sourcePort, target, targetPort }) => [
      source,
      sourcePort,
      target,
      targetPort,
    ]),
    declared: declared.map((p) => [p.name, p.type, p.default]),
    given: Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)),
  }
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex')
}

class Run {
  readonly startedAt = new Date().toISOString()
  readonly #input: RunInput
  readonly #emit: Emit
  readonly #begun = performance.now()
  readonly #stop = new AbortController()
  readonly #fingerprint: string
  readonly #writers = new Map<string, Writer>()
  readonly #states = new Map<string, { state: NodeState; since: number; seconds: number }>()
  readonly #rejects: Record<string, { file: string; rows: number }> = {}
  readonly #gates: RunReport['gates'][number][] = []
  readonly #profiles: Record<string, RunReport['profiles'][string]> = {}
  readonly #migrations: Record<string, MigrationReport> = {}
  #bench: Workbench | undefined
  #plan: Plan | undefined
  #flow: Dataflow | undefined
  #progress: Progress | undefined
  #final: Pick<RunReport, 'nodes' | 'edges'> = { nodes: {}, edges: {} }

  constructor(input: RunInput, emit: Emit) {
    this.#input = input
    this.#emit = emit
    this.#fingerprint = fingerprintOf(input)
  }

  async carryOut(outer: AbortSignal, host: FlowHost): Promise<void> {
    const { signal } = this.#stop
    const cancel = () => this.#stop.abort(cancelled(outer))
    signal.addEventListener('abort', () => void this.#bench?.sessions.cancel(), { once: true })
    if (outer.aborted) throw cancelled(outer)
    outer.addEventListener('abort', cancel, { once: true })
    try {
      await mkdir(this.#input.options.runDir, { recursive: true })
      // 1. Read the columns of all sources and targets, and plan.
      const bench = await Workbench.open(this.#input, signal)
      this.#bench = bench
      const planning = bench.plan()
      host.warm?.().catch(() => undefined)
      const { plan, failures } = await planning
      this.#plan = plan
      refuseBroken(plan, failures)
      // 2. Decide what is shared, what stays text, and count.
      const counts = new Counts(bench.session.counters, plan)
      const { session, pipes, sessions, files } = bench
      const roots = rootsOf(plan)
      await this.#tune(plan, session)
      this.#flow = new Dataflow({ session, pipes, sessions, files, counts, signal }, roots)
      this.#progress = new Progress(this.#emit, () => edgeCounts(plan, counts))
      // 3. Prepare every target, before a row is read.
      for (const node of plan.nodes) await this.#prepare(node)
      // 4. Carry out the flow: gates, profiles, loads.
      this.#progress.start()
      await host.run(plan, (node) => this.#execute(node, signal), signal)
      if (signal.aborted) throw cancelled(signal)
      // 5. Only now make everything visible; first what a constraint could still refuse.
      // From here on there is no way back, so a cancel comes too late.
      outer.removeEventListener('abort', cancel)
      const byRisk = [...this.#writers].sort(([, a], [, b]) => b.risk - a.risk)
      for (const [node, writer] of byRisk)
        await writer.publish().catch((error: unknown) => {
          throw toMigrateError(error).at({ node })
        })
    } catch (error) {
      // What breaks off because of a cancel fails in many ways, and is none of them.
      throw signal.aborted ? cancelled(signal) : error
    } finally {
      outer.removeEventListener('abort', cancel)
    }
  }

  /** Streams in order buffer rows per thread, and the databases want a core as well. */
  async #tune(plan: Plan, session: Workbench['session']): Promise<void> {
    const ordered = needsOrder(plan)
    await session.keepOrder(ordered)
    if (ordered && onlyStreams(plan) && this.#input.options.threads === undefined)
      await session.setThreads(Math.min(4, availableParallelism() - 1))
  }

  async #prepare({ node, stage }: PlannedNode): Promise<void> {
    const flow = this.#flow
    if (stage?.kind !== 'write' || !flow) return
    const { options } = this.#input
    const { input, target } = stage
    const opening =
      target.kind === 'file'
        ? openFileWriter(node.id, input, target, flow, options.baseDir)
        : openTableWriter(node.id, input, target, flow, {
            fingerprint: this.#fingerprint,
            resume: options.resume,
          })
    const writer = await opening.catch((error: unknown) => {
      this.#state(node.id, 'failed')
      throw toMigrateError(error).at({ node: node.id })
    })
    this.#writers.set(node.id, writer)
    this.#progress?.sink(node.id, writer.expected, () => writer.now())
  }

  /** One node's turn, when all it reads from is ready. */
  async #execute(planned: PlannedNode, signal: AbortSignal): Promise<void> {
    const { node } = planned
    this.#state(node.id, 'running')
    try {
      await this.#stage(planned, signal)
      // Nodes without work of their own are done when their rows have been read, at the end.
      if (planned.stage) this.#state(node.id, 'done')
    } catch (error) {
      const failure = signal.aborted
        ? cancelled(signal)
        : toMigrateError(error).at({ node: node.id })
      this.#state(node.id, 'failed')
      // What runs beside it would be thrown away: stop it.
      this.#stop.abort(failure)
      throw failure
    }
  }

  async #stage(planned: PlannedNode, signal: AbortSignal): Promise<void> {
    const flow = this.#flow
    if (!flow) return
    const { node, stage } = planned
    const { runDir, rejectLimit = 10_000 } = this.#input.options
    for (const { port, relation } of keptPorts(planned)) {
      const kept = { node: node.id, port, relation }
      const found = await keepRejects(kept, flow, { runDir, limit: rejectLimit }, signal)
      this.#rejects[node.id] = found
    }
    if (stage?.kind === 'gate') {
      const reports = await runGate(node.id, stage, flow, signal)
      this.#gates.push(...reports)
      const failure = gateFailure(reports)
      if (failure) throw failure
    }
    if (stage?.kind === 'profile')
      this.#profiles[node.id] = (await profileRelation(stage.input, flow, signal)).columns
    if (stage?.kind === 'write') await this.#writers.get(node.id)?.run(signal)
    if (stage?.kind === 'migrate') {
      const report = await runMigration(node.id, stage, this.#input, this.#emit, signal)
      this.#migrations[node.id] = report
      const failure = migrationFailure(node.id, report)
      if (failure) throw failure
    }
  }

  #fitted(): RunReport['fitted'] {
    const learned = this.#flow?.fitted ?? new Map()
    const entries = (this.#plan?.nodes ?? []).flatMap(({ node, outputs }) => {
      const relations = Object.values(outputs).flatMap((r) => learned.get(r as Apply) ?? [])
      return relations.length > 0 ? [[node.id, relations[0]] as const] : []
    })
    return Object.fromEntries(entries)
  }

  #state(node: string, state: NodeState): void {
    const now = performance.now()
    const known = this.#states.get(node)
    const since = known?.since ?? now
    this.#states.set(node, { state, since, seconds: (now - since) / 1000 })
    const counts = this.#counts().get(node)
    this.#emit({ type: 'node', node, state, ...(counts ? { counts } : {}) })
  }

  #counts(): ReadonlyMap<string, ReturnType<typeof nodeCounts>> {
    const [plan, flow] = [this.#plan, this.#flow]
    if (!plan || !flow) return new Map()
    const written = new Map([...this.#writers].map(([node, w]) => [node, w.now().rows]))
    return new Map(
      plan.nodes.map((n) => [n.node.id, nodeCounts(n, flow.parts.counts, written)] as const),
    )
  }

  /** Closes everything, removes what may not stay, and tells how it went. */
  async finish(error: MigrateError | undefined): Promise<RunReport> {
    this.#progress?.stop()
    const counts = this.#counts()
    for (const { node } of this.#plan?.nodes ?? []) {
      const known = this.#states.get(node.id)?.state
      if (!error && known === 'running') this.#state(node.id, 'done')
      if (error && known !== 'done' && known !== 'failed') this.#state(node.id, 'skipped')
    }
    if (this.#plan && this.#flow)
      this.#final = {
        nodes: this.#nodes(counts),
        edges: edgeCounts(this.#plan, this.#flow.parts.counts),
      }
    if (error) await Promise.allSettled([...this.#writers.values()].map((w) => w.discard()))
    await Promise.allSettled([...this.#writers.values()].map((w) => w.close()))
    const report = this.#report(error)
    await this.#flow?.close()
    await this.#bench?.close()
    const { runDir } = this.#input.options
    await writeFile(join(runDir, 'report.json'), JSON.stringify(report, null, 2)).catch(
      () => undefined,
    )
    return report
  }

  #nodes(counts: ReadonlyMap<string, ReturnType<typeof nodeCounts>>): RunReport['nodes'] {
    const entries = [...counts].map(([node, found]) => {
      const { state = 'waiting', seconds = 0 } = this.#states.get(node) ?? {}
      return [node, { ...found, state, seconds }] as const
    })
    return Object.fromEntries(entries)
  }

  #report(error: MigrateError | undefined): RunReport {
    const migrated = Object.entries(this.#migrations).flatMap(([node, r]) =>
      migrationSinks(node, r),
    )
    const sinks = [...[...this.#writers.values()].map((w) => w.report()), ...migrated]
    const sources = (this.#plan?.nodes ?? []).filter((n) => n.definition.inputs.length === 0)
    const sum = (rows: readonly number[]) => rows.reduce((a, b) => a + b, 0)
    const { nodes } = this.#final
    return {
      runId: this.#input.options.runId,
      pipeline: this.#input.pipeline.name,
      fingerprint: this.#fingerprint,
      state: error ? (error.code === 'CANCELLED' ? 'cancelled' : 'failed') : 'done',
      startedAt: this.startedAt,
      seconds: (performance.now() - this.#begun) / 1000,
      rows: {
        read: sum(sources.map((n) => nodes[n.node.id]?.out ?? 0)),
        written: error ? 0 : sum(sinks.map((s) => s.rows)),
        rejected: sum(Object.values(nodes).map((n) => n.rejected)),
      },
      ...this.#final,
      sinks,
      gates: this.#gates,
      profiles: this.#profiles,
      ...(migrated.length > 0 ? { migrations: this.#migrations } : {}),
      fitted: this.#fitted(),
      rejects: this.#rejects,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      ...(error ? { error: error.toData() } : {}),
    }
  }
}
