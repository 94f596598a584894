import type { StepColumn, StepOutput } from '../step.ts'
import { loadDanfo } from './danfo.ts'
import { present } from './texts.ts'

/** One row per column: name, count, missing, mean, std, min, median, max. */
export async function describe(columns: readonly StepColumn[]): Promise<StepOutput> {
  const { Series } = await loadDanfo()
  const rows = columns.map((column) => {
    const numbers = present(column)
    const missing = ('numbers' in column ? column.numbers.length : 0) - numbers.length
    if (numbers.length === 0) return [column.name, 0, missing, null, null, null, null, null]
    const s = new Series(numbers)
    const std = numbers.length > 1 ? s.std() : null
    return [column.name, numbers.length, missing, s.mean(), std, s.min(), s.median(), s.max()]
  })
  return { columns: Array.from({ length: 8 }, (_, i) => rows.map((row) => row[i] ?? null)) }
}
