import type { Connection } from 'mysql2'
import { select, single } from './links.ts'

/** What the catalog of a server can be asked, and how it answers. */
export interface Server {
  readonly version: string
  readonly mariadb: boolean
  /** `information_schema.statistics.expression`. */
  readonly indexExpressions: boolean
  readonly checks: boolean
}

export async function serverOf(link: Connection): Promise<Server> {
  const { version } = single(await select<{ version: string }>(link, 'SELECT VERSION() AS version'))
  const mariadb = /mariadb/i.test(version)
  const [major = 0, minor = 0, patch = 0] = version.split(/[^\d]+/, 3).map(Number)
  const number = major * 1_000_000 + minor * 1_000 + patch
  return {
    version,
    mariadb,
    indexExpressions: !mariadb && number >= 8_000_013,
    checks: mariadb ? number >= 10_002_022 : number >= 8_000_016,
  }
}

const escapes: Readonly<Record<string, string>> = { 0: '\0', n: '\n', r: '\r', t: '\t', Z: '\x1a' }

/** Takes one level of backslashes away. */
export const unescapeText = (text: string): string =>
  text.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character)

/** MySQL prints expressions in its catalog with their quotes escaped, MariaDB as they are. */
export const expressionText = (text: string, { mariadb }: Server): string =>
  mariadb ? text : unescapeText(text)

/** The items of `enum('a','it''s')`. */
export function itemsOf(columnType: string): string[] {
  const items = columnType.matchAll(/'((?:[^'\\]|\\.|'')*)'/gs)
  return [...items].map(([, item = '']) => unescapeText(item.replaceAll("''", "'")))
}

/** The server names the database before every table; in another one that would be wrong. */
export function withoutDatabase(sql: string, database: string): string {
  const prefix = `\`${database.replaceAll('`', '``')}\``
  return sql.replace(
    /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|(`(?:[^`]|``)+`)\.(?=`)/gs,
    (token, quoted?: string) => (quoted === prefix ? '' : token),
  )
}
