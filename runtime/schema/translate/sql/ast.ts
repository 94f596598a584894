/** The part of SQL that all four engines have, as their catalogs print it. */
export type Sql =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'bytes'; readonly hex: string }
  | { readonly kind: 'bits'; readonly digits: string }
  | { readonly kind: 'column'; readonly path: readonly string[] }
  | { readonly kind: 'star'; readonly path: readonly string[] }
  | { readonly kind: 'unary'; readonly op: '-' | 'not'; readonly value: Sql }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Sql; readonly right: Sql }
  | {
      readonly kind: 'is'
      readonly value: Sql
      readonly what: 'null' | 'true' | 'false'
      readonly not: boolean
    }
  | { readonly kind: 'distinct'; readonly left: Sql; readonly right: Sql; readonly not: boolean }
  | {
      readonly kind: 'in'
      readonly value: Sql
      readonly list?: readonly Sql[] | undefined
      readonly query?: Query | undefined
      readonly not: boolean
    }
  | {
      readonly kind: 'any'
      readonly value: Sql
      readonly op: string
      readonly array: Sql
      readonly all: boolean
    }
  | {
      readonly kind: 'between'
      readonly value: Sql
      readonly low: Sql
      readonly high: Sql
      readonly not: boolean
    }
  | {
      readonly kind: 'like'
      readonly value: Sql
      readonly pattern: Sql
      readonly escape?: Sql | undefined
      readonly not: boolean
      readonly how: 'like' | 'ilike' | 'regexp' | 'iregexp' | 'glob'
    }
  | {
      readonly kind: 'case'
      readonly operand?: Sql | undefined
      readonly branches: readonly { readonly when: Sql; readonly result: Sql }[]
      readonly otherwise?: Sql | undefined
    }
  | { readonly kind: 'cast'; readonly value: Sql; readonly type: string }
  | { readonly kind: 'collate'; readonly value: Sql; readonly collation: string }
  | Call
  | { readonly kind: 'interval'; readonly amount: Sql; readonly unit: string }
  | { readonly kind: 'extract'; readonly unit: string; readonly value: Sql }
  | { readonly kind: 'at zone'; readonly value: Sql; readonly zone: Sql }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'array'; readonly items: readonly Sql[] }

export interface Call {
  readonly kind: 'call'
  /** Lower case. */
  readonly name: string
  readonly args: readonly Sql[]
  readonly star: boolean
  readonly distinct: boolean
  readonly order: readonly Order[]
  /** MySQL's `group_concat(… separator ',')`. */
  readonly separator?: string | undefined
  readonly filter?: Sql | undefined
  readonly over?:
    | { readonly partition: readonly Sql[]; readonly order: readonly Order[] }
    | undefined
}

export interface Order {
  readonly value: Sql
  readonly descending: boolean
  readonly nulls?: 'first' | 'last' | undefined
}

export interface Query {
  readonly ctes: readonly Cte[]
  readonly body: Body
  readonly order: readonly Order[]
  readonly limit?: Sql | undefined
  readonly offset?: Sql | undefined
}

export interface Cte {
  readonly name: string
  readonly columns: readonly string[]
  readonly query: Query
}

export type Body = Select | SetOperation

export interface SetOperation {
  readonly kind: 'set'
  readonly op: 'union' | 'union all' | 'intersect' | 'except'
  readonly left: Body
  readonly right: Body
}

export interface Select {
  readonly kind: 'select'
  readonly distinct: boolean
  readonly items: readonly SelectItem[]
  readonly from?: From | undefined
  readonly where?: Sql | undefined
  readonly group: readonly Sql[]
  readonly having?: Sql | undefined
}

export interface SelectItem {
  readonly value: Sql
  readonly alias?: string | undefined
}

export type From =
  | {
      readonly kind: 'table'
      readonly path: readonly string[]
      readonly alias?: string | undefined
      /** PostgreSQL: without the rows of tables that inherit from it. */
      readonly only?: boolean | undefined
    }
  | {
      readonly kind: 'derived'
      readonly query: Query
      readonly alias: string
      readonly columns: readonly string[]
    }
  | {
      readonly kind: 'join'
      readonly how: 'inner' | 'left' | 'right' | 'full' | 'cross'
      readonly left: From
      readonly right: From
      readonly on?: Sql | undefined
      readonly using?: readonly string[] | undefined
    }

/** What is not understood exactly is not translated: the reason goes into the ledger. */
export class NotPortable extends Error {
  override readonly name = 'NotPortable'
}

export function notPortable(reason: string): never {
  throw new NotPortable(reason)
}
