import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { merged } from './emit.ts'
import { unifyKinds } from './emit-operator.ts'
import type { Printed } from './print.ts'
import { asNumber, asText, asValue, isNumeric } from './print.ts'

/** Prints a call by the common name; undefined: not in this form. */
type Simple = (args: readonly Printed[], scope: EmitScope) => Printed | undefined

const text = (sql: string, from?: Printed): Printed => ({
  sql,
  kind: 'text',
  caseless: from?.caseless,
})
const integer = (sql: string): Printed => ({ sql, kind: 'integer', scale: 0 })

/** A function of texts (and whole numbers after them) with the same name everywhere. */
const ofText =
  (
    names: Partial<Record<EmitScope['to'], string>> & { all?: string },
    count: number,
    result = text,
  ): Simple =>
  (args, { to }) => {
    const name = names[to] ?? names.all
    if (name === undefined || args.length !== count || !args[0]) return undefined
    const printed = args.map((a) => (a.kind === 'integer' ? a : asText(a, to)))
    return result(
      `${name}(${[asText(args[0], to), ...printed.slice(1)].map((p) => p.sql).join(', ')})`,
      args[0],
    )
  }

const positive = (p: Printed | undefined) =>
  p === undefined || (p.literal !== undefined && Number(p.literal) >= 1)
const notNegative = (p: Printed | undefined) =>
  p === undefined || p.kind === 'integer'
    ? p?.literal === undefined || Number(p.literal) >= 0
    : false

function substring(args: readonly Printed[], { to, from }: EmitScope): Printed | undefined {
  const [value, start, length] = args
  if (!value || !start || start.kind !== 'integer') return undefined
  if (!positive(start) && from !== to) return notPortable('a part of a text that begins before it')
  if (length && length.literal === undefined && to === 'postgres') {
    // PostgreSQL refuses a negative length, MySQL takes it for none.
    const sql = `substr(${asText(value, to).sql}, ${start.sql}, greatest(${length.sql}, 0))`
    return text(sql, value)
  }
  const rest = length ? `, ${length.sql}` : to === 'mssql' ? ', 2147483647' : ''
  return text(
    `${to === 'mssql' ? 'SUBSTRING' : 'substr'}(${asText(value, to).sql}, ${start.sql}${rest})`,
    value,
  )
}

const locate = (needle: Printed, hay: Printed, { to, from, notes }: EmitScope): Printed => {
  const [n, h] = [asText(needle, to).sql, asText(hay, to).sql]
  if (hay.caseless && from !== to && to !== 'mysql')
    notes.add('the position of a text is found by its exact letters')
  if (to === 'postgres') return integer(`strpos(${h}, ${n})`)
  if (to === 'mysql') return integer(`LOCATE(${n}, ${h})`)
  return integer(to === 'sqlite' ? `instr(${h}, ${n})` : `CHARINDEX(${n}, ${h})`)
}

const extreme =
  (word: 'greatest' | 'least', nullWins: boolean): Simple =>
  (args, { to }) => {
    const values = unifyKinds(args, to)
    const list = values.map((v) => v.sql).join(', ')
    const kind = merged(values)
    if (to === 'sqlite')
      return nullWins
        ? { ...kind, sql: `${word === 'greatest' ? 'max' : 'min'}(${list})` }
        : undefined
    if (to === 'mysql') return nullWins ? { ...kind, sql: `${word}(${list})` } : undefined
    if (!nullWins) return { ...kind, sql: `${word}(${list})` }
    const anyNull = values.map((v) => `${v.sql} IS NULL`).join(' OR ')
    return { ...kind, sql: `CASE WHEN ${anyNull} THEN NULL ELSE ${word}(${list}) END` }
  }

const trim =
  (word: 'trim' | 'ltrim' | 'rtrim'): Simple =>
  ([value, characters], { to, from }) => {
    if (!value) return undefined
    const v = asText(value, to).sql
    if (!characters) return text(`${word}(${v})`, value)
    // MySQL takes off whole words, the others any of the characters.
    if (characters.literal?.length !== 1 && (from === 'mysql' || to === 'mysql')) return undefined
    const c = asText(characters, to).sql
    if (to === 'mysql') {
      const side = { trim: 'BOTH', ltrim: 'LEADING', rtrim: 'TRAILING' }[word]
      return text(`TRIM(${side} ${c} FROM ${v})`, value)
    }
    if (to === 'mssql') return undefined
    return text(`${to === 'postgres' && word === 'trim' ? 'btrim' : word}(${v}, ${c})`, value)
  }

