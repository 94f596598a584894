import type { DataType } from './data-type.ts'
import type { Expression } from './expression.ts'
import type { Schema } from './schema.ts'
import type { Source } from './source.ts'

/**
 * The closed algebra: a lazy, typed table expression. Relations are frozen data
 * without behaviour; `relations.ts` builds them and derives their schemas.
 * A new kind must be printed in every dialect, and the compiler names each place.
 */
export type Relation =
  | Scan
  | Values
  | Project
  | Filter
  | Join
  | Aggregate
  | Window
  | Distinct
  | Union
  | Sort
  | Limit
  | Unnest
  | Apply

export type RelationKind = Relation['kind']

interface Base {
  readonly schema: Schema
}

export interface Scan extends Base {
  readonly kind: 'scan'
  readonly source: Source
}

/** Rows in the document itself; each value is the text form of its column's type, or null. */
export interface Values extends Base {
  readonly kind: 'values'
  readonly rows: readonly (readonly (string | null)[])[]
}

/** One output column per entry, in order. */
export interface Project extends Base {
  readonly kind: 'project'
  readonly input: Relation
  readonly columns: readonly NamedExpression[]
}

export interface NamedExpression {
  readonly name: string
  readonly expression: Expression
}

/** Rows for which the condition is TRUE. */
export interface Filter extends Base {
  readonly kind: 'filter'
  readonly input: Relation
  readonly condition: Expression
}

export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross'

/**
 * Output: the left columns, then (except semi and anti) the right columns under the
 * names in `rightNames`, which avoid those of the left side.
 */
export interface Join extends Base {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: Relation
  readonly right: Relation
  /** Pairs of equal columns. NULL equals nothing, or NULL where `nullsEqual`. */
  readonly on: readonly { readonly left: string; readonly right: string }[]
  readonly nullsEqual: boolean
  /** Output names of the right columns, by position. */
  readonly rightNames: readonly string[]
}

/** Groups, then aggregates; no groups: exactly one row. */
export interface Aggregate extends Base {
  readonly kind: 'aggregate'
  readonly input: Relation
  readonly groups: readonly NamedExpression[]
  readonly aggregates: readonly NamedExpression[]
}

/** The input's columns, then one column computed over each row's partition. */
export interface Window extends Base {
  readonly kind: 'window'
  readonly input: Relation
  readonly name: string
  /** `row_number`, or an aggregate call over the whole partition. */
  readonly function: { readonly kind: 'row_number' } | Extract<Expression, { kind: 'call' }>
  readonly partitionBy: readonly string[]
  readonly orderBy: readonly SortKey[]
}

/** One row per key: the first in `orderBy` (any one, where empty). No key: all columns. */
export interface Distinct extends Base {
  readonly kind: 'distinct'
  readonly input: Relation
  readonly on: readonly string[]
  readonly orderBy: readonly SortKey[]
}

/** Inputs one after the other, duplicates kept; columns by position, schemas equal. */
export interface Union extends Base {
  readonly kind: 'union'
  readonly inputs: readonly Relation[]
}

export interface SortKey {
  readonly column: string
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

export interface Sort extends Base {
  readonly kind: 'sort'
  readonly input: Relation
  readonly keys: readonly SortKey[]
}

export interface Limit extends Base {
  readonly kind: 'limit'
  readonly input: Relation
  readonly count: number
  readonly offset: number
}

/** One row per item of a list column; `keepEmpty` keeps rows whose list is empty or NULL. */
export interface Unnest extends Base {
  readonly kind: 'unnest'
  readonly input: Relation
  readonly column: string
  /** Output name of the item; the list column itself is dropped. */
  readonly as: string
  readonly itemType: DataType
  /** Name of an added 1-based position column. */
  readonly position?: string
  readonly keepEmpty: boolean
}

/**
 * A procedure over all rows at once, such as a forest: what no SQL can say. `kept`: the input's
 * rows, with the step's columns added, or in the place of those of equal name. `filled`: the
 * input's rows, with the step's values only where the input has none. `new`: rows of the step's
 * columns alone.
 */
export interface Apply extends Base {
  readonly kind: 'apply'
  readonly input: Relation
  /** Its folder under `runtime/ml`. */
  readonly step: string
  /** Plain JSON; the step checks it. */
  readonly options: unknown
  /** Columns of the input the step looks at. */
  readonly reads: readonly string[]
  readonly rows: 'kept' | 'filled' | 'new'
  /** The columns the step makes. */
  readonly columns: Schema
}

/** Direct inputs, in order. */
export function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.kind) {
    case 'scan':
    case 'values':
      return []
    case 'join':
      return [relation.left, relation.right]
    case 'union':
      return relation.inputs
    default:
      return [relation.input]
  }
}

/** The relation and everything it is built from, inputs first, each once. */
export function walkRelation(root: Relation): Relation[] {
  const seen = new Set<Relation>()
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return
    inputsOf(relation).forEach(visit)
    seen.add(relation)
  }
  visit(root)
  return [...seen]
}
