import type { TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import type { Dependency } from './dependencies.ts'
import { trustIn } from './dependencies.ts'
import type { Detector } from './detect-errors.ts'
import { createDetector, errorFrom } from './detect-errors.ts'
import type { QualityScores } from './dimensions.ts'
import { scoreDimensions, strongestReason } from './dimensions.ts'
import type { Reason } from './evidence.ts'
import { reasons } from './evidence.ts'
import type { RowLabel } from './learn-dirt.ts'
import type { ProposedRule } from './propose-rules.ts'
import { proposeRules } from './propose-rules.ts'
import type { Repair } from './repairs.ts'
import { repairCell } from './repairs.ts'

/** A cell reported as an error. */
export interface DoubtfulCell {
  /** 0-based row and column. */
  readonly row: number
  readonly column: number
  readonly value: string | null
  /** Probability that it is an error, from 0.5 to 1. */
  readonly score: number
  readonly reasons: readonly CellReason[]
  readonly repair?: Repair | undefined
}

export interface CellReason {
  /** `learnt`: no detector doubts the cell, but labels of similar cells do. */
  readonly reason: Reason | 'learnt'
  readonly score: number
}

export interface QualityReport {
  readonly rows: number
  readonly sampledFrom?: number | undefined
  readonly labels: number
  readonly scores: QualityScores
  readonly cells: readonly DoubtfulCell[]
  readonly rules: readonly ProposedRule[]
  readonly dependencies: readonly (Pick<Dependency, 'strength' | 'support'> & {
    readonly from: string
    readonly to: string
  })[]
}

export interface QualityOptions {
  readonly labels?: readonly RowLabel[] | undefined
  readonly repairs?: boolean | undefined
  /** What future dates are told by; default: the clock. */
  readonly now?: Date | undefined
}

/** Finds the cells that are probably errors, scores the table, and proposes rules and repairs. */
export async function inspectQuality(
  table: TextTable,
  options: QualityOptions = {},
  work?: Work,
): Promise<QualityReport> {
  const detector = await createDetector(table, work)
  return reportQuality(table, detector, options, work)
}

/** The same with a detector that was made before. */
export async function reportQuality(
  table: TextTable,
  detector: Detector,
  { labels = [], repairs = false, now = new Date() }: QualityOptions,
  work?: Work,
): Promise<QualityReport> {
  const { evidence } = detector
  const dirt = await detector.dirt(labels, work)
  const findings = evidence.columns.map(() => new Map<number, Reason>())
  const cells: DoubtfulCell[] = []
  dirt.forEach((column, index) => {
    const seen = evidence.columns[index]
    if (!seen) return
    column.forEach((score, row) => {
      if (score < errorFrom) return
      findings[index]?.set(row, strongestReason(seen, row))
      const why: CellReason[] = reasons
        .map((reason) => ({ reason, score: seen.doubt[reason][row] as number }))
        .filter((one) => one.score >= 0.2)
        .sort((a, b) => b.score - a.score)
      cells.push({
        row,
        column: index,
        value: table.columns[index]?.values[row] ?? null,
        score,
        reasons: why.length > 0 ? why : [{ reason: 'learnt', score }],
        ...(repairs && { repair: repairCell(evidence, index, row) }),
      })
    })
  })
  cells.sort((a, b) => b.score - a.score || a.row - b.row || a.column - b.column)
  const nameOf = (index: number) => evidence.columns[index]?.column.name ?? ''
  return {
    rows: table.rows,
    ...(table.sampledFrom !== undefined && { sampledFrom: table.sampledFrom }),
    labels: labels.length,
    scores: scoreDimensions(evidence, findings, now),
    cells,
    rules: proposeRules(table, evidence),
    dependencies: evidence.dependencies
      .filter((one) => trustIn(one) > 0)
      .map(({ from, to, strength, support }) => {
        return { from: nameOf(from), to: nameOf(to), strength, support }
      }),
  }
}
