import type { RunEvent } from '../report.ts'

const interval = 250

/** Tells how far the sinks are, at most four times a second. */
export class Progress {
  readonly #emit: (event: RunEvent) => void
  readonly #edges: () => Record<string, number>
  readonly #sinks = new Map<string, SinkProgress>()
  #timer: NodeJS.Timeout | undefined
  #lastEdges = ''

  constructor(emit: (event: RunEvent) => void, edges: () => Record<string, number>) {
    this.#emit = emit
    this.#edges = edges
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tell(), interval)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.tell()
  }

  /** `now` is asked whenever progress is told. */
  sink(node: string, expected: number | null, now: () => { rows: number; bytes: number }): void {
    this.#sinks.set(node, new SinkProgress(node, expected, now))
  }

  tell(): void {
    const rows = this.#edges()
    const text = JSON.stringify(rows)
    if (text !== this.#lastEdges) this.#emit({ type: 'edges', rows })
    this.#lastEdges = text
    for (const sink of this.#sinks.values()) {
      const event = sink.next()
      if (event) this.#emit(event)
    }
  }
}

class SinkProgress {
  readonly #node: string
  readonly #expected: number | null
  readonly #now: () => { rows: number; bytes: number }
  readonly #startedAt = performance.now()
  #last = ''

  constructor(node: string, expected: number | null, now: () => { rows: number; bytes: number }) {
    this.#node = node
    this.#expected = expected
    this.#now = now
  }

  /** Undefined while nothing has moved. */
  next(): RunEvent | undefined {
    const { rows, bytes } = this.#now()
    const moved = `${rows} ${bytes}`
    if (moved === this.#last || (rows === 0 && bytes === 0)) return undefined
    this.#last = moved
    const seconds = (performance.now() - this.#startedAt) / 1000
    const rowsPerSecond = seconds > 0 ? Math.round(rows / seconds) : 0
    const known = this.#expected !== null && this.#expected > 0
    const fraction = known ? Math.min(1, rows / (this.#expected as number)) : undefined
    const left =
      fraction !== undefined && fraction > 0 ? (seconds * (1 - fraction)) / fraction : undefined
    return {
      type: 'progress',
      node: this.#node,
      rows,
      bytes,
      rowsPerSecond,
      ...(fraction === undefined ? {} : { fraction }),
      ...(left === undefined ? {} : { secondsLeft: Math.round(left) }),
    }
  }
}
