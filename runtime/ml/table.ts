import type { DataType } from '../../nodes/kit/data-type.ts'

/**
 * A table, or a sample of it, by columns: what every method of this folder works on.
 * All columns have `rows` values; a value is its canonical text, or null.
 */
export interface TextTable {
  readonly name: string
  readonly columns: readonly TextColumn[]
  readonly rows: number
  /** Rows of the whole table, where these are a sample of it. */
  readonly sampledFrom?: number | undefined
}

export interface TextColumn {
  /** As written in its source: may be empty and may occur twice. */
  readonly name: string
  readonly values: readonly (string | null)[]
  /** What the source declares; absent where it declares nothing, as a CSV file. */
  readonly type?: DataType | undefined
}
