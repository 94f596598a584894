import type { TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { ColumnSample } from './column-sample.ts'
import { sampleColumn } from './column-sample.ts'
import { inContext } from './context.ts'
import type { PiiKind } from './pii-kinds.ts'
import type { SemanticType } from './semantic-types.ts'
import { semanticTypes } from './semantic-types.ts'

/** What a column means, as far as its values, its name and its neighbours tell. */
export interface SemanticFinding {
  readonly id: string
  readonly title: string
  readonly confidence: number
  readonly pii?: PiiKind | undefined
  /** Share of the values that are such. */
  readonly share: number
  /** Why, in sentences. */
  readonly evidence: readonly string[]
}

export interface ColumnMeaning {
  readonly column: string
  /** Best first; empty where nothing fits. */
  readonly findings: readonly SemanticFinding[]
  readonly sample: ColumnSample
}

/** The meaning of every column of a table. Up to `size` values of a column are looked at. */
export async function findMeanings(
  table: TextTable,
  { size = 1000, seed = 0 } = {},
  work?: Work,
): Promise<ColumnMeaning[]> {
  const meanings: ColumnMeaning[] = []
  for (const [i, column] of table.columns.entries()) {
    const sample = sampleColumn(column, size, seed)
    meanings.push({ column: column.name, sample, findings: rank(sample) })
    work?.progress?.(i + 1, table.columns.length, 'columns')
    await breathe(work)
  }
  return inContext(meanings, table)
}

function rank(sample: ColumnSample): SemanticFinding[] {
  if (sample.values.length === 0) return []
  const found = semanticTypes.flatMap((type) => judge(type, sample) ?? [])
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, 4)
}

function judge(type: SemanticType, sample: ColumnSample): SemanticFinding | undefined {
  const named = type.names?.test(sample.words) ?? false
  if (type.needsName && !named) return undefined
  if (sample.distinct < Math.min(type.distinct ?? 1, named ? 1 : Number.POSITIVE_INFINITY))
    return undefined
  const share = shareOf(type, sample.values, named ? type.least * 0.7 : type.least)
  if (share === undefined) return undefined
  const sure = Math.min(1, 0.75 + (0.25 * (share - type.least)) / Math.max(0.05, 1 - type.least))
  const few = sample.values.length < 4 ? 0.8 : 1
  const confidence = Math.min(0.99, type.strength * sure * few + (named ? 0.08 : 0))
  const percent = `${Math.round(share * 100)} % of ${sample.values.length} values look like it`
  const evidence = named ? [percent, `the column is called “${sample.name}”`] : [percent]
  return {
    id: type.id,
    title: type.title,
    confidence: round(confidence),
    pii: type.pii,
    share: round(share),
    evidence,
  }
}

/** The mean of the test; undefined as soon as it cannot reach `least` any more. */
function shareOf(type: SemanticType, values: readonly string[], least: number): number | undefined {
  let sum = 0
  for (const [i, value] of values.entries()) {
    sum += Number(type.test(value))
    if (sum + values.length - i - 1 < least * values.length) return undefined
  }
  return sum / values.length
}

export const round = (x: number): number => Math.round(x * 1000) / 1000
