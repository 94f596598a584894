import type { Session, Snapshot } from '../../connectors/connector.ts'
import { quotingOf } from '../../connectors/quoting.ts'
import type { ErrorCode } from '../../error.ts'
import { MigrateError } from '../../error.ts'
import type { Forecast } from '../../schema/translate/index.ts'
import type { Computer } from './compute-range.ts'
import { countForecasts } from './forecasts.ts'
import type { MigrationEvent } from './input.ts'
import { loadTables } from './load-tables.ts'
import type { Prepared } from './prepare.ts'
import { LoadProgress } from './progress.ts'
import { publishGroups, stagedTable } from './publish-groups.ts'
import { tableKey } from './select-tables.ts'
import type { Settled, TableWork } from './settle.ts'
import { publishLoads, TableLoad } from './table-load.ts'

/** Tables up to this size are asked for doubtful values before anything is made. */
const askedFirst = 10_000

/** How a target refuses a value that was not foreseen. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'VALUE_DOES_NOT_FIT',
  'CONSTRAINT_VIOLATED',
  'CONVERSION_FAILED',
  'QUERY_FAILED',
])

export interface LoadStepContext {
  readonly prepared: Prepared
  readonly computer: Computer
  readonly signal: AbortSignal
  readonly emit: (event: MigrationEvent) => void
  /** Tells the user something that is no error. */
  readonly note: (text: string) => void
  /** Makes the tables anew that have to be different from what was thought. */
  readonly remake: (tables: readonly TableWork[]) => Promise<void>
}

/**
 * All rows of all tables. Large tables are not asked for doubtful values beforehand: they are
 * loaded as if there were none, asked afterwards, and done again where that was wrong.
 */
export class LoadStep {
  readonly #context: LoadStepContext
  readonly #counts = new Map<string, number>()
  settled: Settled
  loads: readonly TableLoad[] = []

  constructor(context: LoadStepContext) {
    this.#context = context
    this.settled = context.prepared.settle(this.#counts)
  }

  /** Rows hurt, by forecast, as far as the data have been asked. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  async askFirst(): Promise<void> {
    const { source } = this.#context.prepared
    const small = new Set(
      this.settled.tables
        .filter(
          ({ planned }) => (planned.estimatedRows ?? 0) <= askedFirst || planned.mode !== 'create',
        )
        .map((t) => tableKey(t.planned.source)),
    )
    await this.#ask(
      this.settled.translation.mapping.forecasts.filter((f) => small.has(tableKey(f.table))),
      async (sql) => (await source.execute?.([sql])) ?? [],
    )
  }

  async run(
    snapshot: Snapshot,
    notMade: ReadonlySet<string>,
    tell: (done: number, total: number) => void,
  ): Promise<void> {
    const wanted = this.settled.tables.filter((t) => !notMade.has(tableKey(t.planned.target)))
    this.loads = wanted.map((work) => this.#loadOf(work, snapshot))
    await this.#load(this.loads, tell)
    await this.#publishStaged()
    await this.#askRest(snapshot)
  }

  async #load(loads: readonly TableLoad[], tell: (done: number, total: number) => void) {
    const { prepared, emit } = this.#context
    const { jobs } = prepared.input.options
    const progress = new LoadProgress(this.loads, emit)
    let done = 0
    progress.start()
    try {
      await loadTables(loads, { jobs, done: () => tell(++done, loads.length) })
    } finally {
      progress.stop()
    }
  }

  #loadOf(work: TableWork, snapshot: Snapshot, again = false): TableLoad {
    const { prepared, computer, signal, note } = this.#context
    const { target, fingerprint, input } = prepared
    const resume = input.resume && !again
    return new TableLoad(work, { snapshot, target, computer, fingerprint, resume, signal, note })
  }

  /** Tables that were there: parents first, so that their children's keys hold. */
  async #publishStaged(): Promise<void> {
    const { existing, target } = this.#context.prepared
    const staged = this.loads
      .filter((l) => !l.error && l.work.planned.mode !== 'create')
      .map((load) => ({ load, ...stagedTable(load.work, existing) }))
    for (const group of publishGroups(staged)) {
      const loads = group.map((it) => it.load)
      await publishLoads(loads, target)
      for (const load of loads) await load.close()
    }
  }

  /** What was not asked before; where the answer changes a table, the table is done again. */
  async #askRest(snapshot: Snapshot): Promise<void> {
    const before = this.settled
    const refusing = before.translation.schema.system === 'postgres'
    const doubts = before.translation.mapping.forecasts.filter((f) => {
      if (this.#counts.has(f.id)) return false
      const load = this.loads.find((l) => tableKey(l.work.planned.source) === tableKey(f.table))
      if (!load) return false
      if (load.error) return refusals.has(load.error.code)
      // Such a text cannot have come in, or the reader has seen that there is none.
      const impossible = (refusing && f.loss.code === 'NUL_REMOVED') || load.cleared.has(f.id)
      if (impossible) this.#counts.set(f.id, 0)
      return !impossible
    })
    await this.#ask(doubts, snapshot.query, snapshot.links)
    if (this.#context.prepared.input.options.what !== 'everything') return
    const changed = this.settled.tables.filter((work) => {
      const old = before.tables.find((t) => sameSource(t, work))
      return work.planned.mode === 'create' && old && contentOf(old) !== contentOf(work)
    })
    if (changed.length === 0) return
    await dropTables(this.#context.prepared.target, before, changed)
    await this.#context.remake(changed)
    const again = changed.map((work) => this.#loadOf(work, snapshot, true))
    this.loads = [
      ...this.loads.filter((l) => !again.some((other) => sameSource(other.work, l.work))),
      ...again,
    ]
    await this.#load(again, () => undefined)
  }

  async #ask(
    forecasts: readonly Forecast[],
    query: Snapshot['query'],
    links = this.#context.prepared.input.options.jobs,
  ): Promise<void> {
    if (forecasts.length === 0) return
    const { prepared } = this.#context
    const jobs = Math.min(links, prepared.input.options.jobs)
    const { rows } = await countForecasts(forecasts, prepared.whole.system, { query, jobs })
    for (const [id, count] of rows) this.#counts.set(id, count)
    // What no row is hurt by changes nothing.
    if ([...rows.values()].some((n) => n > 0)) this.settled = prepared.settle(this.#counts)
  }
}

const sameSource = (a: TableWork, b: TableWork) =>
  tableKey(a.planned.source) === tableKey(b.planned.source)

const contentOf = ({ mapping, target }: TableWork) => JSON.stringify([mapping, target])

async function dropTables(
  target: Session,
  { tables, translation }: Settled,
  changed: readonly TableWork[],
): Promise<void> {
  const { tableName } = quotingOf(translation.schema.system)
  for (const work of changed) {
    const old = tables.find((t) => sameSource(t, work))
    if (!old) throw new MigrateError('INTERNAL', 'A table to be made anew was never made.')
    await target.execute?.([`DROP TABLE ${tableName(old.planned.target)}`])
  }
}
