import type { Database } from './database.ts'

/**
 * SQLite reads a number of more than 15 digits from text to within one unit of the last
 * place, not exactly. So such a number is handed over as a whole number and the power of two
 * that it is to be multiplied with: in floating point that product is exact.
 */
const powersTable = 'temp._migrateiq_powers'
const smallest = -1074
const largest = 971

/** Powers of two bound as numbers: SQLite has no function that computes them. */
export function createPowers(db: Database): void {
  db.exec(
    `CREATE TEMP TABLE IF NOT EXISTS _migrateiq_powers (e INTEGER PRIMARY KEY, p REAL);
     DELETE FROM ${powersTable}`,
  )
  const insert = db.prepare(`INSERT INTO ${powersTable} VALUES (?, ?)`)
  db.exec('BEGIN')
  for (let e = smallest; e <= largest; e++) insert.run(e, 2 ** e)
  db.exec('COMMIT')
}

/**
 * Puts `[whole number, exponent]` in the place of long numbers.
 * @param lines the inside of a JSON array of rows, each an array of texts and nulls
 * @param columns positions of the columns that are numbers
 * @returns the whole JSON array
 */
export function splitFloats(lines: string, columns: readonly number[]): string {
  const rows = JSON.parse(`[${lines}]`) as (string | null | readonly [number, number])[][]
  for (const row of rows)
    for (const at of columns) {
      const text = row[at]
      if (typeof text === 'string' && text.length > 15) row[at] = split(text)
    }
  return JSON.stringify(rows)
}

const bits = new DataView(new ArrayBuffer(8))

function split(text: string): string | readonly [number, number] {
  const number = Number(text)
  if (!Number.isFinite(number) || number === 0) return text
  bits.setFloat64(0, number)
  const high = bits.getUint32(0)
  const exponent = (high >>> 20) & 0x7ff
  const fraction = (high & 0xfffff) * 2 ** 32 + bits.getUint32(4)
  const whole = exponent === 0 ? fraction : fraction + 2 ** 52
  return [number < 0 ? -whole : whole, Math.max(exponent, 1) - 1075]
}

/** The text at a position of `value`, or the number that was split. */
export const floatAt = (at: number): string =>
  `CASE json_type(value, '$[${at}]') WHEN 'array' THEN (value ->> '$[${at}][0]')
     * (SELECT p FROM ${powersTable} WHERE e = value ->> '$[${at}][1]')
   ELSE value ->> ${at} END`
