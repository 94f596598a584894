import type { ColumnDrift } from '../../ml/profile/index.ts'
import type { ProfileAlert, TableProfile } from '../../report.ts'
import { formatCount, note, printTable } from './output.ts'

/** The main figures as a table on stdout; what to look at on stderr. */
export function printProfile(profile: TableProfile): void {
  printTable(
    ['column', 'type', 'nulls', 'distinct', 'min', 'max', 'mean', 'std', 'top'],
    profile.columns.map((c) => [
      c.column,
      c.type,
      formatCount(c.nulls),
      `${c.estimated ? '~' : ''}${formatCount(c.distinct)}`,
      cut(c.min),
      cut(c.max),
      figure(c.mean),
      figure(c.numbers?.std ?? null),
      c.top
        .slice(0, 3)
        .map((t) => `${cut(t.value)} (${formatCount(t.count)})`)
        .join(', '),
    ]),
  )
  const { rows, completeRows, duplicateRows, sampledRows } = profile
  const twice = duplicateRows === null ? '' : `, ${formatCount(duplicateRows)} duplicates`
  note(`${formatCount(rows)} rows, ${formatCount(completeRows)} without any NULL${twice}.`)
  for (const alert of profile.alerts) note(alertText(alert))
  if (sampledRows !== null)
    note(`Correlations and shapes are those of ${formatCount(sampledRows)} random rows.`)
}

export function printDrift(drift: readonly ColumnDrift[]): void {
  for (const { column, change, index, nullShare, drifted } of drift)
    if (drifted)
      note(
        change === 'values'
          ? `Changed: ${column} (stability index ${figure(index)}, NULL ${percent(nullShare[0])} → ${percent(nullShare[1])}).`
          : `Changed: ${column} (${change}).`,
      )
  if (!drift.some((d) => d.drifted)) note('No column has changed.')
}

const texts: Readonly<Record<ProfileAlert['code'], (value: number, other: string) => string>> = {
  EMPTY_TABLE: () => 'there are no rows',
  CONSTANT: () => 'has one value only',
  EMPTY: () => 'is empty',
  MOSTLY_MISSING: (v) => `is NULL in ${percent(v)} of the rows`,
  UNIQUE: () => 'has a value of its own in every row: may be a key',
  HIGH_CARDINALITY: (v) => `has ${formatCount(v)} different values`,
  IMBALANCE: (v) => `has the same value in ${percent(v)} of the rows`,
  ZEROS: (v) => `is 0 in ${percent(v)} of the rows`,
  SKEWED: (v) => `is skewed (${figure(v)})`,
  INFINITE: (v) => `has ${formatCount(v)} infinite values`,
  NUMBERS_AS_TEXT: (v) => `holds numbers as text (${percent(v)})`,
  DATES_AS_TEXT: (v) => `holds dates as text (${percent(v)})`,
  PADDED_TEXT: (v) => `has blanks around the text (${percent(v)})`,
  MIXED_CASE: () => 'writes the same value in capitals and small letters',
  CORRELATED: (v, other) => `goes with ${other} (${figure(v)})`,
  DUPLICATE_ROWS: (v) => `${formatCount(v)} rows are duplicates`,
}

export function alertText({ code, column, other = '', value = 0 }: ProfileAlert): string {
  const text = texts[code](value, other)
  return column === undefined ? `Note: ${text}.` : `Note: ${column} ${text}.`
}

const cut = (text: string | null) => (text ?? '').slice(0, 24)
export const figure = (value: number | null): string =>
  value === null ? '' : String(Number(value.toPrecision(6)))
const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`
