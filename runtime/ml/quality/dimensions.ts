import type { ColumnEvidence, Evidence, Reason } from './evidence.ts'
import { reasons } from './evidence.ts'

export const dimensionNames = [
  'completeness',
  'validity',
  'uniqueness',
  'consistency',
  'timeliness',
] as const
export type DimensionName = (typeof dimensionNames)[number]

/** 0 … 1, or null where the dimension does not apply; `how` says it in a sentence. */
export interface Score {
  readonly score: number | null
  readonly how: string
}

export type Scores = Readonly<Record<DimensionName, Score>>

export interface QualityScores {
  /** The mean of the dimensions that apply; null for a table without rows. */
  readonly overall: number | null
  readonly table: Scores
  readonly columns: readonly { readonly name: string; readonly scores: Scores }[]
}

/** By column, by row: the strongest reason of a cell reported as an error, else undefined. */
export type Findings = readonly ReadonlyMap<number, Reason>[]

const invalid: ReadonlySet<Reason> = new Set([
  'typo',
  'odd-format',
  'mixed-format',
  'outlier',
  'rare-value',
  'garbled',
])
const inconsistent: ReadonlySet<Reason> = new Set(['dependency', 'misplaced'])

/** Which reason weighs most; the first in order among equals. */
export function strongestReason(column: ColumnEvidence, row: number): Reason {
  let best: Reason = reasons[0]
  for (const reason of reasons)
    if ((column.doubt[reason][row] as number) > (column.doubt[best][row] as number)) best = reason
  return best
}

export function scoreDimensions(evidence: Evidence, findings: Findings, now: Date): QualityScores {
  const columns = evidence.columns.map((column, i) => ({
    name: column.column.name,
    scores: scoreColumn(evidence, column, i, findings[i] ?? new Map(), now),
  }))
  const table = {
    completeness: meanOf(columns, 'completeness'),
    validity: meanOf(columns, 'validity'),
    uniqueness: duplicateRows(evidence),
    consistency: meanOf(columns, 'consistency'),
    timeliness: meanOf(columns, 'timeliness'),
  }
  const known = dimensionNames.map((name) => table[name].score).filter((x) => x !== null)
  return { overall: known.length > 0 ? mean(known) : null, table, columns }
}

function scoreColumn(
  evidence: Evidence,
  column: ColumnEvidence,
  index: number,
  found: ReadonlyMap<number, Reason>,
  now: Date,
): Scores {
  const { rows } = evidence.table
  const { codes } = column.column
  let missing = 0
  for (const code of codes) if (column.missing[code]) missing++
  const filled = rows - missing
  const count = (kinds: ReadonlySet<Reason>) =>
    [...found].filter(([row, why]) => kinds.has(why) && !column.missing[codes[row] as number])
      .length
  const speaking = evidence.dependencies.filter((one) => one.to === index).length
  const wrong = count(invalid)
  const broken = count(inconsistent)
  return {
    completeness: share(filled, rows, `${filled} of ${rows} cells have a value`),
    validity: share(filled - wrong, filled, `${wrong} of ${filled} values are written oddly`),
    uniqueness: uniqueness(column),
    consistency:
      speaking === 0 && broken === 0
        ? { score: null, how: 'no other column decides this one' }
        : share(filled - broken, filled, `${broken} of ${filled} values contradict other columns`),
    timeliness: timeliness(column, now),
  }
}

function share(good: number, all: number, how: string): Score {
  return all === 0 ? { score: null, how: 'no values' } : { score: good / all, how }
}

/** Share of distinct values from which a column is meant to identify rows. */
const keyFrom = 0.98

function uniqueness({ column, missing }: ColumnEvidence): Score {
  const distinct = column.values.length - (column.blank < 0 ? 0 : 1)
  if (distinct < keyFrom * (column.codes.length - column.blanks) || distinct < 2)
    return { score: null, how: 'values repeat by nature' }
  let once = 0
  let filled = 0
  column.counts.forEach((count, code) => {
    if (missing[code]) return
    filled += count
    if (count === 1) once++
  })
  return share(once, filled, `${filled - once} of ${filled} values occur again`)
}

function duplicateRows({ table }: Evidence): Score {
  const seen = new Map<string, number>()
  for (let row = 0; row < table.rows; row++) {
    const key = table.columns.map((column) => column.codes[row]).join()
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  const again = table.rows - seen.size
  return share(seen.size, table.rows, `${again} of ${table.rows} rows repeat another row`)
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
const longestLife = 150

/** Of a column of ISO dates: how many lie neither in the future nor before living memory. */
function timeliness({ column, missing }: ColumnEvidence, now: Date): Score {
  const today = now.toISOString().slice(0, 10)
  const oldest = `${now.getUTCFullYear() - longestLife}`
  let filled = 0
  let dates = 0
  let good = 0
  let newest = ''
  column.counts.forEach((count, code) => {
    if (missing[code]) return
    filled += count
    const value = column.values[code] as string
    if (!iso.test(value)) return
    dates += count
    const day = value.slice(0, 10)
    if (day > today || day < oldest) return
    good += count
    if (day > newest) newest = day
  })
  if (filled === 0 || dates < 0.8 * filled)
    return { score: null, how: 'no dates of the form 2024-01-31' }
  const how = `${dates - good} of ${dates} dates lie after ${today} or before ${oldest}; the newest other is ${newest || 'none'}`
  return share(good, dates, how)
}

function meanOf(columns: QualityScores['columns'], name: DimensionName): Score {
  const known = columns.map((column) => column.scores[name].score).filter((x) => x !== null)
  if (known.length === 0) return { score: null, how: 'applies to no column' }
  return { score: mean(known), how: `the mean of ${known.length} columns` }
}

const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length
