import type { TableName } from '../../nodes/kit/source.ts'

/**
 * One line of the loss ledger: something of the source that the target will not have
 * exactly. `info`: nothing is lost but its form · `warning`: behaviour or declared
 * precision is lost · `error`: rows or values will be lost or refused.
 */
export interface Loss {
  /** Stable, e.g. `TYPE_WIDENED`, `INDEX_OMITTED`; each is explained in `docs/losses.md`. */
  readonly code: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly object: LossObject
  /** What the source has, in its own words. */
  readonly source: string
  /** What the target gets instead; empty: nothing. */
  readonly target: string
  /** One sentence: why, and what to do about it. */
  readonly reason: string
  /** Forecast from the data: rows that this hurts; absent where it was not counted. */
  readonly rows?: number | undefined
}

export interface LossObject {
  readonly kind:
    | 'table'
    | 'column'
    | 'constraint'
    | 'index'
    | 'view'
    | 'type'
    | 'sequence'
    | 'trigger'
    | 'routine'
    | 'event'
    | 'other'
  readonly table?: TableName | undefined
  readonly name: string
}
