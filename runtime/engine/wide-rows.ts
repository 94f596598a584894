import { totalmem } from 'node:os'
import { MigrateError } from '../error.ts'

/** Rows too wide for the usual memory limit. */
export interface WideRows {
  readonly columns: number
  /** In MB. */
  readonly needed: number
}

/**
 * DuckDB passes rows on in vectors of 2,048 values of 16 bytes, one for each column, filled or
 * not; a statement reserves about twelve of each at a time, and touches few of them where rows are few.
 */
const bytesPerColumn = 2048 * 16 * 12
const usualColumns = 1000
/** The rest is for the process itself and for others. */
const shareOfMachine = 0.75

/** What so many columns need; undefined where the usual limit will do. */
export const wideRows = (columns: number): WideRows | undefined =>
  columns > usualColumns
    ? { columns, needed: Math.ceil((columns * bytesPerColumn) / 1e6) }
    : undefined

/** What this machine can give of that, in MB. */
export function affordable(needed: number): number {
  const machine = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.min(needed, Math.floor((machine * shareOfMachine) / 1e6))
}

/** Says why the memory was not enough, where many columns are the reason. */
export function explainWide(error: MigrateError, wide: WideRows | undefined): MigrateError {
  if (error.code !== 'OUT_OF_MEMORY' || !wide) return error
  return new MigrateError(error.code, error.message, {
    hint: `Rows of ${wide.columns.toLocaleString('en')} columns need about ${wide.needed} MB: raise the memory limit, or read fewer columns.`,
    cause: error,
  })
}
