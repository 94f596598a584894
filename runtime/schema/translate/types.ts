import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { Expression } from '../../../nodes/kit/expression.ts'
import type { TableName } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSchema } from '../model.ts'
import type { CastRule } from './cast-rules.ts'
import type { Count } from './types/difference.ts'

/** `keep`: as in the source · `snake_case`: `CustomerID` → `customer_id` · `lower`: `customerid`. */
export type IdentifierPolicy = 'keep' | 'snake_case' | 'lower'

/** What the person chose; every field has a default. */
export interface TranslateOptions {
  /**
   * The target server's version as it prints it (`15.6`, `10.11.6-MariaDB`, `8.0.36`); absent:
   * a recent PostgreSQL, SQL Server, SQLite, and for MySQL what MySQL 8 and MariaDB 10.6 both take.
   */
  readonly version?: string | undefined
  /** `keep` when absent. */
  readonly identifiers?: IdentifierPolicy | undefined
  /**
   * The one schema all tables go to. Absent: source schemas stay apart where the target has
   * schemas (`dbo` and `public` stand for each other), else their names lead the table names.
   */
  readonly schema?: string | undefined
  /** The person's rules; the first that matches wins, then our defaults. */
  readonly casts?: readonly CastRule[] | undefined
  /** Target names of single tables, keyed by `formatTable(source)`; they win over the policy. */
  readonly tableNames?: ReadonlyMap<string, string> | undefined
  /**
   * Rows counted for the forecasts of an earlier translation, by their ids. Without it no
   * value is doubted, and a load finds out.
   */
  readonly counts?: ReadonlyMap<string, number> | undefined
}

export interface Translation {
  /** In the target's dialect; `schema.system` is the target. */
  readonly schema: DatabaseSchema
  readonly losses: readonly Loss[]
  readonly mapping: SchemaMapping
}

export interface SchemaMapping {
  /** One for every source table, in the order of the source. */
  readonly tables: readonly TableMapping[]
  /** Questions to the source's data, for `Loss.rows`. */
  readonly forecasts: readonly Forecast[]
}

export interface TableMapping {
  readonly source: TableName
  readonly target: TableName
  /** Columns to load, in the order of the target's table; without those the target computes. */
  readonly columns: readonly ColumnMapping[]
}

export interface ColumnMapping {
  readonly source: string
  readonly target: string
  /** The type as which the source's reader delivers it. */
  readonly sourceType: DataType
  /**
   * The type of the canonical text that the sink gets, after `conversion`. Equal to
   * `sourceType` where there is none.
   */
  readonly type: DataType
  /** The target column's whole type in its engine's words. */
  readonly nativeType: string
  /**
   * From the source's canonical text to the target's: an expression that reads the column
   * `source` *as text* and gives text. NULL stays NULL unless it says otherwise. Absent: the
   * bytes go through unchanged.
   */
  readonly conversion?: Expression | undefined
  /**
   * Only where `TranslateOptions.counts` was not given: what to use in place of `conversion`
   * for a table where one of these forecasts counts rows. A second translation with the
   * counts does more: it also widens types and drops NOT NULL.
   */
  readonly repair?:
    | { readonly conversion: Expression; readonly when: readonly string[] }
    | undefined
}

/**
 * A doubt about the data: a question in the source's dialect whose answer goes into
 * `TranslateOptions.counts` of a second translation. That one then has a loss line with its
 * rows where any were counted, and has done about it what can be done: a nullable column, a
 * wider type, a conversion.
 */
export interface Forecast {
  /** The same in every translation of a schema: `<table>.<column>:<code>`. */
  readonly id: string
  readonly table: TableName
  readonly column: string
  /** What is asked, whatever the dialect. */
  readonly count: Count
  /** Counts; for the SELECT list, so that one scan of the table can answer them all. */
  readonly aggregate: string
  /** The whole query, by itself; its one column is `n`. */
  readonly sql: string
  /** What the ledger will say if there are any, without `rows`. */
  readonly loss: Loss
}
