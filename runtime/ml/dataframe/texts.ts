import type { StepColumn } from '../step.ts'

/** A column's values as text, null where there is none. */
export const textsOf = (column: StepColumn): readonly (string | null)[] =>
  'texts' in column
    ? column.texts
    : Array.from(column.numbers, (n) => (Number.isNaN(n) ? null : String(n)))

/** The numbers that are there; infinities are left out, for no statistic survives them. */
export const present = (column: StepColumn): number[] =>
  'numbers' in column ? Array.from(column.numbers).filter(Number.isFinite) : []
