import { z } from 'zod'
import type { Step, StepColumn } from '../step.ts'
import type { TextColumn } from '../table.ts'
import type { AnomalyColumn } from './columns.ts'
import { columnsOf } from './columns.ts'
import { detectAnomalies } from './detect.ts'

const optionsSchema = z.strictObject({
  method: z.enum(['ensemble', 'forest']),
  /** Share of the rows to take for anomalies; absent: found from the scores. */
  share: z.number().min(0).max(0.5).optional(),
  seed: z.int(),
})

/** The node `ml.anomalies`: for each row its score, whether it is an anomaly, and why. */
export const step: Step = {
  run: async ({ rows, columns }, given, work) => {
    const { method, share, seed } = optionsSchema.parse(given)
    const threshold = share === undefined ? undefined : ({ by: 'contamination', share } as const)
    const batch = columns.flatMap((column) => readColumn(column, rows))
    const { scores, anomalies, attribution } = await detectAnomalies(
      batch,
      { method, seed, threshold },
      work,
    )
    const because = Array.from({ length: rows }, (_, row) =>
      anomalies[row] === 1
        ? attribution(row, 3)
            .map((r) => r.column)
            .join(', ')
        : null,
    )
    return {
      columns: [
        Float64Array.from({ length: rows }, (_, row) => scores[row] ?? 0),
        Array.from({ length: rows }, (_, row) => anomalies[row] === 1),
        because,
      ],
    }
  },
}

/** Typed columns are what they are; text is read as a file's would be. */
function readColumn(column: StepColumn, rows: number): AnomalyColumn[] {
  if ('numbers' in column) return [{ kind: 'number', name: column.name, values: column.numbers }]
  const text: TextColumn = { name: column.name, values: column.texts }
  return columnsOf({ name: '', columns: [text], rows }).columns
}
