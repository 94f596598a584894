import type { StepColumn, StepOutput } from '../step.ts'
import { loadDanfo } from './danfo.ts'
import type { OptionsOf } from './options.ts'
import { present } from './texts.ts'

/**
 * Standard: (x - mean) / standard deviation of the sample. Min-max: 0 for the smallest, 1 for
 * the largest. A column of one value only becomes 0. What is missing stays missing.
 */
export async function scale(
  columns: readonly StepColumn[],
  { method, fitted }: OptionsOf<'scale'>,
): Promise<StepOutput> {
  const { Series } = await loadDanfo()
  const parameters = columns.map((column, i) => {
    const known = fitted?.[i]
    if (known) return known
    const numbers = present(column)
    if (numbers.length === 0) return { center: 0, scale: 1 }
    const series = new Series(numbers)
    const center = method === 'standard' ? series.mean() : series.min()
    const spread =
      method === 'min-max' ? series.max() - center : numbers.length > 1 ? series.std() : 0
    return { center, scale: spread > 0 ? spread : 1 }
  })
  return {
    columns: columns.map((column, i) => {
      const { center = 0, scale: by = 1 } = parameters[i] ?? {}
      return 'numbers' in column ? column.numbers.map((n) => (n - center) / by) : []
    }),
    fitted: { fitted: parameters },
  }
}
