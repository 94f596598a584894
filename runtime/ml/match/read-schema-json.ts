import { z } from 'zod'
import { parseType } from '../../../nodes/kit/parse-type.ts'
import { MigrateError } from '../../error.ts'
import { nativeToType } from './native-type.ts'
import type { MatchColumn, MatchTable } from './side.ts'

// Other people's documents: what is not read here may stand in them.
const text = z.string().nullish()
const column = z.object({
  name: text,
  type: z.unknown().optional(),
  nativeType: text,
  data_type: text,
  description: text,
  comment: text,
  is_primary_key: z.boolean().nullish(),
  linked_entry: text,
})
const columns = z.union([z.array(column), z.record(z.string(), column)])
const table = z.object({
  name: text,
  table: z.union([z.string(), z.object({ name: z.string() })]).nullish(),
  table_description: text,
  description: text,
  comment: text,
  columns,
  primaryKey: z.object({ columns: z.array(z.string()) }).nullish(),
})
const tables = z.union([z.array(table), z.record(z.string(), table)])
const document = z.union([z.object({ tables }), tables])

/**
 * Tables of a schema written as JSON: `{ table: { table_description, columns: { column:
 * { description, is_primary_key, linked_entry } } } }`, a list of such tables with names, or a
 * database schema as `migrateiq schema` reads it.
 * @throws MigrateError FILE_MALFORMED
 */
export function readSchemaJson(content: string): MatchTable[] {
  const parsed = document.safeParse(parseJson(content))
  if (!parsed.success)
    throw new MigrateError('FILE_MALFORMED', 'The file is JSON, but no schema of tables.', {
      hint: 'Each table needs its columns: {"orders": {"columns": {"id": {"description": "…"}}}}.',
    })
  const list =
    Array.isArray(parsed.data) || !isTables(parsed.data) ? parsed.data : parsed.data.tables
  return entriesOf(list as z.output<typeof tables>).map(([key, it]) => {
    const name = (typeof it.table === 'string' ? it.table : it.table?.name) ?? it.name ?? key
    const keys = new Set(it.primaryKey?.columns)
    return {
      name,
      rows: 0,
      description: it.table_description ?? it.description ?? it.comment ?? undefined,
      columns: entriesOf(it.columns).map(([columnKey, c]) => toColumn(columnKey, c, keys)),
    }
  })
}

const isTables = (data: z.output<typeof document>): data is { tables: z.output<typeof tables> } =>
  'tables' in data && !('columns' in (data.tables as object))

function toColumn(key: string, c: z.output<typeof column>, keys: ReadonlySet<string>): MatchColumn {
  const name = c.name ?? key
  const written = c.nativeType ?? c.data_type ?? (typeof c.type === 'string' ? c.type : undefined)
  const type = written ? (parseType(written) ?? nativeToType(written)) : undefined
  const [table, column] = c.linked_entry?.split('.') ?? []
  return {
    name,
    values: [],
    description: c.description ?? c.comment ?? undefined,
    ...(type ? { type } : {}),
    ...(c.is_primary_key || keys.has(name) ? { primaryKey: true } : {}),
    ...(table && column ? { references: { table, column } } : {}),
  }
}

function entriesOf<T extends { name?: string | null | undefined }>(
  list: readonly T[] | Readonly<Record<string, T>>,
): [string, T][] {
  if (!Array.isArray(list)) return Object.entries(list as Readonly<Record<string, T>>)
  return (list as readonly T[]).map((item, i) => [item.name ?? String(i + 1), item])
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (cause) {
    throw new MigrateError('FILE_MALFORMED', 'The file is no JSON.', { cause })
  }
}
