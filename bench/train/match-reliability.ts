import type { PairMatrix } from '../../runtime/ml/match/sparse.ts'
import type { Prediction } from '../support/calibration.ts'
import { calibrationError } from '../support/calibration.ts'

/** Probabilities for a pair of fabricated tables, and what is right in it. */
export interface Judged {
  readonly probable: PairMatrix
  readonly truth: ReadonlySet<number>
  readonly kind: string
}

/**
 * How far the confidence is off in tables of each kind: over the five best targets of each source
 * column, and over the best alone.
 */
export function printReliability(judged: readonly Judged[]): void {
  const groups = new Map<string, Judged[]>()
  for (const one of judged)
    for (const name of ['all', one.kind, widthOf(one), partneredOf(one)])
      groups.set(name, [...(groups.get(name) ?? []), one])
  for (const [name, group] of [...groups].sort()) {
    const shown = group.flatMap((one) => shownOf(one, 5))
    const best = group.flatMap((one) => shownOf(one, 1))
    const mean = (of: (p: Prediction) => number) =>
      best.reduce((n, p) => n + of(p), 0) / best.length
    console.log(
      `${name.padEnd(24)} ece ${calibrationError(shown).toFixed(3)}`,
      `of best ${calibrationError(best).toFixed(3)}: says ${mean((p) => p.confidence).toFixed(3)},`,
      `is ${mean((p) => (p.right ? 1 : 0)).toFixed(3)}; ${group.length} pairs of tables`,
    )
  }
}

function widthOf({ probable: { targets } }: Judged): string {
  if (targets < 40) return 'targets: below 40'
  return targets < 150 ? 'targets: 40 to 149' : 'targets: 150 and more'
}

function partneredOf({ probable, truth }: Judged): string {
  const share = new Set([...truth].map((i) => Math.floor(i / probable.targets))).size
  if (share < probable.sources * 0.2) return 'with partner: below 20 %'
  return share < probable.sources * 0.6 ? 'with partner: 20 to 59 %' : 'with partner: 60 % on'
}

/** The most probable targets of each source column. */
export function shownOf({ probable, truth }: Omit<Judged, 'kind'>, top: number): Prediction[] {
  const { sources, targets, values } = probable
  return Array.from({ length: sources }, (_, s) =>
    Array.from({ length: targets }, (_, t) => s * targets + t)
      .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
      .slice(0, top)
      .map((i) => ({ confidence: values[i] as number, right: truth.has(i) })),
  ).flat()
}
