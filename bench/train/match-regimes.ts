import type { Random } from '../../runtime/ml/random.ts'
import { below } from '../../runtime/ml/random.ts'

/**
 * What pairs of tables differ in beyond their names and values. The weights learn from the usual
 * pair; confidence has to hold for the odd ones too, so its pairs are drawn from all of these.
 */
export interface Regime {
  /** Columns that both tables have. */
  readonly shared: number
  /** Further columns of the source, of the target, that have no partner. */
  readonly sourceAlone: number
  readonly targetAlone: number
  /** Share of these that speak of what other columns speak of too, 0 … 1. */
  readonly kin: number
  /** How much of the usual crowd of columns without a partner there is, 0 … 1. */
  readonly crowd: number
  /** Chance that a column has more than one partner. */
  readonly several: number
  /** Chance that a shared column is called the same on both sides. */
  readonly verbatim: number
  /** Chance that beside a shared column stand two of one name that do not mean the same. */
  readonly homonyms: number
}

export const usual = { several: 0.12, verbatim: 0.15, homonyms: 0 } as const

export function drawRegime(random: Random): Regime {
  // As many narrow tables as wide ones: sizes are even on a scale of logarithms.
  const upTo = (limit: number) => Math.floor(limit ** random())
  const alike = random() < 0.25
  return {
    shared: 2 + below(random, 22),
    sourceAlone: alike ? 0 : upTo(150) - 1,
    targetAlone: alike ? 0 : upTo(600) - 1,
    kin: random() ** 3,
    crowd: alike ? 0 : random(),
    several: random() * 0.4,
    verbatim: random() * 0.5,
    homonyms: random() * 0.1,
  }
}
