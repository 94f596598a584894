import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSchema, DatabaseSystem } from '../model.ts'
import { applyPolicy, Names } from './names.ts'
import type { TranslateOptions } from './types.ts'

/** Target names of tables and views, and the namespaces that later objects share with them. */
export interface Places {
  readonly tables: ReadonlyMap<string, TableName>
  readonly views: ReadonlyMap<string, TableName>
  /** Of tables, views, indexes and sequences of a target schema. */
  readonly names: (schema: string | undefined) => Names
  readonly schemaOf: (source: string | undefined) => string | undefined
  readonly losses: readonly Loss[]
}

const defaults: Partial<Record<DatabaseSystem, string>> = { postgres: 'public', mssql: 'dbo' }

export function placeTables(
  source: DatabaseSchema,
  to: DatabaseSystem,
  options: TranslateOptions,
): Places {
  const policy = options.identifiers ?? 'keep'
  const losses: Loss[] = []
  const namespaces = new Map<string, Names>()
  const names = (schema: string | undefined): Names => {
    const known = namespaces.get(schema ?? '')
    if (known) return known
    const made = new Names(to)
    namespaces.set(schema ?? '', made)
    return made
  }
  const schemaOf = targetSchemas(source, to, options)
  const prefixed = flattened(source, to, options)

  const place = (kind: 'table' | 'view', it: TableName): TableName => {
    const schema = schemaOf(it.schema)
    const asked = options.tableNames?.get(formatTable(it))
    const lead = it.schema !== undefined && prefixed.has(it.schema) ? `${it.schema}_` : ''
    const wish = asked ?? applyPolicy(`${lead}${it.name}`, policy)
    const name = names(schema).take(wish, formatTable(it))
    const changed = name !== wish ? 'NAME_CHANGED' : lead ? 'SCHEMA_FLATTENED' : undefined
    if (changed)
      losses.push({
        code: changed,
        severity: changed === 'NAME_CHANGED' ? 'warning' : 'info',
        object: { kind, table: kind === 'table' ? it : undefined, name: it.name },
        source: formatTable(it),
        target: name,
        reason:
          changed === 'NAME_CHANGED'
            ? 'The name is too long for the target, or another table has it.'
            : 'The target has no schemas, so the schema’s name leads.',
      })
    return schema === undefined ? { name } : { schema, name }
  }
  const tables = new Map(
    source.tables.map(({ table }) => [formatTable(table), place('table', table)]),
  )
  const views = new Map(source.views.map(({ view }) => [formatTable(view), place('view', view)]))
  return { tables, views, names, schemaOf, losses }
}

/** Which target schema stands for a source's. */
function targetSchemas(
  source: DatabaseSchema,
  to: DatabaseSystem,
  options: TranslateOptions,
): Places['schemaOf'] {
  const fallback = defaults[to]
  if (fallback === undefined) return () => options.schema
  if (options.schema !== undefined) return () => options.schema
  const main = defaults[source.system]
  if (main === undefined) return () => fallback
  return (schema) =>
    schema === undefined || schema === main
      ? fallback
      : applyPolicy(schema, options.identifiers ?? 'keep')
}

/** Source schemas whose names have to lead, because all tables share one place. */
function flattened(
  source: DatabaseSchema,
  to: DatabaseSystem,
  options: TranslateOptions,
): ReadonlySet<string> {
  const apart = defaults[to] !== undefined && options.schema === undefined
  if (apart && defaults[source.system] !== undefined) return new Set()
  const all = [...source.tables.map((t) => t.table), ...source.views.map((v) => v.view)]
  const schemas = new Set(all.map((t) => t.schema).filter((s) => s !== undefined))
  if (schemas.size <= 1) return new Set()
  const main = defaults[source.system]
  return new Set([...schemas].filter((s) => s !== main))
}
