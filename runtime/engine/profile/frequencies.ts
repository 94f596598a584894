import type { Column } from '../../../nodes/kit/schema.ts'
import type { NumberProfile, ValueCount } from '../../report.ts'
import { name } from '../wire-sql.ts'
import { asText, exact, finite } from './column-sql.ts'

export type Query = (sql: string) => Promise<(string | null)[][]>

const longest = 200

export interface Frequencies {
  /** Most frequent first; of equally frequent ones, the first in order. */
  readonly top: readonly ValueCount[]
  /** Bits per value; null where there is none. */
  readonly entropy: number | null
  readonly distinct: number
}

/** One count of all values serves all three. (DuckDB's own `entropy` costs thirty times as much.) */
export async function frequenciesOf(
  column: Column,
  table: string,
  query: Query,
): Promise<Frequencies> {
  const sql = name(column.name)
  const rows = await query(
    `WITH g AS MATERIALIZED (SELECT ${sql} AS v, count(*) AS n FROM ${table} WHERE ${sql} IS NOT NULL GROUP BY 1)
     SELECT left(${asText('v', column.type)}, ${longest}), n,
            (SELECT log2(sum(n)) - sum(n * log2(n)) / sum(n) FROM g),
            (SELECT count(*) FROM g)
     FROM g ORDER BY n DESC, v LIMIT 5`,
  )
  const bits = rows[0]?.[2]
  return {
    top: rows.map(([value, count]) => ({ value: value ?? '', count: Number(count) })),
    entropy: bits == null ? null : Math.max(0, Number(bits)),
    distinct: Number(rows[0]?.[3] ?? 0),
  }
}

/**
 * The commonest shapes of each column. DuckDB makes ready the expressions again for each statement,
 * which takes longer than a few hundred values do: columns of few rows share one.
 * @example 'Müller-42' has the shape 'Aa-9'
 */
export async function shapesOf(
  columns: readonly Column[],
  { table, rows }: { readonly table: string; readonly rows: number },
  query: Query,
): Promise<Map<Column, ValueCount[]>> {
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / Math.max(1, rows)))
  const found = new Map(columns.map((column) => [column, [] as ValueCount[]]))
  for (let at = 0; at < columns.length; at += atOnce) {
    const some = columns.slice(at, at + atOnce)
    const grouped = some.map((column, i) => {
      const sql = name(column.name)
      return `SELECT ${i} AS i, left(${sql}, ${longest}) AS v, count(*) AS n FROM ${table} WHERE ${sql} IS NOT NULL GROUP BY 2`
    })
    const shapes = await query(
      `SELECT i, ${shape} AS s, sum(n) AS m FROM (${grouped.join(' UNION ALL ')}) GROUP BY 1, 2
       QUALIFY row_number() OVER (PARTITION BY i ORDER BY m DESC, s) <= 10 ORDER BY i, m DESC, s`,
    )
    for (const [i, value, count] of shapes)
      found.get(some[Number(i)] as Column)?.push({ value: value ?? '', count: Number(count) })
  }
  return found
}

const valuesAtOnce = 20_000

const shape = [
  ['\\p{Lu}+', 'A'],
  ['[\\p{Ll}\\p{Lo}\\p{Lt}\\p{Lm}]+', 'a'],
  ['[0-9]+', '9'],
].reduce((text, [pattern, mark]) => `regexp_replace(${text}, '${pattern}', '${mark}', 'g')`, 'v')

const bins = 20

/** Finite values in equal widths; one bin where they are all equal. */
export async function histogramOf(
  column: Column,
  [low, high]: readonly [number, number],
  table: string,
  query: Query,
): Promise<NumberProfile['histogram']> {
  const width = (high - low) / bins
  if (!(width > 0) || !Number.isFinite(width)) {
    const [[count] = []] = await query(`SELECT count(${finite(column)}) FROM ${table}`)
    return [{ from: low, to: high, count: Number(count) }]
  }
  const place = `least(${bins - 1}, CAST(floor((${finite(column)} - ${exact(low)}) / ${exact(width)}) AS BIGINT))`
  const rows = await query(
    `SELECT ${place} AS b, count(*) FROM ${table} WHERE ${finite(column)} IS NOT NULL GROUP BY 1`,
  )
  const counts = new Map(rows.map(([bin, count]) => [Number(bin), Number(count)]))
  return Array.from({ length: bins }, (_, i) => ({
    from: low + i * width,
    to: i === bins - 1 ? high : low + (i + 1) * width,
    count: counts.get(i) ?? 0,
  }))
}
