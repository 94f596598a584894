import type { Row } from './evaluate.ts'

/** Values of a row by the names of their columns. */
export const rowOf = (columns: readonly string[], inputs: readonly (string | null)[]): Row =>
  new Map(columns.map((name, c) => [name, inputs[c] ?? null]))
