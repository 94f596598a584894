import type { DatabaseSystem } from '../../model.ts'
import type { Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit } from './emit.ts'
import type { Printed } from './print.ts'
import { asNumber, isNumeric } from './print.ts'

const timeUnits = new Set(['hour', 'minute', 'second', 'microsecond'])

/** A date or time, plus or minus an interval of one unit. */
export function addInterval(
  base: Sql,
  { amount, unit }: Extract<Sql, { kind: 'interval' }>,
  op: '+' | '-',
  scope: EmitScope,
): Printed {
  const { from, to } = scope
  const value = emit(base, scope)
  const count = amount.kind === 'text' ? undefined : asNumber(emit(amount, scope), to)
  if (!count || !isNumeric(count) || count.kind !== 'integer') return notPortable('this interval')
  if (value.kind !== 'date' && value.kind !== 'timestamp' && value.kind !== 'instant')
    return notPortable('an interval is added to something that is no date')
  const stays =
    value.kind === 'date' && (from === 'mysql' || from === 'mssql') && !timeUnits.has(unit)
  const kind = value.kind === 'date' && !stays ? 'timestamp' : value.kind
  const literal = count.literal
  switch (to) {
    case 'postgres': {
      const step =
        literal === undefined
          ? `${count.sql} * INTERVAL '1 ${unit}'`
          : `INTERVAL '${literal} ${unit}'`
      const sql = `(${value.sql} ${op} ${step})`
      return { ...value, sql: stays ? `CAST(${sql} AS date)` : sql, kind }
    }
    case 'mysql':
      if (value.kind === 'date' && !stays && from !== 'mysql' && !timeUnits.has(unit))
        return {
          ...value,
          sql: `(CAST(${value.sql} AS DATETIME) ${op} INTERVAL ${count.sql} ${unit})`,
          kind,
        }
      return {
        ...value,
        sql: `(${value.sql} ${op} INTERVAL ${count.sql} ${unit.toUpperCase()})`,
        kind,
      }
    case 'mssql':
      return {
        ...value,
        sql: `DATEADD(${unit}, ${op === '-' ? `-(${count.sql})` : count.sql}, ${value.sql})`,
        kind,
      }
    case 'sqlite': {
      // Months overflow in another way, and fractions of seconds get lost.
      if (literal === undefined || !['day', 'hour', 'minute', 'second'].includes(unit))
        return notPortable(`an interval of ${unit}s`)
      if (kind !== 'date' && (value.scale ?? 6) > 0) return notPortable('times with fractions')
      const sign = (op === '-') === literal.startsWith('-') ? '+' : '-'
      const step = `'${sign}${literal.replace('-', '')} ${unit}s'`
      return {
        ...value,
        sql: `${kind === 'date' ? 'date' : 'datetime'}(${value.sql}, ${step})`,
        kind,
      }
    }
  }
}

export function dayDifference(a: Printed, b: Printed, to: DatabaseSystem): Printed {
  const days: Record<DatabaseSystem, () => string> = {
    postgres: () => `(CAST(${a.sql} AS date) - CAST(${b.sql} AS date))`,
    mysql: () => `DATEDIFF(${a.sql}, ${b.sql})`,
    sqlite: () => `CAST(julianday(date(${a.sql})) - julianday(date(${b.sql})) AS INTEGER)`,
    mssql: () => `DATEDIFF(day, ${b.sql}, ${a.sql})`,
  }
  return { sql: days[to](), kind: 'integer', scale: 0 }
}

const sqliteParts: Readonly<Record<string, string>> = {
  year: '%Y',
  month: '%m',
  day: '%d',
  hour: '%H',
  minute: '%M',
  second: '%S',
}

/** A field of a date or time as a whole number. */
export function datePart(unit: string, value: Printed, { from, to }: EmitScope): Printed {
  const isTime =
    value.kind === 'date' ||
    value.kind === 'timestamp' ||
    value.kind === 'instant' ||
    value.kind === 'time'
  if (!isTime || !Object.hasOwn(sqliteParts, unit))
    return notPortable(`the ${unit} of a ${value.kind}`)
  if (unit === 'second' && from === 'postgres' && (value.scale ?? 6) > 0)
    return notPortable('seconds with their fraction')
  const part: Record<DatabaseSystem, () => string> = {
    postgres: () =>
      unit === 'second'
        ? `CAST(floor(EXTRACT(second FROM ${value.sql})) AS integer)`
        : `CAST(EXTRACT(${unit} FROM ${value.sql}) AS integer)`,
    mysql: () => `EXTRACT(${unit.toUpperCase()} FROM ${value.sql})`,
    sqlite: () => `CAST(strftime('${sqliteParts[unit]}', ${value.sql}) AS INTEGER)`,
    mssql: () => `DATEPART(${unit}, ${value.sql})`,
  }
  return { sql: part[to](), kind: 'integer', scale: 0 }
}

