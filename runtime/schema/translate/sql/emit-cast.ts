import type { DatabaseSystem } from '../../model.ts'
import type { Meaning } from '../types/index.ts'
import { readType } from '../types/index.ts'
import type { Sql } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { emit, numberSql } from './emit.ts'
import { dayOf } from './emit-date.ts'
import type { Printed } from './print.ts'
import { asNumber, asText, textSql } from './print.ts'

/** What the words after AS mean; MySQL has words of its own there. */
function meaningOf(type: string, from: DatabaseSystem): Meaning {
  if (from !== 'mysql') return readType(type, from)
  if (/^signed/.test(type)) return { kind: 'integer', bits: 64, unsigned: false }
  if (/^unsigned/.test(type)) return { kind: 'integer', bits: 64, unsigned: true }
  return type === 'char' || type === 'nchar' ? { kind: 'text' } : readType(type, from)
}

export function emitCast(value: Sql, type: string, scope: EmitScope): Printed {
  const { from, to } = scope
  const meaning = meaningOf(type, from)
  if (value.kind === 'text') return literalAs(value.value, meaning, scope)
  if (value.kind === 'null') return { sql: 'NULL', kind: 'null' }
  const printed = emit(value, scope)
  switch (meaning.kind) {
    case 'text':
      return castText(asText(printed, to), meaning.length, scope)
    case 'own':
      // `'x'::character varying::regclass` and the like.
      return notPortable(`a cast to ${type}`)
    case 'integer':
      return castInteger(asNumber(printed, to), scope)
    case 'decimal':
      return castDecimal(asNumber(printed, to), meaning, scope)
    case 'float':
      return castFloat(asNumber(printed, to), to)
    case 'boolean':
      return printed.kind === 'boolean' || printed.kind === 'bit'
        ? printed
        : notPortable('a cast to boolean')
    case 'date':
      return dayOf(printed, to)
    case 'timestamp':
      if (
        printed.kind === 'timestamp' &&
        meaning.zone === 'none' &&
        (printed.scale ?? 6) <= meaning.precision
      )
        return printed
      if (printed.kind === 'instant' && meaning.zone === 'utc') return printed
      if (printed.kind === 'date' && meaning.zone === 'none') return dateAsTime(printed, to)
      break
    case 'enum':
      return asText(printed, to)
  }
  return notPortable(`a cast to ${type}`)
}

function castText(p: Printed, length: number | undefined, { to }: EmitScope): Printed {
  if (length === undefined || (p.literal !== undefined && p.literal.length <= length)) return p
  const cut = to === 'sqlite' ? `substr(${p.sql}, 1, ${length})` : `left(${p.sql}, ${length})`
  return { ...p, sql: cut }
}

function castInteger(p: Printed, { from, to }: EmitScope): Printed {
  if (p.kind === 'integer' || p.kind === 'null') return p
  if (p.kind === 'float') return notPortable('an inexact number is cast to a whole one')
  const rounds = from === 'postgres' || from === 'mysql'
  const whole = rounds ? `round(${p.sql}${to === 'mssql' ? ', 0' : ''})` : truncated(p.sql, to)
  const word = { postgres: 'bigint', mysql: 'SIGNED', sqlite: 'INTEGER', mssql: 'bigint' }[to]
  return { sql: `CAST(${whole} AS ${word})`, kind: 'integer', scale: 0 }
}

function truncated(sql: string, to: DatabaseSystem): string {
  if (to === 'mssql') return `round(${sql}, 0, 1)`
  return to === 'mysql' ? `TRUNCATE(${sql}, 0)` : `trunc(${sql})`
}

function castDecimal(
  p: Printed,
  { precision, scale }: Extract<Meaning, { kind: 'decimal' }>,
  { to }: EmitScope,
): Printed {
  if (p.kind === 'float') return notPortable('an inexact number is cast to an exact one')
  if (precision === undefined) return { ...p, kind: 'decimal' }
  const s = scale ?? 0
  if (to === 'sqlite') return { sql: `round(${p.sql}, ${s})`, kind: 'float' }
  const word = to === 'postgres' ? 'numeric' : 'decimal'
  return { sql: `CAST(${p.sql} AS ${word}(${precision},${s}))`, kind: 'decimal', scale: s }
}

function castFloat(p: Printed, to: DatabaseSystem): Printed {
  if (p.kind === 'float') return p
  const word = { postgres: 'double precision', mysql: 'DOUBLE', sqlite: 'REAL', mssql: 'float' }[to]
  return { sql: `CAST(${p.sql} AS ${word})`, kind: 'float' }
}

const dateAsTime = (p: Printed, to: DatabaseSystem): Printed => {
  const sql = {
    postgres: `CAST(${p.sql} AS timestamp)`,
    mysql: `CAST(${p.sql} AS DATETIME)`,
    sqlite: `datetime(${p.sql})`,
    mssql: `CAST(${p.sql} AS datetime2)`,
  }
  return { sql: sql[to], kind: 'timestamp', scale: 0 }
}

/** A text that stands there, as a value of a type. */
export function literalAs(text: string, meaning: Meaning, scope: EmitScope): Printed {
  const { to } = scope
  switch (meaning.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
      if (!/^\s*-?\d+(\.\d+)?\s*$/.test(text)) return notPortable(`the text '${text}' as a number`)
      return {
        ...numberSql(text.trim()),
        ...(meaning.kind === 'float' && { kind: 'float' as const }),
      }
    case 'boolean': {
      const truth = /^(t|true|1|y|yes|on)$/i.test(text)
      if (!truth && !/^(f|false|0|n|no|off)$/i.test(text)) return notPortable('this boolean')
      return emit({ kind: 'boolean', value: truth }, scope)
    }
    case 'date':
    case 'timestamp':
    case 'time':
      return timeLiteral(text, meaning, to)
    case 'json':
      return { ...textSql(text, to), kind: 'json' }
    case 'array':
    case 'binary':
    case 'bits':
    case 'interval':
    case 'own':
    case 'geometry':
      return notPortable(`a text as a value of kind ${meaning.kind}`)
    default:
      return textSql(text, to)
  }
}

function timeLiteral(
  text: string,
  meaning: Extract<Meaning, { kind: 'date' | 'timestamp' | 'time' }>,
  to: DatabaseSystem,
): Printed {
  const forms = {
    date: /^\d{4}-\d\d-\d\d$/,
    timestamp: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/,
    time: /^\d\d:\d\d:\d\d(\.\d+)?$/,
  }
  const zoned = meaning.kind !== 'date' && meaning.zone !== false && meaning.zone !== 'none'
  if (!forms[meaning.kind].test(text) || zoned || /0000-|-00/.test(text.slice(0, 10)))
    return notPortable(`the text '${text.slice(0, 30)}' as a ${meaning.kind}`)
  const kind = meaning.kind
  const word = {
    date: 'date',
    timestamp: to === 'mssql' ? 'datetime2' : 'timestamp',
    time: 'time',
  }[kind]
  const sql =
    to === 'sqlite'
      ? `'${text}'`
      : to === 'mssql'
        ? `CAST('${text}' AS ${word})`
        : `${word.toUpperCase()} '${text}'`
  return { sql, kind, scale: /\.(\d+)/.exec(text)?.[1]?.length ?? 0 }
}
