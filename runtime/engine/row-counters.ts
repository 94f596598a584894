import type { DuckDBConnection } from '@duckdb/node-api'

type DuckDb = typeof import('@duckdb/node-api')

/**
 * Optimizer passes that may change how many rows pass a place in the plan. The counts of
 * a run belong to the nodes as drawn, so DuckDB may not move filters across them.
 */
export const countChangingOptimizers = [
  'filter_pushdown',
  'filter_pullup',
  'empty_result_pullup',
  'cte_filter_pusher',
  'join_order',
  'limit_pushdown',
  'statistics_propagation',
  'join_filter_pushdown',
  'late_materialization',
  'common_subplan',
  'reorder_filter',
  'window_self_join',
  'top_n_window_elimination',
  'join_elimination',
  'duplicate_groups',
  'sampling_pushdown',
  'deliminator',
] as const

/**
 * Counts rows as they pass, by a volatile function in a WHERE clause that DuckDB calls
 * once per vector (2,048 rows) and that keeps every row. Exact, except that a LIMIT or an
 * empty side of a join may stop the rows before it early: then it tells what has passed.
 */
export class RowCounters {
  readonly #counts: number[] = []

  /** The select that feeds a counter: the given one, else a new one. */
  tap(select: string, known?: number): { sql: string; counter: number } {
    const counter = known ?? this.#counts.push(0) - 1
    return { counter, sql: `SELECT * FROM (${select}) WHERE _mq_tap(${counter}) IS NOT NULL` }
  }

  readonly value = (counter: number): number => this.#counts[counter] ?? 0

  register(connection: DuckDBConnection, { BOOLEAN, DuckDBScalarFunction, INTEGER }: DuckDb): void {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: '_mq_tap',
        parameterTypes: [INTEGER],
        returnType: BOOLEAN,
        volatile: true,
        // The output is left as it is: never NULL, and its value is not looked at.
        mainFunction: (_info, input) => {
          const counter = Number(input.getColumnVector(0).getItem(0))
          this.#counts[counter] = this.value(counter) + input.rowCount
        },
      }),
    )
  }
}