/** Only the day of a date or time. */
export function dayOf(value: Printed, to: DatabaseSystem): Printed {
  if (value.kind === 'date') return value
  if (value.kind !== 'timestamp' && value.kind !== 'instant')
    return notPortable('the day of something else')
  const sql = to === 'sqlite' ? `date(${value.sql})` : `CAST(${value.sql} AS date)`
  return { sql, kind: 'date' }
}

type Field = 'Y' | 'm' | 'd' | 'H' | 'M' | 'S' | 'y' | 'b' | 'B' | 'j' | 'e' | 'c' | 'a' | 'A'

const formats: Record<'mysql' | 'postgres' | 'sqlite', Readonly<Partial<Record<Field, string>>>> = {
  mysql: {
    Y: '%Y',
    m: '%m',
    d: '%d',
    H: '%H',
    M: '%i',
    S: '%s',
    y: '%y',
    b: '%b',
    B: '%M',
    j: '%j',
    e: '%e',
    c: '%c',
    a: '%a',
    A: '%W',
  },
  postgres: {
    Y: 'YYYY',
    m: 'MM',
    d: 'DD',
    H: 'HH24',
    M: 'MI',
    S: 'SS',
    y: 'YY',
    b: 'Mon',
    B: 'FMMonth',
    j: 'DDD',
    e: 'FMDD',
    c: 'FMMM',
    a: 'Dy',
    A: 'FMDay',
  },
  sqlite: { Y: '%Y', m: '%m', d: '%d', H: '%H', M: '%M', S: '%S', j: '%j' },
}

/** `DATE_FORMAT`, `to_char`, `strftime` with a format that stands there. */
export function formatDate(
  value: Printed,
  format: string | undefined,
  { from, to }: EmitScope,
): Printed {
  if (format === undefined || from === 'mssql' || to === 'mssql')
    return notPortable('this format of a date')
  if (value.kind !== 'date' && value.kind !== 'timestamp' && value.kind !== 'instant')
    return notPortable(`a ${value.kind} is formatted as a date`)
  const parts = readFormat(format, from)
  const words = formats[to]
  const text = parts
    .map((p) =>
      typeof p === 'string'
        ? literalPart(p, to)
        : (words[p.field] ?? notPortable('this format of a date')),
    )
    .join('')
  const quoted = `'${text.replaceAll("'", "''")}'`
  const call = {
    mysql: `DATE_FORMAT(${value.sql}, ${quoted})`,
    postgres: `to_char(${value.sql}, ${quoted})`,
    sqlite: `strftime(${quoted}, ${value.sql})`,
  }
  return { sql: call[to], kind: 'text' }
}

function readFormat(
  format: string,
  from: 'mysql' | 'postgres' | 'sqlite',
): (string | { field: Field })[] {
  const words = Object.entries(formats[from]) as [Field, string][]
  words.sort((a, b) => b[1].length - a[1].length)
  const parts: (string | { field: Field })[] = []
  for (let at = 0; at < format.length; ) {
    const word = words.find(([, w]) => format.startsWith(w, at))
    if (word) {
      parts.push({ field: word[0] })
      at += word[1].length
      continue
    }
    const c = format[at] as string
    if (c === '%' && format.startsWith('%T', at) && from === 'mysql') {
      parts.push({ field: 'H' }, ':', { field: 'M' }, ':', { field: 'S' })
      at += 2
      continue
    }
    if (c === '%' || c === '\\' || (from === 'postgres' && /[A-Za-z"]/.test(c)))
      return notPortable('this format of a date')
    parts.push(c)
    at++
  }
  return parts
}

function literalPart(text: string, to: DatabaseSystem): string {
  if (to === 'postgres') return /[A-Za-z]/.test(text) ? `"${text}"` : text
  return text.replaceAll('%', '%%')
}
