import type { Rule } from '../../../nodes/validate/rules/config.ts'

/** What the methods say of a port. Plain JSON, for the builder. */
interface LookedAt {
  /** Rows that were looked at. */
  readonly rows: number
  /** Rows of the whole table, where those were a random sample of it; else null. */
  readonly sampledFrom: number | null
}

export interface PortRules extends LookedAt {
  /** Quality of the table, 0 to 1; null where nothing can be said. */
  readonly overall: number | null
  readonly rules: readonly RuleProposal[]
}

export interface RuleProposal {
  /** An entry of the `rules` of a `validate.rules` node. */
  readonly rule: Rule
  /** Share of the rows that keep it, 0 to 1. */
  readonly support: number
  readonly violationCount: number
  /** The first rows that break it, from 1, with the values the rule is about. */
  readonly violations: readonly {
    readonly row: number
    readonly values: readonly { readonly column: string; readonly value: string | null }[]
  }[]
}

export interface PortTypes extends LookedAt {
  readonly columns: readonly {
    readonly column: string
    readonly semantic: {
      readonly id: string
      readonly title: string
      readonly share: number
    } | null
    /** Personal data, with an expression that hides it. */
    readonly pii: {
      readonly kinds: readonly string[]
      readonly share: number
      readonly mask: string
    } | null
  }[]
}

export interface ColumnMatches extends LookedAt {
  readonly targets: readonly TargetMatch[]
}

export interface TargetMatch {
  readonly column: string
  readonly type: string
  /** The source column of the best assignment of all columns together. */
  readonly assigned: string | null
  /** The most probable first. */
  readonly sources: readonly SourceMatch[]
}

export interface SourceMatch {
  readonly column: string
  /** Probability that the columns belong together, 0 to 1. */
  readonly confidence: number
  readonly reasons: readonly string[]
  /** False where values of the one type never become values of the other. */
  readonly converts: boolean
  readonly samples: readonly MatchSample[]
}

/** A value of the source and what the target gets; null where it cannot be converted. */
export interface MatchSample {
  readonly before: string
  readonly after: string | null
}

/** What a person has decided about a pair of columns. */
export interface MatchDecision {
  readonly source: string
  readonly target: string
  readonly accepted: boolean
}
