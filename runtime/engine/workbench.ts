import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Issue } from '../../nodes/kit/issue.ts'
import { hasErrors, issue } from '../../nodes/kit/issue.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { Source } from '../../nodes/kit/source.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { OpenFiles } from '../connectors/files/open-files.ts'
import { openFiles } from '../connectors/files/open-files.ts'
import { MigrateError, toMigrateError } from '../error.ts'
import type { Plan } from '../plan/plan.ts'
import { planPipeline, sourcesOf } from '../plan/plan-pipeline.ts'
import { DuckDbSession } from './duckdb-session.ts'
import type { Discovery, EngineInput } from './input.ts'
import { Pipes } from './pipes.ts'
import { Sessions } from './sessions.ts'

/** What a run, a preview or a plan works with; everything it opens, it closes. */
export class Workbench {
  readonly input: EngineInput
  readonly signal: AbortSignal
  readonly session: DuckDbSession
  readonly pipes: Pipes
  readonly sessions: Sessions
  readonly files = new Map<string, OpenFiles>()
  readonly folder: string

  private constructor(
    input: EngineInput,
    signal: AbortSignal,
    session: DuckDbSession,
    pipes: Pipes,
    folder: string,
  ) {
    this.input = input
    this.signal = signal
    this.session = session
    this.pipes = pipes
    this.folder = folder
    this.sessions = new Sessions(input.connections, signal)
  }

  static async open(input: EngineInput, signal: AbortSignal): Promise<Workbench> {
    const { memoryLimit, usualMemory, threads, tempDir } = input.options
    const folder = await mkdtemp(join(tempDir ?? tmpdir(), 'migrateiq-'))
    const limits = { memoryLimit, usualMemory, threads }
    const session = await DuckDbSession.open({ ...limits, tempDir: folder })
    return new Workbench(input, signal, session, await Pipes.open(folder), folder)
  }

  /** Columns of everything the nodes read from or write to. */
  async discover(): Promise<Discovery & { failures: readonly MigrateError[] }> {
    const { pipeline, registry, parameters } = this.input
    const schemas = new Map<string, Schema>()
    const reading = new Map<string, Promise<Schema>>()
    const issues: Issue[] = []
    const failures: MigrateError[] = []
    const read = async (node: string, isTarget: boolean, source: Source) => {
      const key = sourceKey(source)
      try {
        const known = reading.get(key) ?? this.#schemaOf(source)
        reading.set(key, known)
        schemas.set(key, await known)
      } catch (thrown) {
        const error = toMigrateError(thrown)
        // A table to write to may come into being later, and a SQLite file with it.
        if (isTarget && (error.code === 'TABLE_NOT_FOUND' || error.code === 'FILE_NOT_FOUND'))
          return
        failures.push(error.at({ node }))
        const values = { reason: error.message.replace(/\.$/, ''), hint: error.data.hint ?? '' }
        issues.push(issue('SCHEMA_UNKNOWN', [], values, { node }))
      }
    }
    const work: Promise<void>[] = []
    for (const node of pipeline.nodes) {
      const alone = { ...pipeline, nodes: [node], edges: [] }
      for (const source of sourcesOf(alone, { registry, parameters }))
        work.push(read(node.id, node.type.startsWith('sink.'), source))
    }
    await Promise.all(work)
    return { schemas, issues, failures }
  }

  async #schemaOf(source: Source): Promise<Schema> {
    if (source.kind !== 'files') {
      const session = await this.sessions.get(source.connection)
      const schema = await session.schemaOf(source)
      await this.session.makeRoom(schema.length)
      return schema
    }
    const { baseDir, uploadsDir } = this.input.options
    const files = await openFiles(source, {
      baseDir,
      uploadsDir,
      query: (sql) => this.session.query(sql, this.signal),
      workDir: this.folder,
      makeRoom: (columns) => this.session.makeRoom(columns),
      signal: this.signal,
    })
    await this.session.makeRoom(files.schema.length)
    this.files.set(sourceKey(source), files)
    return files.schema
  }

  /** The plan, with what could not be discovered among its issues. */
  async plan(): Promise<{ plan: Plan; failures: readonly MigrateError[] }> {
    const { pipeline, registry, parameters } = this.input
    const { schemas, issues, failures } = await this.discover()
    const plan = planPipeline(pipeline, { registry, schemas, parameters })
    return { plan: { ...plan, issues: [...issues, ...plan.issues] }, failures }
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.sessions.close(), this.session.close(), this.pipes.close()])
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Throws what stands in the way of running a plan. */
export function refuseBroken(plan: Plan, failures: readonly MigrateError[]): void {
  const [failure] = failures
  if (failure) throw failure
  if (!hasErrors(plan.issues)) return
  const broken = plan.issues.filter((i) => i.severity === 'error')
  const [first] = broken
  const codes = broken.map((i) => (i.node ? `${i.code} (${i.node})` : i.code))
  throw new MigrateError('INVALID_PIPELINE', `The pipeline has problems: ${codes.join(', ')}.`, {
    hint: 'See migrateiq validate, or the problems panel, for each of them.',
    ...(first?.node ? { node: first.node } : {}),
    details: { count: broken.length },
  })
}
