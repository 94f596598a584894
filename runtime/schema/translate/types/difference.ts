import type { LossCode } from '../loss-codes.ts'

/** What rows to count, whatever the dialect; `forecast-sql.ts` says it in each. */
export type Count =
  | { readonly kind: 'longer'; readonly characters: number }
  | { readonly kind: 'more bytes'; readonly bytes: number }
  | { readonly kind: 'outside'; readonly min: string; readonly max: string }
  | { readonly kind: 'more digits'; readonly scale: number; readonly integerDigits: number }
  | { readonly kind: 'finer'; readonly digits: number }
  | { readonly kind: 'not finite' }
  | { readonly kind: 'zero date' }
  | { readonly kind: 'date outside'; readonly from: string; readonly before: string }
  | { readonly kind: 'time outside day' }
  | { readonly kind: 'not a date' }
  | { readonly kind: 'nul' }
  | { readonly kind: 'not boolean' }
  | { readonly kind: 'empty enum' }
  | { readonly kind: 'stored otherwise'; readonly classes: readonly string[] }
  | { readonly kind: 'unequal by case' }

/** One thing that a type does not carry over. */
export interface Difference {
  readonly code: LossCode
  readonly severity: 'info' | 'warning' | 'error'
  readonly reason: string
  /** Rows that it hurts. */
  readonly count?: Count | undefined
  /** Without rows it is no loss at all. */
  readonly onlyWithRows?: boolean | undefined
  /** When rows were counted, this happens to the values, in place of a failure. */
  readonly remedy?: 'to null' | 'strip nul' | undefined
}
