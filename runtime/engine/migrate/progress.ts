import type { MigrationEvent } from './input.ts'
import type { TableLoad } from './table-load.ts'

const interval = 250

/** Tells how far every table is, and all together, four times a second. */
export class LoadProgress {
  readonly #loads: readonly TableLoad[]
  readonly #emit: (event: MigrationEvent) => void
  readonly #begun = performance.now()
  readonly #told = new Map<TableLoad, string>()
  #timer: NodeJS.Timeout | undefined

  constructor(loads: readonly TableLoad[], emit: (event: MigrationEvent) => void) {
    this.#loads = loads
    this.#emit = emit
  }

  start(): void {
    this.#timer = setInterval(() => this.#tell(), interval)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#tell()
  }

  #tell(): void {
    let [rows, bytes, expected, seen] = [0, 0, 0, 0]
    for (const load of this.#loads) {
      const now = load.now()
      const { state } = load
      const estimate = load.work.planned.estimatedRows
      rows += now.rows
      bytes += now.bytes
      // Estimates are rough: a table that is in has what it has.
      const size = state === 'done' ? now.rows : Math.max(estimate ?? 0, now.rows)
      expected += size
      seen += now.rows
      this.#table(load, state, now.rows, estimate)
    }
    const seconds = (performance.now() - this.#begun) / 1000
    const fraction = expected > 0 ? Math.min(1, seen / expected) : undefined
    const left = fraction ? (seconds * (1 - fraction)) / fraction : undefined
    this.#emit({
      type: 'progress',
      rows,
      bytes,
      rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0,
      ...(fraction === undefined ? {} : { fraction }),
      ...(left === undefined ? {} : { secondsLeft: Math.round(left) }),
    })
  }

  #table(load: TableLoad, state: TableLoad['state'], rows: number, expected: number | null): void {
    const text = `${state} ${rows}`
    if (this.#told.get(load) === text || state === 'waiting') return
    this.#told.set(load, text)
    this.#emit({ type: 'table', table: load.name, state, rows, expected })
  }
}
