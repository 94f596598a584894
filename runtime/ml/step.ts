import type { DataType } from '../../nodes/kit/data-type.ts'
import type { Work } from './work.ts'

/** Everything a step looks at, by columns; each has `rows` values, in the order of the rows. */
export interface StepInput {
  readonly rows: number
  readonly columns: readonly StepColumn[]
}

/** Numbers and booleans (0, 1) as numbers, NaN where there is none; all else as canonical text. */
export type StepColumn =
  | { readonly name: string; readonly type: DataType; readonly numbers: Float64Array }
  | { readonly name: string; readonly type: DataType; readonly texts: readonly (string | null)[] }

/** The values of one added column, in the order that the relation's `columns` state. */
export type StepValues = Float64Array | readonly (string | number | boolean | null)[]

export interface StepOutput {
  readonly columns: readonly StepValues[]
  /** What was learned, as plain JSON: kept with the run, and given again through the options. */
  readonly fitted?: unknown
}

/**
 * A procedure over all rows at once: what an `apply` relation names. Deterministic for equal
 * input and options. `options` come from a node's config; `read` checks them.
 */
export interface Step {
  readonly run: (input: StepInput, options: unknown, work: Work) => Promise<StepOutput>
}
