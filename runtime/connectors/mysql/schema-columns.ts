import type { Connection } from 'mysql2'
import { compact } from '../../schema/group.ts'
import type { TableColumn } from '../../schema/model.ts'
import { select } from './links.ts'
import type { Server } from './schema-server.ts'
import { expressionText, itemsOf, unescapeText } from './schema-server.ts'
import { nativeOf } from './types.ts'

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly base: string
  readonly full: string
  readonly length: string | number | null
  readonly precision: string | number | null
  readonly scale: string | number | null
  readonly nullable: string
  readonly value: string | null
  readonly extra: string
  readonly expression: string | null
  readonly charset: string | null
  readonly collation: string | null
  readonly comment: string
}

export interface FoundColumn {
  readonly table: string
  readonly column: TableColumn
}

/** What other queries told. */
export interface Known {
  /** Next value of a table's counter. */
  readonly next: ReadonlyMap<string, string>
  /** `table\ncolumn` of MariaDB's JSON columns. */
  readonly jsonColumns: ReadonlySet<string>
  /** An expression as it may stand in another database. */
  readonly expression: (sql: string) => string
}

const numberOrNull = (value: string | number | null) => (value === null ? null : Number(value))

/** Columns of all tables and views of a database, in their order. */
export async function readColumns(
  link: Connection,
  server: Server,
  database: string,
  known: Known,
): Promise<FoundColumn[]> {
  const rows = await select<ColumnRow>(
    link,
    `SELECT table_name AS \`table\`, column_name AS name, LOWER(data_type) AS base,
            column_type AS full, character_maximum_length AS length,
            numeric_precision AS \`precision\`, numeric_scale AS scale, is_nullable AS nullable,
            column_default AS value, LOWER(extra) AS extra, generation_expression AS expression,
            character_set_name AS charset, collation_name AS collation, column_comment AS comment
     FROM information_schema.columns WHERE table_schema = ? ORDER BY table_name, ordinal_position`,
    [database],
  )
  return rows.map((row) => {
    return { table: row.table, column: columnOf(row, server, known) }
  })
}

function columnOf(row: ColumnRow, server: Server, known: Known): TableColumn {
  const json = known.jsonColumns.has(`${row.table}\n${row.name}`)
  const { type } = nativeOf({
    name: row.name,
    base: row.base,
    full: row.full.toLowerCase(),
    length: numberOrNull(row.length),
    precision: numberOrNull(row.precision),
    scale: numberOrNull(row.scale),
    json,
  })
  const generated = /\b(virtual|stored|persistent)\b/.exec(row.extra)?.[1]
  const counted = /\bauto_increment\b/.test(row.extra)
  const value = generated || counted ? undefined : defaultOf(row, server)
  const listed = row.base === 'enum' || row.base === 'set'
  return {
    name: row.name,
    type,
    // MariaDB's JSON is a longtext under a check.
    nativeType: json ? 'json' : row.full,
    nullable: row.nullable === 'YES',
    ...compact({
      default: value === undefined ? undefined : known.expression(value),
      identity: counted
        ? { generation: 'by default' as const, ...compact({ next: known.next.get(row.table) }) }
        : undefined,
      generated:
        generated && row.expression !== null
          ? {
              expression: known.expression(expressionText(row.expression, server)),
              stored: generated !== 'virtual',
            }
          : undefined,
      onUpdate: /on update (current_timestamp(?:\(\d*\))?)/
        .exec(row.extra)?.[1]
        ?.toUpperCase()
        .replace('()', ''),
      collation: json ? undefined : (row.collation ?? undefined),
      charset: json ? undefined : (row.charset ?? undefined),
      comment: row.comment || undefined,
      values: listed ? itemsOf(row.full) : undefined,
    }),
  }
}

const numeric = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)$/
const instant = /^(current_timestamp|now|localtime|localtimestamp)\s*(?:\(\s*(\d*)\s*\))?$/i

/** MariaDB's catalog has expressions; MySQL's has bare values, unless it says otherwise. */
export function defaultOf(
  row: Pick<ColumnRow, 'base' | 'value' | 'extra'>,
  server: Server,
): string | undefined {
  if (row.value === null) return undefined
  if (server.mariadb && row.value === 'NULL') return undefined
  const now = instant.exec(row.value)
  const dated = row.base === 'timestamp' || row.base === 'datetime'
  if (now && (server.mariadb || dated))
    return now[2] && now[2] !== '0' ? `CURRENT_TIMESTAMP(${now[2]})` : 'CURRENT_TIMESTAMP'
  if (server.mariadb) return standardLiteral(row.value)
  if (/\bdefault_generated\b/.test(row.extra)) return expressionText(row.value, server)
  if (numeric.test(row.base)) return row.value
  if (/^0x[0-9a-f]*$/i.test(row.value) && /binary|blob/.test(row.base)) return row.value
  return literalOf(row.value)
}

/** `'it\'s'` as `'it''s'`; other expressions as they are. */
function standardLiteral(sql: string): string {
  const [, text] = /^'((?:[^'\\]|\\.|'')*)'$/s.exec(sql) ?? []
  return text === undefined ? sql : literalOf(unescapeText(text.replaceAll("''", "'")))
}

/** As the server prints texts itself, save that quotes are doubled. */
const literalOf = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
