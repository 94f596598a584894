import type { DataType } from './data-type.ts'

export interface Column {
  readonly name: string
  readonly type: DataType
  readonly nullable: boolean
}

/** Ordered columns; names are unique without regard to case (DuckDB's rule). */
export type Schema = readonly Column[]

/** A column, nullable unless said otherwise. */
export const column = (name: string, type: DataType, nullable = true): Column => ({
  name,
  type,
  nullable,
})

/** Finds a column by its exact name, else by its name without regard to case. */
export function findColumn(schema: Schema, name: string): Column | undefined {
  return (
    schema.find((c) => c.name === name) ??
    schema.find((c) => c.name.toLowerCase() === name.toLowerCase())
  )
}

export const columnNames = (schema: Schema): string[] => schema.map((c) => c.name)

/** The first name that occurs twice without regard to case, if any. */
export function duplicateName(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const name of names) {
    const key = name.toLowerCase()
    if (seen.has(key)) return name
    seen.add(key)
  }
  return undefined
}

/** `name`, or `name_2`, `name_3` … : the first that is not in `taken`. */
export function uniqueName(name: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map((t) => t.toLowerCase()))
  if (!used.has(name.toLowerCase())) return name
  for (let n = 2; ; n++) if (!used.has(`${name}_${n}`.toLowerCase())) return `${name}_${n}`
}
