export { duckdb } from './duckdb.ts'
export type { Dialect } from './printer.ts'
