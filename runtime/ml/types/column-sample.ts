import { sampleWithout, seededRandom } from '../random.ts'
import type { TextColumn } from '../table.ts'

/** What detectors look at: some values of a column, without what stands for nothing. */
export interface ColumnSample {
  readonly name: string
  /** The name as small words: `CCNumber` is `cc number`. */
  readonly words: string
  readonly values: readonly string[]
  readonly distinct: number
  /** Values of the whole column that are something. */
  readonly filled: number
}

const nothing = /^(?:|-|--|\?|n\/?a|nan|null|none|nil|unknown|undefined|#n\/a)$/i

export function sampleColumn(column: TextColumn, size = 1000, seed = 0): ColumnSample {
  const filled: string[] = []
  for (const value of column.values) {
    const text = value?.trim()
    if (text !== undefined && !nothing.test(text)) filled.push(text)
  }
  const chosen =
    filled.length <= size
      ? filled
      : Array.from(
          sampleWithout(seededRandom(seed), filled.length, size).sort(),
          (i) => filled[i] as string,
        )
  return {
    name: column.name,
    words: wordsOf(column.name),
    values: chosen,
    distinct: new Set(chosen).size,
    filled: filled.length,
  }
}

export const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
