import type { ColumnEvidence, Evidence } from './evidence.ts'

/** What a doubted cell most probably should be; '' proposes to empty it. */
export interface Repair {
  readonly value: string
  /** 0 … 1. */
  readonly confidence: number
  readonly because: 'dependency' | 'typo' | 'format' | 'misplaced' | 'null-word'
}

/** The most probable value under the dependencies, the near frequent values and the formats. */
export function repairCell(evidence: Evidence, index: number, row: number): Repair | undefined {
  const column = evidence.columns[index] as ColumnEvidence
  const code = column.column.codes[row] as number
  const value = column.column.values[code] as string
  const candidates = [...candidatesOf(evidence, column, index, row, code)]
  const byValue = new Map<string, Repair>()
  for (const one of candidates) {
    if (one.value === value) continue
    const before = byValue.get(one.value)
    // Two reasons for the same value are surer than one.
    const confidence = before ? 1 - (1 - before.confidence) * (1 - one.confidence) : one.confidence
    byValue.set(one.value, { ...(before ?? one), confidence })
  }
  let best: Repair | undefined
  for (const one of byValue.values()) if (one.confidence > (best?.confidence ?? 0)) best = one
  return best && { ...best, confidence: Math.min(0.99, best.confidence) }
}

function* candidatesOf(
  { misplaced, table }: Evidence,
  column: ColumnEvidence,
  index: number,
  row: number,
  code: number,
): Generator<Repair> {
  const { values } = column.column
  const value = values[code] as string
  const moved = misplaced.holds[index]?.get(row) ?? misplaced.lacks[index]?.get(row)
  if (moved !== undefined) yield { value: moved, confidence: 0.9, because: 'misplaced' }
  const voted = column.votes.best[row] as number
  if (voted >= 0) {
    const confidence = column.votes.bestShare[row] as number
    yield { value: values[voted] as string, confidence, because: 'dependency' }
  }
  const near = column.typos.neighbour[code] as number
  if (near >= 0) {
    const confidence = column.typos.score[code] as number
    yield { value: values[near] as string, confidence, because: 'typo' }
  }
  if ((column.doubt['null-word'][row] as number) > 0.5)
    yield { value: '', confidence: 0.6, because: 'null-word' }
  const rewritten = rewrite(column, code)
  if (rewritten !== undefined) yield { value: rewritten, confidence: 0.7, because: 'format' }
  else if (value !== value.trim() && table.rows > 0)
    yield { value: value.trim(), confidence: 0.7, because: 'format' }
}

/** The number alone, where the column's quantities are plain numbers or have no common notation. */
function rewrite({ column, formats, missing }: ColumnEvidence, code: number): string | undefined {
  if (missing[code] || (formats.mixed[code] as number) === 0) return undefined
  if (formats.usual !== undefined && formats.usual !== '#') return undefined
  const value = column.values[code] as string
  const found = value.match(/-?\d+(?:\.\d+)?/g)
  if (found?.length !== 1 || !found[0]) return undefined
  return formats.usual === '#' ? found[0] : String(Number(found[0]))
}
