import type { Detection } from './detect.ts'
import type { Feature } from './encode.ts'
import type { Marginal } from './marginals.ts'
import { rankOf } from './marginals.ts'
import type { AnomalyModel } from './model.ts'

export interface DriftReport {
  /** Some column drifted, or the share of anomalies rose. */
  readonly alarm: boolean
  readonly columns: readonly ColumnDrift[]
  readonly anomalies: ShareDrift
}

export interface ColumnDrift {
  readonly column: string
  readonly of: Feature['of']
  /** 0 … 1: Kolmogorov–Smirnov distance; of categories, half the sum of differences. */
  readonly distance: number
  /** What chance alone would not exceed. */
  readonly critical: number
  readonly drifted: boolean
}

export interface ShareDrift {
  readonly before: number
  readonly after: number
  readonly critical: number
  readonly alarm: boolean
}

/** Chance of one false alarm in a comparison of two tables that do not differ. */
const alpha = 0.001
/** On much data even the smallest difference is real; below this it is of no interest. */
const smallest = 0.1

/**
 * Compares two fits of the same columns, say of last month and of today, and the share of
 * anomalies that the earlier model (`applied`: its detection on the later rows) finds.
 */
export function compareFits(
  before: AnomalyModel,
  after: AnomalyModel,
  applied: Pick<Detection, 'anomalies'>,
): DriftReport {
  const tests = Math.max(1, before.encoding.features.length)
  const chance = Math.sqrt(-Math.log(alpha / tests / 2) / 2)
  const noise = chance * Math.sqrt(1 / Math.max(1, before.rows) + 1 / Math.max(1, after.rows))
  const columns = before.encoding.features.map((feature, j): ColumnDrift => {
    const at = after.encoding.features.findIndex(
      (f) => f.column === feature.column && f.of === feature.of,
    )
    const later = after.encoding.features[at]
    const column = before.encoding.columns[feature.column]?.name ?? ''
    const compare = feature.of === 'rarity' ? compareShares : compareNumbers
    const { distance, extra } = compare(
      { feature, marginal: before.marginals[j] as Marginal, rows: before.rows },
      later && { feature: later, marginal: after.marginals[at] as Marginal, rows: after.rows },
    )
    const critical = Math.max(smallest, noise + extra)
    return { column, of: feature.of, distance, critical, drifted: distance > critical }
  })
  const anomalies = compareAnomalies(before, applied.anomalies)
  return { alarm: anomalies.alarm || columns.some((c) => c.drifted), columns, anomalies }
}

interface Side {
  readonly feature: Feature
  readonly marginal: Marginal
  readonly rows: number
}

/** A feature that is absent later has become constant, and its one value is not stored. */
function compareNumbers(a: Side, b: Side | undefined): { distance: number; extra: number } {
  if (!b) return { distance: a.feature.of === 'missing' ? a.feature.mean : 1, extra: 0 }
  let distance = 0
  for (const side of [a, b]) {
    for (const knot of side.marginal.values) {
      const value = knot * side.feature.deviation + side.feature.mean
      distance = Math.max(distance, Math.abs(shareBelow(a, value) - shareBelow(b, value)))
    }
  }
  // Between two knots the share is known to a step of 2.5 % of the rows at most.
  return { distance, extra: 0.025 }
}

const shareBelow = ({ feature, marginal, rows }: Side, value: number): number => {
  const z = (value - feature.mean) / feature.deviation
  return rankOf(marginal, z + 1e-9 * Math.abs(z) + 1e-12) / rows
}

function compareShares(a: Side, b: Side | undefined): { distance: number; extra: number } {
  const first = sharesOf(a)
  const second = b ? sharesOf(b) : new Map<string, number>()
  const labels = new Set([...first.keys(), ...second.keys()])
  let sum = 0
  let spread = 0
  const rows = 1 / Math.max(1, a.rows) + 1 / Math.max(1, b?.rows ?? 1)
  for (const label of labels) {
    const p = first.get(label) ?? 0
    const q = second.get(label) ?? 0
    sum += Math.abs(p - q)
    const both = (p + q) / 2
    spread += Math.sqrt((2 / Math.PI) * both * (1 - both) * rows)
  }
  return { distance: sum / 2, extra: spread / 2 }
}

/** Rarity is ln((rows + 1) / count). */
const sharesOf = ({ feature, rows }: Side): Map<string, number> =>
  new Map(
    Object.entries(feature.rarity ?? {}).map(([label, rarity]) => [
      label,
      ((rows + 1) * Math.exp(-rarity)) / rows,
    ]),
  )

/** One-sided: fewer anomalies are no reason for an alarm. */
function compareAnomalies(before: AnomalyModel, anomalies: Uint8Array): ShareDrift {
  const rows = anomalies.length
  const after = anomalies.reduce((sum, a) => sum + a, 0) / Math.max(1, rows)
  const p = before.contamination
  const both = Math.max((p * before.rows + after * rows) / Math.max(1, before.rows + rows), 1e-9)
  const deviation = Math.sqrt(
    both * (1 - both) * (1 / Math.max(1, before.rows) + 1 / Math.max(1, rows)),
  )
  // 3.09 deviations: one chance in a thousand.
  const critical = p + Math.max(0.005, 3.09 * deviation)
  return { before: p, after, critical, alarm: after > critical }
}
