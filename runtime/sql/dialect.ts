export { duckdb } from './duckdb.ts'
export { postgres } from './postgres.ts'
export type { Dialect } from './printer.ts'
