import type { Watchers } from './watchers.ts'

/** Carries runs out: queued ones in order, a few at a time, each in a process of its own. */
export interface Jobs {
  readonly watchers: Watchers
  /** Something was queued. */
  wake(): void
  /** Ends a queued or running run as cancelled; resolves when that is stored. */
  cancel(runId: string): Promise<void>
  /** Takes nothing new, waits for what runs, cancels what is left after `seconds`. */
  drain(seconds: number): Promise<void>
}
