export type DialectName = 'duckdb' | 'postgres' | 'mysql' | 'sqlite' | 'mssql'

export type SqlErrorCode =
  | 'NAME_EMPTY'
  | 'NAME_TOO_LONG'
  | 'NAME_NOT_ALLOWED'
  | 'NUL_CHARACTER'
  | 'BROKEN_CHARACTER'
  | 'NOT_PRINTABLE'
  | 'SQL_TOO_LONG'

/** Something that cannot be said in a dialect; an engine would cut it off or read it otherwise. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  readonly code: SqlErrorCode
  readonly dialect: DialectName

  constructor(code: SqlErrorCode, dialect: DialectName, detail: string) {
    super(`${code} (${dialect}): ${detail.slice(0, 200)}`)
    this.code = code
    this.dialect = dialect
  }
}

/** The longest name each engine keeps whole: PostgreSQL cuts off silently, and counts bytes. */
const nameLimits: Readonly<Record<DialectName, number>> = {
  duckdb: 10_000,
  postgres: 63,
  mysql: 64,
  sqlite: 10_000,
  mssql: 128,
}

/**
 * A table's or column's name, quoted.
 * @throws SqlError for a name the engine would refuse or change.
 * @example quoteName('order', 'mysql') // `order`
 */
export function quoteName(name: string, dialect: DialectName): string {
  if (name === '') throw new SqlError('NAME_EMPTY', dialect, 'a name is empty')
  refuseCharacters(name, dialect)
  const size = dialect === 'postgres' ? utf8(name).length : name.length
  if (size > nameLimits[dialect]) throw new SqlError('NAME_TOO_LONG', dialect, name)
  switch (dialect) {
    case 'mysql':
      if (/ $|[\u{10000}-\u{10FFFF}]/u.test(name))
        throw new SqlError('NAME_NOT_ALLOWED', dialect, name)
      return `\`${name.replaceAll('`', '``')}\``
    case 'mssql':
      return `[${name.replaceAll(']', ']]')}]`
    default:
      return `"${name.replaceAll('"', '""')}"`
  }
}

/**
 * A text, quoted so that no setting of the server (`NO_BACKSLASH_ESCAPES`,
 * `standard_conforming_strings`) changes what it means.
 * @throws SqlError for characters no engine keeps.
 * @example quoteLiteral("it's", 'mssql') // N'it''s'
 */
export function quoteLiteral(value: string, dialect: DialectName): string {
  refuseCharacters(value, dialect)
  const quoted = `'${value.replaceAll("'", "''")}'`
  const backslash = value.includes('\\')
  if (dialect === 'mssql') return `N${quoted}`
  if (dialect === 'postgres' && backslash) return `E${quoted.replaceAll('\\', '\\\\')}`
  if (dialect === 'mysql' && backslash) {
    const hex = utf8(value).map((byte) => byte.toString(16).padStart(2, '0'))
    return `_utf8mb4 X'${hex.join('')}'`
  }
  return quoted
}

function refuseCharacters(text: string, dialect: DialectName): void {
  if (text.includes('\0')) throw new SqlError('NUL_CHARACTER', dialect, text)
  if (/\p{Surrogate}/u.test(text)) throw new SqlError('BROKEN_CHARACTER', dialect, text)
}

const utf8 = (text: string): number[] =>
  [...encodeURIComponent(text).matchAll(/%(..)|(.)/gs)].map(([, hex, plain]) =>
    hex === undefined ? (plain ?? '').charCodeAt(0) : Number.parseInt(hex, 16),
  )
