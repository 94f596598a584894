import { createHash } from 'node:crypto'
import type { DatabaseSchema, TableSchema } from '../model.ts'

const longest = 128

/**
 * Constraints are objects of their schema, beside tables and views: a name that is taken
 * (MySQL calls every primary key PRIMARY) is led by its table's name, then numbered.
 */
export function objectNames(schema: DatabaseSchema): DatabaseSchema {
  const taken = new Set<string>()
  const key = (place: string | undefined, name: string) =>
    `${(place ?? 'dbo').toLowerCase()}.${name.toLowerCase()}`
  for (const { table } of schema.tables) taken.add(key(table.schema, table.name))
  for (const { view } of schema.views) taken.add(key(view.schema, view.name))
  for (const { name } of schema.sequences) taken.add(key(name.schema, name.name))

  const free = (t: TableSchema, name: string): string => {
    const led = `${t.table.name}_${name}`
    for (let n = 1; ; n++) {
      const tried = n === 1 ? name : shortened(n === 2 ? led : `${led}_${n}`)
      const wanted = key(t.table.schema, tried)
      if (taken.has(wanted)) continue
      taken.add(wanted)
      return tried
    }
  }
  const named = <C extends { readonly name?: string | undefined }>(t: TableSchema, c: C): C =>
    c.name === undefined ? c : { ...c, name: free(t, c.name) }

  return {
    ...schema,
    tables: schema.tables.map((t) => ({
      ...t,
      ...(t.primaryKey ? { primaryKey: named(t, t.primaryKey) } : {}),
      uniques: t.uniques.map((c) => named(t, c)),
      checks: t.checks.map((c) => named(t, c)),
      foreignKeys: t.foreignKeys.map((c) => named(t, c)),
    })),
  }
}

const shortened = (name: string): string =>
  name.length <= longest
    ? name
    : `${name.slice(0, longest - 9)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