function round([value, digits]: readonly Printed[], { to }: EmitScope): Printed | undefined {
  if (!value) return undefined
  const v = asNumber(value, to)
  const places = digits === undefined ? 0 : Number(digits.literal ?? Number.NaN)
  if (!Number.isInteger(places) || v.kind === 'float')
    return notPortable('an inexact number is rounded')
  if (v.kind === 'integer' && places >= 0) return v
  const sql = `round(${v.sql}, ${places})`
  return to === 'sqlite'
    ? { sql, kind: 'float' }
    : { sql, kind: 'decimal', scale: Math.max(0, places) }
}

const wholeOf =
  (word: 'ceil' | 'floor'): Simple =>
  ([value], { to }) => {
    if (!value) return undefined
    const v = asNumber(value, to)
    if (v.kind === 'integer') return v
    const name = to === 'mssql' && word === 'ceil' ? 'CEILING' : word
    return { sql: `${name}(${v.sql})`, kind: v.kind, ...(v.kind === 'decimal' && { scale: 0 }) }
  }

export const simpleFunctions: Readonly<Record<string, Simple>> = {
  coalesce: (args, { to, from }) => {
    const values = unifyKinds(
      args.map((a) => asValue(a, to)),
      to,
    )
    if (from === 'mssql' && args.length !== 2 && args.length < 2) return undefined
    return { ...merged(values), sql: `COALESCE(${values.map((v) => v.sql).join(', ')})` }
  },
  upper: ofText({ all: 'upper' }, 1),
  lower: ofText({ all: 'lower' }, 1),
  char_length: (args, scope) => {
    const [value] = args
    if (!value || value.kind === 'binary') return undefined
    const v = asText(value, scope.to).sql
    if (scope.to === 'mssql') return integer(`(LEN(${v} + N'.') - 1)`)
    return integer(`${scope.to === 'sqlite' ? 'length' : 'char_length'}(${v})`)
  },
  byte_length: ([value], { to }) => {
    if (!value) return undefined
    if (value.kind === 'binary' && to !== 'mssql')
      return integer(`${to === 'sqlite' ? 'length' : 'octet_length'}(${value.sql})`)
    const v = asText(value, to).sql
    if (to === 'mssql') return undefined
    return integer(to === 'sqlite' ? `length(CAST(${v} AS BLOB))` : `octet_length(${v})`)
  },
  substr: substring,
  left: ([value, count], scope) =>
    value && count && notNegative(count)
      ? scope.to === 'sqlite'
        ? text(`substr(${asText(value, scope.to).sql}, 1, ${count.sql})`, value)
        : text(`left(${asText(value, scope.to).sql}, ${count.sql})`, value)
      : undefined,
  right: ([value, count], scope) =>
    value && positive(count)
      ? scope.to === 'sqlite'
        ? text(`substr(${asText(value, scope.to).sql}, -${count?.sql})`, value)
        : text(`right(${asText(value, scope.to).sql}, ${count?.sql})`, value)
      : undefined,
  trim: trim('trim'),
  ltrim: trim('ltrim'),
  rtrim: trim('rtrim'),
  replace: (args, scope) =>
    args[0]?.caseless && scope.from === 'mssql'
      ? undefined
      : ofText({ all: 'replace' }, 3)(args, scope),
  lpad: ofText({ postgres: 'lpad', mysql: 'lpad' }, 3),
  rpad: ofText({ postgres: 'rpad', mysql: 'rpad' }, 3),
  repeat: ofText({ postgres: 'repeat', mysql: 'repeat', mssql: 'REPLICATE' }, 2),
  reverse: ofText({ postgres: 'reverse', mysql: 'reverse', mssql: 'REVERSE' }, 1),
  md5: ofText({ postgres: 'md5', mysql: 'md5' }, 1),
  instr: ([hay, needle], scope) => (hay && needle ? locate(needle, hay, scope) : undefined),
  locate: ([needle, hay, start], scope) =>
    needle && hay && !start ? locate(needle, hay, scope) : undefined,
  position: ([needle, hay], scope) => (needle && hay ? locate(needle, hay, scope) : undefined),
  abs: ([value], { to }) =>
    value && isNumeric(asNumber(value, to))
      ? { ...asNumber(value, to), literal: undefined, sql: `abs(${asNumber(value, to).sql})` }
      : undefined,
  round,
  ceil: wholeOf('ceil'),
  floor: wholeOf('floor'),
  greatest: extreme('greatest', false),
  least: extreme('least', false),
  greatest_null: extreme('greatest', true),
  least_null: extreme('least', true),
  mod: ([a, b], { to, from }) =>
    a?.kind === 'integer' && b?.kind === 'integer'
      ? integer(
          `(${a.sql} % ${from === 'mysql' && to !== 'mysql' ? `NULLIF(${b.sql}, 0)` : b.sql})`,
        )
      : undefined,
}
