import type { NativeType } from './types.ts'
import { typeName } from './types.ts'

/** What is left to do with a value of the driver to make it canonical text. */
export type Encoding = 'raw' | 'text' | 'boolean' | 'real' | 'hex' | 'fraction' | 'instant'

export interface Reading {
  /** What to ask the server for. */
  readonly sql: string
  readonly encoding: Encoding
}

/**
 * A column such that nothing is lost on the way: the driver makes doubles of decimals and
 * dates of times, so the server writes these itself.
 */
export function readingOf(c: string, native: NativeType): Reading {
  const { base, scale } = native
  switch (base) {
    case 'bit':
      return { sql: c, encoding: 'boolean' }
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'float':
    case 'uniqueidentifier':
      return { sql: c, encoding: 'raw' }
    case 'real':
      return { sql: c, encoding: 'real' }
    case 'decimal':
    case 'numeric':
      return { sql: `CONVERT(varchar(41), ${c})`, encoding: 'raw' }
    case 'money':
    case 'smallmoney':
      return { sql: `CONVERT(varchar(22), CONVERT(decimal(19,4), ${c}))`, encoding: 'raw' }
    case 'date':
      return { sql: `CONVERT(char(10), ${c}, 23)`, encoding: 'raw' }
    case 'smalldatetime':
      return { sql: `CONVERT(char(19), ${c}, 120)`, encoding: 'raw' }
    case 'datetime':
      return { sql: `CONVERT(char(23), ${c}, 121)`, encoding: 'raw' }
    case 'time':
      return { sql: `CONVERT(varchar(16), ${c}, 121)`, encoding: 'fraction' }
    case 'datetime2':
      return { sql: `CONVERT(varchar(27), ${c}, 121)`, encoding: 'fraction' }
    case 'datetimeoffset':
      return { sql: `CONVERT(varchar(27), ${utc(c, scale)}, 121)`, encoding: 'instant' }
    case 'binary':
    case 'varbinary':
      return { sql: c, encoding: 'hex' }
    case 'image':
      return { sql: `CONVERT(varbinary(max), ${c})`, encoding: 'hex' }
    case 'timestamp':
      return { sql: `CONVERT(binary(8), ${c})`, encoding: 'hex' }
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return { sql: c, encoding: 'text' }
    case 'text':
      return { sql: `CONVERT(varchar(max), ${c})`, encoding: 'text' }
    case 'sql_variant':
      return { sql: variantText(c), encoding: 'text' }
    case 'hierarchyid':
      return { sql: `${c}.ToString()`, encoding: 'text' }
    case 'geometry':
    case 'geography':
      return { sql: `${c}.AsTextZM()`, encoding: 'text' }
    default:
      return { sql: `CONVERT(nvarchar(max), ${c})`, encoding: 'text' }
  }
}

/** The instant's reading in UTC. */
const utc = (c: string, scale: number) =>
  `CONVERT(datetime2(${scale}), SWITCHOFFSET(${c}, '+00:00'))`

/** As the value's own type is written; binary as `0x…`. */
function variantText(c: string): string {
  const type = `CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(${c}, 'BaseType'))`
  return `CASE WHEN ${type} IN (N'date', N'datetime', N'smalldatetime', N'datetime2') THEN CONVERT(nvarchar(4000), CONVERT(datetime2(7), ${c}), 121)
    WHEN ${type} = N'time' THEN CONVERT(nvarchar(4000), CONVERT(time(7), ${c}), 121)
    WHEN ${type} = N'datetimeoffset' THEN CONVERT(nvarchar(4000), CONVERT(datetimeoffset(7), ${c}), 121)
    WHEN ${type} IN (N'float', N'real') THEN CONVERT(nvarchar(4000), CONVERT(float, ${c}), 3)
    WHEN ${type} IN (N'money', N'smallmoney') THEN CONVERT(nvarchar(4000), CONVERT(decimal(19,4), ${c}))
    WHEN ${type} IN (N'binary', N'varbinary') THEN CONVERT(nvarchar(max), CONVERT(varbinary(8000), ${c}), 1)
    ELSE CONVERT(nvarchar(4000), ${c}) END`
}

/** The canonical text as one SQL expression, for columns the server computes from it. */
export function canonicalSql(c: string, native: NativeType): string {
  const { sql, encoding } = readingOf(c, native)
  switch (encoding) {
    case 'boolean':
      return `CASE ${sql} WHEN 1 THEN N'true' WHEN 0 THEN N'false' END`
    case 'hex':
      return `(N'\\x' + LOWER(CONVERT(nvarchar(max), CONVERT(varbinary(max), ${sql}), 2)))`
    case 'instant':
      return `(CONVERT(nvarchar(27), ${sql}) + N'+00')`
    case 'real':
      return `CONVERT(nvarchar(40), ${sql}, 3)`
    case 'raw':
      if (native.base === 'float') return `CONVERT(nvarchar(40), ${sql}, 3)`
      if (native.base === 'uniqueidentifier') return `LOWER(CONVERT(nvarchar(36), ${sql}))`
      return `CONVERT(nvarchar(41), ${sql})`
    case 'text':
    case 'fraction':
      return `CONVERT(nvarchar(max), ${sql})`
  }
}

/** A bound of a key range: canonical text as a value of the column's type. */
export function keyValue(text: string, native: NativeType, literal: (v: string) => string): string {
  const type = typeName(native)
  if (/^(date|smalldatetime|datetime2?|time)$/.test(native.base))
    return `CONVERT(${type}, ${literal(text)}, 121)`
  return `CONVERT(${type}, ${literal(text)})`
}
