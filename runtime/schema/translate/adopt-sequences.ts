import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSchema, DatabaseSystem, SequenceSchema, TableColumn } from '../model.ts'

interface Adopted {
  readonly source: DatabaseSchema
  readonly losses: readonly Loss[]
}

/**
 * Old PostgreSQL schemas count with a sequence that belongs to no column. Where one column
 * alone takes from it, other engines count that column up themselves.
 */
export function adoptSequences(source: DatabaseSchema, to: DatabaseSystem): Adopted {
  if (source.system !== 'postgres' || to === 'postgres') return { source, losses: [] }
  const losses: Loss[] = []
  const takers = new Map<string, number>()
  // A child of INHERITS has its parent's default; it is the parent that counts.
  const counting = source.tables.filter((t) => t.inherits === undefined)
  for (const { columns } of counting)
    for (const column of columns) {
      const name = sequenceOf(column)
      if (name !== undefined) takers.set(name, (takers.get(name) ?? 0) + 1)
    }
  const free = new Map(
    source.sequences
      .filter((s) => takers.get(formatTable(s.name)) === 1)
      .map((s) => [formatTable(s.name), s]),
  )
  const adopted = new Set<string>()
  const tables = source.tables.map((t) => {
    if (!counting.includes(t)) return t
    const columns = t.columns.map((column): TableColumn => {
      const name = sequenceOf(column)
      const sequence = name === undefined ? undefined : free.get(name)
      if (!sequence || column.type.kind !== 'integer') return column
      adopted.add(formatTable(sequence.name))
      losses.push(lossOf(t.table, column, sequence))
      return counted(column, sequence)
    })
    return { ...t, columns }
  })
  const sequences = source.sequences.filter((s) => !adopted.has(formatTable(s.name)))
  return { source: { ...source, tables, sequences }, losses }
}

/** The sequence of `nextval('public.s'::regclass)`, as `formatTable` writes it. */
function sequenceOf(column: TableColumn): string | undefined {
  const [, text] = /^nextval\('((?:[^']|'')+)'::regclass\)$/.exec(column.default ?? '') ?? []
  const parts = text
    ?.replaceAll("''", "'")
    .match(/"(?:[^"]|"")+"|[^."]+/g)
    ?.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part))
  const [schema, name] = parts ?? []
  if (schema === undefined) return undefined
  return formatTable(name === undefined ? { name: schema } : { schema, name })
}

const counted = (
  { default: _, ...column }: TableColumn,
  { start, increment, next, cycle }: SequenceSchema,
): TableColumn => ({
  ...column,
  identity: {
    generation: 'by default',
    start,
    increment,
    ...(next !== undefined && { next }),
    ...(cycle && { cycle }),
  },
})

const lossOf = (table: TableName, column: TableColumn, { name }: SequenceSchema): Loss => ({
  code: 'IDENTITY_CHANGED',
  severity: 'info',
  object: { kind: 'column', table, name: column.name },
  source: `sequence ${formatTable(name)}`,
  target: 'a column that counts up',
  reason: 'The sequence belonged to no column, and no other column took from it.',
})
