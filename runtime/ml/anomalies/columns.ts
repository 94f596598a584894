import { MigrateError } from '../../error.ts'
import type { TextColumn, TextTable } from '../table.ts'

/** A column as the detectors take it: a batch of a pipeline, or a whole table. */
export type AnomalyColumn = NumberColumn | CategoryColumn

export interface NumberColumn {
  readonly kind: 'number'
  readonly name: string
  /** How it was read from text. */
  readonly reading?: Reading | undefined
  /** NaN: missing. */
  readonly values: Float64Array
}

export interface CategoryColumn {
  readonly kind: 'category'
  readonly name: string
  readonly reading?: Reading | undefined
  /** Index into `labels`; negative: missing. */
  readonly codes: Int32Array
  /** What the codes mean; codes of two batches are compared by label. Absent: the code itself. */
  readonly labels?: readonly string[] | undefined
}

export type Reading = 'number' | 'date' | 'length' | 'category' | 'shape'

export interface ColumnChoice {
  readonly columns?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
}

export interface LeftOut {
  readonly name: string
  readonly why: 'identifier' | 'empty' | 'constant'
}

const isoDate = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/
/** Below this share of numbers, a column of text is not one of numbers with some dirt in it. */
const mostly = 0.9

/**
 * The columns of a table of text: numbers and dates as numbers (what does not parse there has the
 * shape of an anomaly and goes to a column of shapes), few different values as categories, free
 * text as its length and its shape. Row numbers, empty and constant columns tell nothing and are
 * left out.
 */
export function columnsOf(
  table: TextTable,
  choice: ColumnChoice = {},
): { columns: AnomalyColumn[]; leftOut: LeftOut[] } {
  const columns: AnomalyColumn[] = []
  const leftOut: LeftOut[] = []
  for (const column of table.columns) {
    if (choice.columns && !choice.columns.includes(column.name)) continue
    if (choice.exclude?.includes(column.name)) continue
    const made = readColumn(column, choice.columns !== undefined)
    if (typeof made === 'string') leftOut.push({ name: column.name, why: made })
    else columns.push(...made)
  }
  return { columns, leftOut }
}

function readColumn(column: TextColumn, wanted: boolean): AnomalyColumn[] | LeftOut['why'] {
  const { values } = column
  const present = values.reduce((sum, v) => sum + (v === null || v.trim() === '' ? 0 : 1), 0)
  if (present === 0) return 'empty'
  for (const reading of ['number', 'date'] as const) {
    const made = read(column, reading) as NumberColumn
    const parsed = made.values.reduce((sum, v) => sum + (Number.isFinite(v) ? 1 : 0), 0)
    if (parsed < mostly * present) continue
    if (!wanted && countsUp(made.values)) return 'identifier'
    return parsed < present ? [made, read(column, 'shape')] : [made]
  }
  const different = new Set(values)
  if (different.size === 1) return 'constant'
  if (different.size <= Math.max(12, Math.sqrt(values.length))) return [read(column, 'category')]
  if (different.size === values.length && sameShape(values) && !wanted) return 'identifier'
  return [read(column, 'length'), read(column, 'shape')]
}

/**
 * The columns of a later table, read as those of a fit were.
 * @throws MigrateError COLUMN_NOT_FOUND
 */
export function columnsLike(
  table: TextTable,
  fitted: readonly Pick<AnomalyColumn, 'name' | 'kind' | 'reading'>[],
): AnomalyColumn[] {
  return fitted.map(({ name, kind, reading }) => {
    const column = table.columns.find((c) => c.name === name)
    if (!column)
      throw new MigrateError('COLUMN_NOT_FOUND', `${table.name} has no column “${name}”.`, {
        hint: `The model was fitted with it. There are: ${table.columns.map((c) => c.name).join(', ')}.`,
      })
    return read(column, reading ?? (kind === 'number' ? 'number' : 'category'))
  })
}

function read({ name, values }: TextColumn, reading: Reading): AnomalyColumn {
  if (reading === 'category') return { ...categories(name, values), reading }
  if (reading === 'shape') {
    const shapes = values.map((value) => (value === null ? null : shapeOf(value)))
    return { ...categories(name, shapes), reading }
  }
  return { kind: 'number', name, reading, values: Float64Array.from(values, numberOf[reading]) }
}

const numberOf = {
  number: parseNumber,
  date: parseDate,
  length: (text: string | null) => (text === null ? Number.NaN : text.length),
}

function parseNumber(text: string | null): number {
  if (text === null || text.trim() === '') return Number.NaN
  return /^\s*[+-]?(\d|\.\d)/.test(text) ? Number(text) : Number.NaN
}

/** Days since 1970. */
function parseDate(text: string | null): number {
  const date = text?.trim() ?? ''
  return isoDate.test(date) ? Date.parse(date.replace(' ', 'T')) / 86_400_000 : Number.NaN
}

/** Row numbers: all different whole numbers, without or nearly without gaps. */
function countsUp(values: Float64Array): boolean {
  if (values.length < 20 || !values.every(Number.isInteger)) return false
  const sorted = values.slice().sort()
  if (sorted.some((v, i) => i > 0 && v === sorted[i - 1])) return false
  const span = (sorted.at(-1) as number) - (sorted[0] as number) + 1
  return span <= 1.5 * values.length
}

function categories(name: string, values: readonly (string | null)[]): CategoryColumn {
  const index = new Map<string, number>()
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1
    const code = index.get(value) ?? index.size
    index.set(value, code)
    return code
  })
  return { kind: 'category', name, codes, labels: [...index.keys()] }
}

/** @example shapeOf('Müller-42 A') // 'a-9 a' */
const shapeOf = (text: string): string =>
  text
    .slice(0, 60)
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9')
    .replace(/(\s*a)+/g, 'a')

const sameShape = (values: readonly (string | null)[]): boolean => {
  const first = shapeOf(values[0] ?? '')
  return values.every((value) => value !== null && shapeOf(value) === first)
}
