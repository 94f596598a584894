import { quoteLiteral, quoteName } from '../../../sql/quote.ts'
import type { DatabaseSystem } from '../../model.ts'
import { notPortable } from './ast.ts'
import type { Kind } from './scope.ts'

/** A printed expression of the target. */
export interface Printed {
  readonly sql: string
  readonly kind: Kind
  readonly scale?: number | undefined
  readonly caseless?: boolean | undefined
  readonly textAffinity?: boolean | undefined
  /** The value, where it is a text or number that stands there. */
  readonly literal?: string | undefined
}

export const isNumeric = ({ kind }: Printed) =>
  kind === 'integer' || kind === 'decimal' || kind === 'float'

/** As something WHERE takes. */
export function asCondition(p: Printed, to: DatabaseSystem): string {
  if (p.kind === 'boolean' || p.kind === 'null') return p.sql
  if (p.kind === 'bit') return `(${p.sql} = 1)`
  if (p.kind === 'integer' || p.kind === 'decimal' || p.kind === 'float')
    return to === 'mysql' || to === 'sqlite' ? p.sql : `(${p.sql} <> 0)`
  return notPortable('a text or date is used as a condition')
}

/** As something SELECT takes: SQL Server has conditions, but no truth values. */
export function asValue(p: Printed, to: DatabaseSystem): Printed {
  if (p.kind !== 'boolean' || to !== 'mssql') return p
  return {
    sql: `CAST(CASE WHEN ${p.sql} THEN 1 WHEN NOT (${p.sql}) THEN 0 END AS bit)`,
    kind: 'bit',
  }
}

export function asNumber(p: Printed, to: DatabaseSystem): Printed {
  if (isNumeric(p) || p.kind === 'null') return p
  if (p.kind === 'bit') return { sql: `CAST(${p.sql} AS int)`, kind: 'integer', scale: 0 }
  if (p.kind !== 'boolean') return notPortable('a text or date is used as a number')
  if (to === 'postgres') return { sql: `(${p.sql})::integer`, kind: 'integer', scale: 0 }
  if (to === 'mssql') return asNumber(asValue(p, to), to)
  return { ...p, kind: 'integer', scale: 0 }
}

const textTypes: Readonly<Record<DatabaseSystem, string>> = {
  postgres: 'text',
  mysql: 'CHAR',
  sqlite: 'TEXT',
  mssql: 'nvarchar(max)',
}

/** As text, where every engine writes it alike. */
export function asText(p: Printed, to: DatabaseSystem): Printed {
  if (p.kind === 'text' || p.kind === 'null') return p
  const cast: Printed = {
    sql: `CAST(${p.sql} AS ${textTypes[to]})`,
    kind: 'text',
    caseless: p.caseless,
  }
  switch (p.kind) {
    case 'integer':
    case 'date':
    case 'uuid':
      return cast
    case 'enum':
      return to === 'mysql' ? { ...p, kind: 'text' } : cast
    case 'array':
      return to === 'postgres'
        ? { sql: `array_to_string(${p.sql}, ',')`, kind: 'text' }
        : notPortable('an array is used as a text')
    case 'decimal':
      if (p.scale !== undefined && to !== 'sqlite') return cast
      break
    case 'timestamp':
      if (p.scale === 0 && to !== 'mssql') return to === 'sqlite' ? { ...p, kind: 'text' } : cast
      break
  }
  return notPortable(
    `a value of kind ${p.kind} is used as a text, and engines write it differently`,
  )
}

export function textSql(value: string, to: DatabaseSystem): Printed {
  try {
    return { sql: quoteLiteral(value, to), kind: 'text', literal: value }
  } catch {
    return notPortable('a text holds characters the target does not keep')
  }
}

export const nameSql = (name: string, to: DatabaseSystem): string => quoteName(name, to)
