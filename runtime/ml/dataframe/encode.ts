import type { StepColumn, StepOutput, StepValues } from '../step.ts'
import { loadDanfo } from './danfo.ts'
import type { OptionsOf } from './options.ts'
import { textsOf } from './texts.ts'

/**
 * One-hot: for each category a column of 1 and 0. Label: one column of whole numbers from 0.
 * What is missing, or no category, gives 0 in every column, or NULL.
 */
export async function encode(
  columns: readonly StepColumn[],
  { method, categories }: OptionsOf<'encode'>,
): Promise<StepOutput> {
  const { LabelEncoder, OneHotEncoder } = await loadDanfo()
  const made: StepValues[] = []
  const fitted: string[][] = []
  for (const [i, column] of columns.entries()) {
    const texts = textsOf(column)
    const given = categories[i] ?? []
    const known = given.length > 0 ? given : [...new Set(texts.filter((t) => t !== null))].sort()
    fitted.push(known)
    const numberOf = new Map<string, number>()
    if (known.length > 0) {
      const encoder = new LabelEncoder()
      encoder.fit(known)
      const labels = encoder.transform(known)
      for (const [at, category] of known.entries()) numberOf.set(category, labels[at] ?? at)
    }
    if (method === 'label') {
      made.push(texts.map((t) => (t === null ? null : (numberOf.get(t) ?? null))))
      continue
    }
    const encoder = new OneHotEncoder()
    encoder.fit(known)
    const vectors = new Map(encoder.transform(known).map((v, at) => [known[at], v]))
    for (const [at] of known.entries())
      made.push(texts.map((t) => (t === null ? 0 : (vectors.get(t)?.[at] ?? 0))))
  }
  return { columns: made, fitted: { categories: fitted } }
}
