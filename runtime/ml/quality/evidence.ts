import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedColumn, CodedTable } from './cells.ts'
import type { Dependency } from './dependencies.ts'
import { findDependencies, missingCodes } from './dependencies.ts'
import type { Formats } from './formats.ts'
import { readFormats } from './formats.ts'
import type { Misplaced } from './misplaced.ts'
import { findMisplaced } from './misplaced.ts'
import { isGarbled, isNullWord, plainNumber } from './notation.ts'
import { spellingSurprise } from './spelling.ts'
import type { Typos } from './typos.ts'
import { findTypos } from './typos.ts'
import type { Votes } from './votes.ts'
import { castVotes } from './votes.ts'

/** Why a cell is doubted. */
export const reasons = [
  'missing',
  'null-word',
  'dependency',
  'typo',
  'odd-format',
  'mixed-format',
  'outlier',
  'misplaced',
  'rare-value',
  'garbled',
] as const
export type Reason = (typeof reasons)[number]

/** All that the detectors say of one column. */
export interface ColumnEvidence {
  readonly column: CodedColumn
  readonly missing: Uint8Array
  readonly formats: Formats
  readonly typos: Typos
  readonly surprise: Float32Array
  readonly votes: Votes
  /** By reason, by row: probability that the cell is wrong because of it. */
  readonly doubt: Readonly<Record<Reason, Float32Array>>
  /** By row: probability without labels, from all reasons together. */
  readonly prior: Float32Array
}

export interface Evidence {
  readonly table: CodedTable
  readonly columns: readonly ColumnEvidence[]
  readonly dependencies: readonly Dependency[]
  readonly misplaced: Misplaced
}

export async function gatherEvidence(table: CodedTable, work?: Work): Promise<Evidence> {
  const steps = table.columns.length + 2
  work?.progress?.(0, steps, 'dependencies')
  const dependencies = await findDependencies(table, work)
  const votes = await castVotes(table, dependencies, work)
  work?.progress?.(1, steps, 'values')
  const misplaced = findMisplaced(table)
  const columns: ColumnEvidence[] = []
  for (const [i, column] of table.columns.entries()) {
    await breathe(work)
    const typos = await findTypos(column, work)
    columns.push(judge(column, typos, votes[i] as Votes, misplaced, i))
    work?.progress?.(i + 2, steps, column.name)
  }
  return { table, columns, dependencies, misplaced }
}

/** A column with more blanks than this may be meant to be optional. */
const optionalFrom = 0.2

function judge(
  column: CodedColumn,
  typos: Typos,
  votes: Votes,
  misplaced: Misplaced,
  index: number,
): ColumnEvidence {
  const rows = column.codes.length
  const missing = missingCodes(column)
  const formats = readFormats(column)
  const doubt = Object.fromEntries(
    reasons.map((reason) => [reason, new Float32Array(rows)]),
  ) as Record<Reason, Float32Array>
  const prior = new Float32Array(rows)
  const rareBlank = 0.9 * Math.max(0, 1 - column.blanks / Math.max(1, rows) / optionalFrom)
  const empty = column.blanks === rows
  const nullWords = column.values.map(isNullWord)
  const standIns = findStandIns(column, missing)
  const rare = rareValues(column, missing)
  const garbled = column.values.map((value) => isGarbled(value) || value !== value.trim())
  for (let row = 0; row < rows; row++) {
    const code = column.codes[row] as number
    const wrong = votes.wrong[row] as number
    const spoken = wrong >= 0
    const supported = spoken
      ? (1 - wrong) * (votes.agree[row] as number) * shrink(votes.voters[row] as number, 2)
      : 0
    const unlike = 1 - supported
    const put = (reason: Reason, value: number) => {
      doubt[reason][row] = value
    }
    if (misplaced.holds[index]?.has(row) || misplaced.lacks[index]?.has(row)) put('misplaced', 0.95)
    if (nullWords[code] || standIns.has(code)) put('null-word', 0.95)
    else if (code === column.blank && !empty)
      put('missing', Math.max(rareBlank, spoken ? wrong : 0))
    else {
      if (spoken) put('dependency', wrong)
      put('typo', (typos.score[code] as number) * unlike)
      put('odd-format', (formats.odd[code] as number) * unlike)
      put('mixed-format', formats.mixed[code] as number)
      put('rare-value', (rare[code] as number) * unlike)
      put('garbled', garbled[code] ? 0.7 * unlike : 0)
      const far = formats.outlying[code] as number
      put('outlier', far > 6 ? 0.7 * shrink(far - 6, 3) * unlike : 0)
    }
    let right = 1
    for (const reason of reasons) right *= 1 - (doubt[reason][row] as number)
    prior[row] = 1 - right
  }
  const surprise = spellingSurprise(column)
  return { column, missing, formats, typos, surprise, votes, doubt, prior }
}

const shrink = (n: number, half: number) => n / (n + half)

/** -1, -99, -999 … where no other number is below 0: a number that stands for no number. */
function findStandIns(column: CodedColumn, missing: Uint8Array): Set<number> {
  const found = new Set<number>()
  let below = 0
  let numbers = 0
  column.values.forEach((value, code) => {
    if (missing[code]) return
    const number = plainNumber(value)
    if (Number.isNaN(number)) return
    numbers++
    if (/^-(1|9+)(\.0*)?$/.test(value.trim())) found.add(code)
    else if (number < 0) below++
  })
  return below === 0 && numbers > 2 * found.size ? found : new Set()
}

/**
 * In a closed set of values, nearly all rows have one of a few: a value of one or two rows in a
 * thousand is doubted.
 */
function rareValues(column: CodedColumn, missing: Uint8Array): Float32Array {
  const rare = new Float32Array(column.values.length)
  const rows = column.codes.length
  const filled = rows - column.blanks
  let usual = 0
  let many = 0
  column.counts.forEach((count, code) => {
    if (missing[code] || count < 0.01 * filled) return
    usual += count
    many++
  })
  if (many < 2 || many > 20 || usual < 0.95 * filled || filled < 200) return rare
  column.counts.forEach((count, code) => {
    if (!missing[code] && count <= Math.max(1, 0.002 * filled)) rare[code] = 0.6
  })
  return rare
}
