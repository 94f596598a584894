import type { Association, ColumnProfile, ProfileAlert } from '../../report.ts'

/** What a person should look at, from the figures alone. Thresholds are those of common tools. */
export function findAlerts(profile: {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
  readonly duplicateRows: number | null
  readonly correlations: readonly Association[]
}): ProfileAlert[] {
  const { rows, columns, duplicateRows, correlations } = profile
  if (rows === 0) return [{ code: 'EMPTY_TABLE' }]
  const alerts = columns.flatMap(columnAlerts)
  for (const { kind, left, right, value } of correlations)
    if (kind !== 'spearman' && Math.abs(value) >= 0.9)
      alerts.push({ code: 'CORRELATED', column: left, other: right, value })
  if (duplicateRows) alerts.push({ code: 'DUPLICATE_ROWS', value: duplicateRows })
  return alerts
}

function columnAlerts(profile: ColumnProfile): ProfileAlert[] {
  const { column, rows, nulls, distinct, top, numbers, type } = profile
  const present = rows - nulls
  if (present === 0) return [{ code: 'EMPTY', column }]
  const found: ProfileAlert[] = []
  const add = (code: ProfileAlert['code'], holds: boolean, value: number) => {
    if (holds) found.push({ code, column, value })
  }
  const isText = type.startsWith('text')
  const mostFrequent = (top[0]?.count ?? 0) / present
  add('MOSTLY_MISSING', nulls / rows >= 0.5, nulls / rows)
  if (distinct === 1) found.push({ code: 'CONSTANT', column })
  else {
    add('UNIQUE', !profile.estimated && distinct === rows && rows > 1, distinct)
    add(
      'HIGH_CARDINALITY',
      isText && distinct < rows && distinct / present > 0.5 && present > 50,
      distinct,
    )
    add('IMBALANCE', mostFrequent >= 0.95, mostFrequent)
  }
  if (numbers) {
    add('ZEROS', numbers.zeros / present >= 0.5, numbers.zeros / present)
    add('SKEWED', Math.abs(numbers.skewness ?? 0) >= 10, numbers.skewness ?? 0)
    add('INFINITE', numbers.infinite > 0, numbers.infinite)
  }
  return [...found, ...shapeAlerts(profile)]
}

const numberShape = /^[+-]?9([,.]9)*$/
const dateShape = /^9[-/.]9[-/.]9([ T]9:9(:9(\.9)?)?)?$/

/** What the shapes of a text column tell; each covers a share of the rows that were looked at. */
function shapeAlerts({ column, shapes, top }: ColumnProfile): ProfileAlert[] {
  const seen = shapes.reduce((sum, s) => sum + s.count, 0)
  const share = (test: (shape: string) => boolean) =>
    seen === 0 ? 0 : shapes.filter((s) => test(s.value)).reduce((sum, s) => sum + s.count, 0) / seen
  const found: ProfileAlert[] = []
  const numeric = share((s) => numberShape.test(s))
  const dates = share((s) => dateShape.test(s))
  const padded = share((s) => s !== s.trim())
  if (dates >= 0.9) found.push({ code: 'DATES_AS_TEXT', column, value: dates })
  else if (numeric >= 0.9) found.push({ code: 'NUMBERS_AS_TEXT', column, value: numeric })
  if (padded > 0) found.push({ code: 'PADDED_TEXT', column, value: padded })
  const folded = new Map<string, string>()
  const clash = top.some(({ value }) => {
    const other = folded.get(value.toLowerCase())
    folded.set(value.toLowerCase(), value)
    return other !== undefined && other !== value
  })
  if (clash) found.push({ code: 'MIXED_CASE', column })
  return found
}
