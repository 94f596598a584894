import { formatTable } from '../../../nodes/kit/source.ts'
import type { Snapshot } from '../../connectors/connector.ts'
import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import type { ErrorData } from '../../report.ts'
import type { DdlStatement } from '../../schema/ddl/phases.ts'
import { compareRows } from './checksums.ts'
import { Computer } from './compute-range.ts'
import type { DdlContext } from './ddl-steps.ts'
import { runApart, runInOrder, runSideBySide } from './ddl-steps.ts'
import { schemaDrift } from './drift.ts'
import type {
  LedgerEntry,
  MigrationEvent,
  MigrationReport,
  MigrationStep,
  ObjectFailure,
  ScriptPlace,
  TableReport,
} from './input.ts'
import { removeCheckpoints } from './leftovers.ts'
import { LoadStep } from './load-step.ts'
import { findOrphans } from './orphans.ts'
import type { Prepared } from './prepare.ts'
import { readSchema } from './prepare.ts'
import { runScript } from './scripts.ts'
import { tableKey } from './select-tables.ts'
import type { TableWork } from './settle.ts'
import type { TableLoad } from './table-load.ts'
import { countTables } from './verify.ts'

type Found = Pick<
  MigrationReport,
  'steps' | 'objects' | 'failures' | 'notes' | 'tables' | 'ledger'
> & { error: ErrorData | undefined }

/** One migration on its way: the steps in their order, and what became of everything. */
export class MigrationRun {
  readonly #prepared: Prepared
  readonly #emit: (event: MigrationEvent) => void
  readonly #signal: AbortSignal
  readonly #computer: Computer
  readonly #data: LoadStep
  readonly #steps: { step: MigrationStep; seconds: number }[] = []
  readonly #objects: Record<string, number> = {}
  readonly #failures: ObjectFailure[] = []
  readonly #notes: string[] = []
  /** Tables whose CREATE failed: nothing else is tried on them. */
  readonly #notMade = new Set<string>()
  #snapshot: Snapshot | undefined
  #counts: ReadonlyMap<string, number> = new Map()
  #checksums: ReadonlyMap<string, TableReport['checksums']> = new Map()
  #error: ErrorData | undefined
  /** Looks at the source while the target is busy with indexes. */
  #drift: Promise<void> | undefined

