import type { TableReport } from '../../runtime/migration-report.ts'

/** `unknown`: not counted, or rows were there before, so that counts say nothing. */
export type Verdict = 'equal' | 'different' | 'unknown' | 'failed'

/** Whether a table of the target has what was read from the source. */
export function verdictOf({ state, mode, rows, counted, checksums }: TableReport): Verdict {
  if (state !== 'done') return 'failed'
  if (checksums !== null) return checksums
  if (counted === null || mode === 'append' || mode === 'merge') return 'unknown'
  return counted === rows ? 'equal' : 'different'
}

const order: Readonly<Record<Verdict, number>> = { failed: 0, different: 1, unknown: 2, equal: 3 }

/** What needs a look comes first; among equals the largest. */
export const byVerdict = (tables: readonly TableReport[]): readonly TableReport[] =>
  [...tables].sort((a, b) => order[verdictOf(a)] - order[verdictOf(b)] || b.rows - a.rows)
