import type { StepColumn, StepOutput } from '../step.ts'
import { loadDanfo } from './danfo.ts'
import type { OptionsOf } from './options.ts'
import { present, textsOf } from './texts.ts'

/** One value per column, for the rows that have none. Of equally frequent ones, the first in order. */
export async function impute(
  columns: readonly StepColumn[],
  options: OptionsOf<'impute'>,
): Promise<StepOutput> {
  const fillers: (string | null)[] = []
  for (const [i, column] of columns.entries())
    fillers.push(options.fitted?.[i] ?? (await filler(column, options)))
  return {
    columns: columns.map((column, i) => {
      const fill = fillers[i] ?? null
      return textsOf(column).map((text) => (text === null ? fill : null))
    }),
    fitted: { fitted: fillers },
  }
}

async function filler(
  column: StepColumn,
  { method, value }: OptionsOf<'impute'>,
): Promise<string | null> {
  if (method === 'constant') return value
  if (method === 'most-frequent') return mostFrequent(textsOf(column))
  const numbers = present(column)
  if (numbers.length === 0) return null
  const { Series } = await loadDanfo()
  const series = new Series(numbers)
  const found = method === 'mean' ? series.mean() : series.median()
  const whole = column.type.kind === 'integer'
  return String(whole ? Math.round(found) : found)
}

function mostFrequent(texts: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>()
  for (const text of texts) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1)
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return first?.[0] ?? null
}