  constructor(prepared: Prepared, emit: (event: MigrationEvent) => void, signal: AbortSignal) {
    this.#prepared = prepared
    this.#emit = emit
    this.#signal = signal
    this.#computer = new Computer(prepared.input.engine)
    this.#data = new LoadStep({
      prepared,
      computer: this.#computer,
      signal,
      emit,
      note: (text) => this.#note(text),
      remake: (tables) => this.#remake(tables),
    })
  }

  async carryOut(): Promise<void> {
    const { what } = this.#prepared.input.options
    await this.#data.askFirst()
    this.#refuseProblems()
    if (what !== 'data') {
      await this.#script('before-schema')
      await this.#step('schema', () => this.#makeTables())
      await this.#script('after-schema')
    }
    if (what !== 'schema') {
      await this.#script('before-load')
      await this.#step('load', () => this.#load())
      await this.#script('after-load')
    }
    if (what !== 'data') {
      await this.#script('before-indexes')
      await this.#phase('indexes', runSideBySide)
      await this.#script('after-indexes')
    }
    // Comparing the keys of two tables is quick once their statistics are known.
    if (what !== 'schema') await this.#phase('analyse', runApart)
    if (what !== 'data') {
      await this.#script('before-constraints')
      await this.#phase('constraints', runSideBySide)
      await this.#script('after-constraints')
    }
    // Counters have to be behind the rows even where the tables were there before.
    await this.#phase('sequences', runInOrder)
    if (what !== 'data') {
      await this.#phase('views', runInOrder)
      await this.#phase('others', runInOrder)
    }
    await this.#drift
    if (what !== 'schema') await this.#step('verify', () => this.#verify())
    await this.#script('after-all')
    const { target, fingerprint } = this.#prepared
    if (this.found().tables.every((t) => t.state !== 'failed'))
      await removeCheckpoints(target, this.#targetSchema(), fingerprint)
  }

  found(): Found {
    return {
      steps: this.#steps,
      objects: this.#objects,
      failures: this.#failures,
      notes: this.#notes,
      ledger: this.#ledger(),
      tables: this.#data.loads.map((load) => this.#report(load)),
      error: this.#error,
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#data.loads.map((load) => load.close()))
    await this.#snapshot?.close().catch(() => undefined)
    await this.#computer.close()
  }

  #refuseProblems(): void {
    const [first, ...others] = this.#data.settled.problems.filter((p) => p.severity === 'error')
    if (!first) return
    const { severity: _, code, message, ...data } = first
    const more = others.length > 0 ? ` There are ${others.length} more such problems.` : ''
    throw new MigrateError(code as ErrorCode, `${message}${more}`, data)
  }

  async #makeTables(): Promise<void> {
    const { ddl } = this.#data.settled
    const before = ddl.before.filter((s) => this.#isNew(s))
    const tables = ddl.tables.filter((s) => this.#isNew(s))
    this.#progress('schema', 0, before.length + tables.length)
    await runInOrder(before, this.#context())
    await runInOrder(tables, this.#context())
  }

  async #load(): Promise<void> {
    const { source, input } = this.#prepared
    const snapshot = await source.snapshot?.({
      tables: this.#data.settled.tables.map((t) => t.planned.source),
      links: input.options.jobs,
    })
    if (!snapshot) throw new MigrateError('INTERNAL', 'The source has no snapshots.')
    this.#snapshot = snapshot
    if (snapshot.note) this.#note(snapshot.note)
    await this.#data.run(snapshot, this.#notMade, (done, total) =>
      this.#progress('load', done, total),
    )
    if (!input.options.verify) await snapshot.close()
    this.#drift = this.#lookForDrift()
    this.#drift.catch(() => undefined)
  }

  async #lookForDrift(): Promise<void> {
    const { source, input, whole } = this.#prepared
    const after = await readSchema(source, input.source, input.options.schemas)
    const migrated = new Set(this.#data.settled.tables.map((t) => tableKey(t.planned.source)))
    const drift = schemaDrift(whole, after, migrated)
    if (drift.length === 0) return
    this.#error = {
      code: 'SCHEMA_DRIFT',
      message: `The source’s schema has changed during the run: ${drift.slice(0, 10).join('; ')}.`,
      hint: 'The rows are those of the moment the run began. Run again for what has changed.',
      details: { changes: drift.length },
    }
    this.#emit({ type: 'problem', error: this.#error })
  }

  /** Tables that have to be other than they were made first. */
  async #remake(tables: readonly TableWork[]): Promise<void> {
    const wanted = new Set(tables.map((t) => tableKey(t.planned.target)))
    const statements = this.#data.settled.ddl.tables.filter(
      ({ object }) => object.table && wanted.has(tableKey(object.table)),
    )
    await runInOrder(statements, this.#context())
  }

  async #verify(): Promise<void> {
    const { target, input, whole } = this.#prepared
    const { jobs } = input.options
    const { system } = this.#targetSchema()
    const works = this.#data.loads.filter((l) => !l.error).map((l) => l.work)
    this.#counts = await countTables(works, target, system, jobs)
    for (const load of this.#data.loads) {
      const counted = this.#counts.get(formatTable(load.work.planned.target))
      const { rows } = load.now()
      if (load.error || load.work.planned.mode !== 'create' || counted === undefined) continue
      if (counted !== rows) load.fail(wrongCount(rows, counted))
    }
    if (input.options.verify && this.#snapshot) {
      this.#checksums = await compareRows(works, this.#snapshot, target, jobs, this.#signal)
      for (const load of this.#data.loads)
        if (this.#checksums.get(formatTable(load.work.planned.target)) === 'different')
          load.fail(differentRows())
    }
    const takenAsIs = system === 'mysql' || system === 'sqlite'
    if (!takenAsIs || whole.system === 'postgres') return
    const loaded = new Set(works.map((w) => tableKey(w.planned.target)))
    this.#failures.push(...(await findOrphans(this.#targetSchema(), loaded, target, jobs)))
  }

  async #phase(
    step: Exclude<MigrationStep, 'schema' | 'load' | 'verify'>,
    run: (statements: readonly DdlStatement[], context: DdlContext) => Promise<void>,
  ): Promise<void> {
    const { ddl } = this.#data.settled
    const all = step === 'others' ? [...ddl.comments, ...ddl.others] : ddl[step]
    const wanted = this.#largestFirst(
      all.filter((s) => this.#applies(step, s)),
      step,
    )
    if (wanted.length === 0) return
    await this.#step(step, async () => {
      let done = 0
      await run(
        wanted,
        this.#context(() => this.#progress(step, ++done, wanted.length)),
      )
    })
  }

  /** What takes longest begins first; the order among views and others has a meaning. */
  #largestFirst(statements: readonly DdlStatement[], step: MigrationStep): readonly DdlStatement[] {
    if (step !== 'indexes' && step !== 'constraints' && step !== 'analyse') return statements
    const { tables } = this.#data.settled
    const rank = new Map(tables.map((t, i) => [tableKey(t.planned.target), i]))
    const of = ({ object }: DdlStatement) =>
      (object.table ? rank.get(tableKey(object.table)) : undefined) ?? tables.length
    return [...statements].sort((a, b) => of(a) - of(b))
  }

  #applies(step: MigrationStep, statement: DdlStatement): boolean {
    const { table } = statement.object
    if (table && this.#notMade.has(tableKey(table))) return false
    return step === 'sequences' || step === 'analyse' || this.#isNew(statement)
  }

  /** Nothing is made for a table that was there before. */
  #isNew({ object }: DdlStatement): boolean {
    const { existing } = this.#prepared
    const { table, kind, name } = object
    if (kind === 'type' || kind === 'sequence')
      return !existing.hasNamed(table?.schema ? { schema: table.schema, name } : { name })
    if (!table) return true
    const { tables } = this.#data.settled
    const work = tables.find((t) => tableKey(t.planned.target) === tableKey(table))
    return !work || work.planned.mode === 'create'
  }

  #context(tell: () => void = () => undefined): DdlContext {
    const { target, input } = this.#prepared
    return {
      target,
      schema: this.#targetSchema(),
      jobs: input.options.jobs,
      goesOn: input.resume,
      signal: this.#signal,
      made: ({ object }) => {
        this.#objects[object.kind] = (this.#objects[object.kind] ?? 0) + 1
        tell()
      },
      failed: (failure) => {
        this.#failures.push(failure)
        this.#emit({ type: 'problem', error: failure.error })
        if (failure.kind === 'table') this.#giveUp(failure.table)
        tell()
      },
    }
  }

  #giveUp(table: string | undefined): void {
    const lost = this.#data.settled.tables.find((t) => formatTable(t.planned.target) === table)
    if (lost) this.#notMade.add(tableKey(lost.planned.target))
  }

  async #step(step: MigrationStep, work: () => Promise<void>): Promise<void> {
    this.#signal.throwIfAborted()
    const begun = performance.now()
    this.#emit({ type: 'step', step, state: 'running', done: 0, total: 0 })
    try {
      await work()
    } finally {
      this.#steps.push({ step, seconds: (performance.now() - begun) / 1000 })
    }
    this.#emit({ type: 'step', step, state: 'done', done: 0, total: 0 })
  }

  #progress(step: MigrationStep, done: number, total: number): void {
    this.#emit({ type: 'step', step, state: 'running', done, total })
  }

  #script(place: ScriptPlace): Promise<void> {
    const { input, target } = this.#prepared
    return runScript(place, input.options, target, this.#targetSchema().system)
  }

  #note(text: string): void {
    this.#notes.push(text)
    this.#emit({ type: 'note', text })
  }

  /** What was foreseen, with the rows it has hurt. */
  #ledger(): LedgerEntry[] {
    return this.#data.settled.losses.map((loss) =>
      loss.rows === undefined ? loss : { ...loss, actualRows: loss.rows },
    )
  }

  #targetSchema() {
    return this.#data.settled.translation.schema
  }

  #report(load: TableLoad): TableReport {
    const target = formatTable(load.work.planned.target)
    return {
      ...load.report(),
      counted: this.#counts.get(target) ?? null,
      checksums: this.#checksums.get(target) ?? null,
    }
  }
}

const differentRows = () =>
  new MigrateError('COUNT_MISMATCH', 'The rows of source and target have different checksums.', {
    hint: 'Look for triggers that change rows, and in the ledger for what was converted.',
  })

const wrongCount = (rows: number, counted: number) =>
  new MigrateError('COUNT_MISMATCH', `${rows} rows were loaded, but ${counted} are there.`, {
    hint: 'Something else writes to the target; empty it and run again.',
  })
