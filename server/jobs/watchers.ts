/** Lets subscribers sleep until a run has something new. */
export interface Watchers {
  /** Resolves at the next `notify` of this run, or after `milliseconds`. */
  changed(runId: string, milliseconds: number, signal: AbortSignal | undefined): Promise<void>
  notify(runId: string): void
  /** Wakes everybody and lets nobody sleep any more. */
  close(): void
  readonly closed: boolean
}

export function createWatchers(): Watchers {
  const sleepers = new Map<string, Set<() => void>>()
  let closed = false
  const notify = (runId: string) => {
    for (const wake of sleepers.get(runId) ?? []) wake()
  }
  return {
    notify,
    get closed() {
      return closed
    },
    changed(runId, milliseconds, signal) {
      if (closed || signal?.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const here = sleepers.get(runId) ?? new Set()
        sleepers.set(runId, here)
        const wake = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', wake)
          here.delete(wake)
          if (here.size === 0) sleepers.delete(runId)
          resolve()
        }
        const timer = setTimeout(wake, milliseconds)
        signal?.addEventListener('abort', wake)
        here.add(wake)
      })
    },
    close() {
      closed = true
      for (const runId of [...sleepers.keys()]) notify(runId)
    },
  }
}
