import type { DialectName } from '../../sql/quote.ts'
import { quoteName } from '../../sql/quote.ts'
import type { TextTable } from '../table.ts'
import type { TypeProposal } from './propose.ts'
import { canonicalValue } from './value-forms.ts'

/** SQL that takes the texts of table `raw` through proposed types and back. */
export interface RoundTrip {
  /** Of a table of texts, with the columns `c0`, `c1` … and `row`. */
  readonly createRaw: string
  readonly createTyped: string
  readonly fill: string
  /** All values as text again, in the order of rows. */
  readonly read: string
}

const textType: Readonly<Record<string, string>> = {
  postgres: 'text',
  mysql: 'longtext',
  sqlite: 'TEXT',
  duckdb: 'VARCHAR',
}

export function roundTrip(
  engine: Exclude<DialectName, 'mssql'>,
  proposals: readonly TypeProposal[],
  prefix = '',
): RoundTrip {
  const quoted = (name: string) => quoteName(name, engine)
  const [raw, typed, row] = [quoted(`${prefix}raw`), quoted(`${prefix}typed`), quoted('row')]
  const columns = proposals.map((_, i) => quoted(`c${i}`))
  const list = (one: (column: string, p: TypeProposal) => string) =>
    columns.map((c, i) => one(c, proposals[i] as TypeProposal)).join(', ')
  // These two convert by the type of the column; the others want it said.
  const cast =
    engine === 'mysql' || engine === 'sqlite'
      ? (c: string) => c
      : (c: string, p: TypeProposal) => `CAST(${c} AS ${p.native})`
  const asText = engine === 'mysql' ? 'CHAR CHARACTER SET utf8mb4' : textType[engine]
  const number = engine === 'mysql' ? 'int' : 'INTEGER'
  return {
    createRaw: `CREATE TABLE ${raw} (${row} ${number}, ${list((c) => `${c} ${textType[engine]}`)})`,
    createTyped: `CREATE TABLE ${typed} (${row} ${number}, ${list((c, p) => `${c} ${p.native}`)})`,
    fill: `INSERT INTO ${typed} SELECT ${row}, ${list(cast)} FROM ${raw}`,
    read: `SELECT ${list((c) => `CAST(${c} AS ${asText}) AS ${c}`)} FROM ${typed} ORDER BY ${row}`,
  }
}

export interface Difference {
  readonly column: string
  readonly native: string
  readonly row: number
  readonly before: string | null
  readonly after: string | null
}

/** Values that did not come back; `back` has a list a row. */
export function differences(
  table: TextTable,
  proposals: readonly TypeProposal[],
  back: readonly (readonly (string | null)[])[],
): Difference[] {
  const found: Difference[] = []
  for (const [c, column] of table.columns.entries()) {
    const proposal = proposals[c] as TypeProposal
    const same = sameAs(proposal)
    for (const [r, before] of column.values.entries()) {
      const after = back[r]?.[c] ?? null
      if (!same(before, after))
        found.push({ column: column.name, native: proposal.native, row: r + 1, before, after })
    }
  }
  return found
}

function sameAs({ type, exact }: TypeProposal): (a: string | null, b: string | null) => boolean {
  const kind =
    type.kind === 'decimal' || type.kind === 'float' || type.kind === 'integer'
      ? 'number'
      : type.kind === 'timestamp' || type.kind === 'time'
        ? 'timestamp'
        : 'text'
  return (a, b) =>
    a === b ||
    (a !== null &&
      b !== null &&
      (exact === 'value' || kind === 'timestamp' || kind === 'number') &&
      canonicalValue(a, kind) === canonicalValue(b, kind))
}
