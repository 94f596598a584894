import type { SinkReport } from '../report.ts'

/** One sink of a run. */
export interface Writer {
  /** Rows and bytes written so far; from any moment. */
  now(): { rows: number; bytes: number }
  /** How much `publish` may still find wrong: 2 inserts into a table, 1 adds a key, 0 renames. */
  readonly risk: 0 | 1 | 2
  /** Rows to expect, where the source could tell. */
  readonly expected: number | null
  /** Loads all rows; nothing is visible in the target yet. */
  run(signal: AbortSignal): Promise<void>
  /** Makes the rows visible at once. */
  publish(): Promise<void>
  /** After a failure: removes what was loaded, or keeps it where a resume can use it. */
  discard(): Promise<void>
  close(): Promise<void>
  report(): SinkReport
}
