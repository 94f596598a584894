import { json, text } from './data-type.ts'
import type { Relation, Values } from './relation.ts'
import { values } from './relations.ts'
import type { Schema } from './schema.ts'
import { column } from './schema.ts'

/** Which part of a database is meant, and what is special about single tables. Plain JSON. */
export interface DatabaseSelection {
  readonly connection: string
  /** Schemas of the database; `[]` means all. */
  readonly schemas: readonly string[]
  /** Patterns over `table` or `schema.table`; `[]` means all. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly tables: readonly TableSettings[]
}

export interface TableSettings {
  /** `table` or `schema.table`. */
  readonly table: string
  /** Its name in the target; empty: the same. */
  readonly name: string
  /** Columns that are left out. */
  readonly without: readonly string[]
  /** A condition its rows must meet; empty: all rows. */
  readonly filter: string
}

const lists = ['schemas', 'include', 'exclude', 'tables'] as const

/** A whole database travels on an edge as one row that says which one is meant. */
export const selectionSchema: Schema = [
  column('connection', text, false),
  ...lists.map((name) => column(name, json, false)),
]

export const selectionRelation = (selection: DatabaseSelection): Values =>
  values(selectionSchema, [
    [selection.connection, ...lists.map((name) => JSON.stringify(selection[name]))],
  ])

/** Undefined where a relation holds rows of any other kind. */
export function selectionOf(relation: Relation): DatabaseSelection | undefined {
  if (relation.kind !== 'values' || relation.rows.length !== 1) return undefined
  const names = relation.schema.map((c) => c.name).join()
  const [connection, ...rest] = relation.rows[0] ?? []
  if (names !== selectionSchema.map((c) => c.name).join() || typeof connection !== 'string')
    return undefined
  const parsed = rest.map((cell) => parse(cell))
  if (parsed.length !== lists.length || parsed.some((list) => !Array.isArray(list)))
    return undefined
  const [schemas, include, exclude, tables] = parsed as [
    string[],
    string[],
    string[],
    TableSettings[],
  ]
  return { connection, schemas, include, exclude, tables }
}

function parse(cell: unknown): unknown {
  try {
    return typeof cell === 'string' ? JSON.parse(cell) : undefined
  } catch {
    return undefined
  }
}
