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

/** @example 'Müller-42' has the shape 'Aa-9' */
export async function shapesOf(column: Column, table: string, query: Query): Promise<ValueCount[]> {
  const sql = name(column.name)
  const grouped = `SELECT left(${sql}, ${longest}) AS v, count(*) AS n FROM ${table} WHERE ${sql} IS NOT NULL GROUP BY 1`
  const shape = [
    ['\\p{Lu}+', 'A'],
    ['[\\p{Ll}\\p{Lo}\\p{Lt}\\p{Lm}]+', 'a'],
    ['[0-9]+', '9'],
  ].reduce((text, [pattern, mark]) => `regexp_replace(${text}, '${pattern}', '${mark}', 'g')`, 'v')
  const rows = await query(
    `SELECT ${shape} AS s, sum(n) AS m FROM (${grouped}) GROUP BY 1 ORDER BY m DESC, s LIMIT 10`,
  )
  return rows.map(([value, count]) => ({ value: value ?? '', count: Number(count) }))
}

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
