import type { Connection } from 'mysql2'
import { groupBy } from '../../schema/group.ts'
import type { IndexSchema, KeyConstraint } from '../../schema/model.ts'
import { select } from './links.ts'
import type { Server } from './schema-server.ts'
import { expressionText } from './schema-server.ts'

interface PartRow {
  readonly table: string
  readonly name: string
  readonly duplicates: string | number
  readonly column: string | null
  readonly prefix: string | number | null
  /** A ascending, D descending, NULL unordered. */
  readonly direction: string | null
  readonly type: string
  readonly expression: string | null
}

export interface TableIndexes {
  readonly primaryKey?: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly indexes: readonly IndexSchema[]
}

/** Keys and indexes by table; a unique index over plain columns is a unique constraint. */
export async function readIndexes(
  link: Connection,
  server: Server,
  database: string,
): Promise<ReadonlyMap<string, TableIndexes>> {
  const rows = await select<PartRow>(
    link,
    `SELECT table_name AS \`table\`, index_name AS name, non_unique AS duplicates,
            column_name AS \`column\`, sub_part AS prefix, collation AS direction,
            index_type AS type, ${server.indexExpressions ? 'expression' : 'NULL'} AS expression
     FROM information_schema.statistics WHERE table_schema = ?
     ORDER BY table_name, index_name, seq_in_index`,
    [database],
  )
  return new Map(
    [...groupBy(rows, (row) => row.table)].map(([table, of]) => [table, indexesOf(of, server)]),
  )
}

function indexesOf(rows: readonly PartRow[], server: Server): TableIndexes {
  const groups = [...groupBy(rows, (row) => row.name)].map(([name, parts]) => ({ name, parts }))
  const primary = groups.find((g) => g.name === 'PRIMARY')
  const isConstraint = ({ parts }: (typeof groups)[number]) =>
    parts.every(
      (p) =>
        Number(p.duplicates) === 0 &&
        p.column !== null &&
        p.prefix === null &&
        p.direction !== 'D' &&
        p.type === 'BTREE',
    )
  const secondary = groups.filter((g) => g.name !== 'PRIMARY')
  return {
    ...(primary ? { primaryKey: keyOf(undefined, primary.parts) } : {}),
    uniques: secondary.filter(isConstraint).map((g) => keyOf(g.name, g.parts)),
    indexes: secondary.filter((g) => !isConstraint(g)).map((g) => indexOf(g.name, g.parts, server)),
  }
}

/** The name of a primary key means nothing: it is always PRIMARY. */
function keyOf(name: string | undefined, parts: readonly PartRow[]): KeyConstraint {
  const prefixes = parts.map((p) => (p.prefix === null ? null : Number(p.prefix)))
  return {
    ...(name === undefined ? {} : { name }),
    columns: parts.map((p) => p.column ?? ''),
    ...(prefixes.some((p) => p !== null) ? { prefixLengths: prefixes } : {}),
  }
}

const methods: Readonly<Record<string, IndexSchema['method']>> = {
  BTREE: 'btree',
  HASH: 'hash',
  FULLTEXT: 'fulltext',
  SPATIAL: 'spatial',
  RTREE: 'spatial',
}

function indexOf(name: string, parts: readonly PartRow[], server: Server): IndexSchema {
  const type = parts[0]?.type ?? 'BTREE'
  const method = methods[type] ?? 'other'
  return {
    name,
    unique: parts.every((p) => Number(p.duplicates) === 0),
    method,
    ...(method === 'other' ? { nativeMethod: type.toLowerCase() } : {}),
    parts: parts.map((p) => ({
      ...(p.column === null
        ? { expression: expressionText(p.expression ?? '', server) }
        : { column: p.column }),
      descending: p.direction === 'D',
      // A spatial index says 32: the bytes of a box, not a prefix.
      ...(p.prefix === null || method === 'spatial' || method === 'fulltext'
        ? {}
        : { prefixLength: Number(p.prefix) }),
    })),
    include: [],
  }
}
