import { groupBy } from '../../schema/group.ts'
import type { Identity, TableColumn } from '../../schema/model.ts'
import { nativeOf } from './describe.ts'
import type { SchemaColumnRow } from './schema-queries.ts'
import { dataTypeOf, typeName } from './types.ts'

/** Columns by the id of their table or view. */
export function columnsOf(
  rows: readonly SchemaColumnRow[],
  collation: string,
): ReadonlyMap<number, readonly TableColumn[]> {
  return new Map(
    [...groupBy(rows, (row) => row.id)].map(([id, own]) => [
      id,
      own.map((row) => columnOf(row, collation)),
    ]),
  )
}

function columnOf(row: SchemaColumnRow, collation: string): TableColumn {
  const native = nativeOf(row)
  const { seed } = row
  return {
    name: row.name,
    type: dataTypeOf(native),
    nativeType: typeName(native),
    nullable: row.nullable,
    ...(row.default === null ? {} : { default: withoutParentheses(row.default) }),
    ...(seed === null ? {} : { identity: identityOf(row, seed) }),
    ...(row.computed === null
      ? {}
      : {
          generated: {
            expression: withoutParentheses(row.computed),
            stored: row.persisted ?? false,
          },
        }),
    ...(row.collation === null || row.collation === collation ? {} : { collation: row.collation }),
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...(row.typeName === null || row.typeSchema === null
      ? {}
      : { namedType: { schema: row.typeSchema, name: row.typeName } }),
  }
}

/** Given values need SET IDENTITY_INSERT. */
const identityOf = ({ increment, last }: SchemaColumnRow, seed: string): Identity => ({
  generation: 'always',
  start: seed,
  increment: increment ?? '1',
  next: last === null ? seed : String(BigInt(last) + BigInt(increment ?? '1')),
})

/** The catalog wraps expressions, `((0))`; only pairs around the whole go. */
export function withoutParentheses(sql: string): string {
  let text = sql.trim()
  while (text.startsWith('(') && closesAt(text) === text.length - 1) text = text.slice(1, -1).trim()
  return text
}

/** Where the parenthesis at the start ends; texts and quoted names may contain others. */
function closesAt(sql: string): number {
  let depth = 0
  const parts = /'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[()]/g
  for (const part of sql.matchAll(parts)) {
    if (part[0] === '(') depth++
    if (part[0] === ')' && --depth === 0) return part.index
  }
  return -1
}
