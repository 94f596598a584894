import type { PiiKind } from '../pii-kinds.ts'

/** A meaning that the values of a column can have. */
export interface SemanticType {
  readonly id: string
  readonly title: string
  readonly pii?: PiiKind
  /** Whether a value has it, or how much it looks so, from 0 to 1. */
  readonly test: (text: string) => boolean | number
  /** Mean of the test over the column's values from which on it is considered. */
  readonly least: number
  /** How sure a column is whose values all pass; what is easily passed by chance says little. */
  readonly strength: number
  /** Names of columns that speak for it, as words. */
  readonly names?: RegExp
  /** Only where the name says so: its values look like those of other columns. */
  readonly needsName?: true
  /** Fewest different values. */
  readonly distinct?: number
}
