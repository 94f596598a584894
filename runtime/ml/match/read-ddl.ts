import { MigrateError } from '../../error.ts'
import { nativeToType } from './native-type.ts'
import type { ColumnName, MatchColumn, MatchTable } from './side.ts'

interface Token {
  readonly text: string
  readonly kind: 'word' | 'quoted' | 'string' | 'sign' | 'comment'
  readonly line: number
}

interface Column {
  name: string
  nativeType: string
  description?: string
  primaryKey?: boolean
  references?: ColumnName
}

interface Table {
  name: string
  description?: string
  columns: Column[]
}

const constraintWords = new Set(
  'primary foreign unique constraint key index check fulltext spatial exclude like period'.split(
    ' ',
  ),
)

/**
 * Tables of CREATE TABLE statements of any SQL dialect: columns, types, keys, and comments as
 * `COMMENT '…'`, `COMMENT ON …` or `-- …` behind a column. Everything else is passed over.
 * @throws MigrateError FILE_MALFORMED where it creates no table
 */
export function readDdl(sql: string): MatchTable[] {
  const tokens = tokenize(sql)
  const tables: Table[] = []
  for (let at = 0; at < tokens.length; at++) {
    if (isWord(tokens[at], 'create')) {
      const made = createTable(tokens, at)
      if (made) {
        tables.push(made.table)
        at = made.end
      }
    } else if (isWord(tokens[at], 'comment') && isWord(tokens[at + 1], 'on'))
      commentOn(tokens, at + 2, tables)
    else if (isWord(tokens[at], 'alter')) alterTable(tokens, at, tables)
  }
  if (tables.length === 0)
    throw new MigrateError('FILE_MALFORMED', 'The file creates no table.', {
      hint: 'It should hold CREATE TABLE statements.',
    })
  return tables.map(toMatchTable)
}

function toMatchTable({ name, description, columns }: Table): MatchTable {
  return {
    name,
    rows: 0,
    description,
    columns: columns.map((c): MatchColumn => {
      const type = nativeToType(c.nativeType)
      return {
        name: c.name,
        values: [],
        description: c.description,
        ...(type ? { type } : {}),
        ...(c.primaryKey ? { primaryKey: true } : {}),
        ...(c.references ? { references: c.references } : {}),
      }
    }),
  }
}

const pattern =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]\n]*\]|[\p{L}_$@][\p{L}\d_$@]*|\d[\w.]*|\S/gu

function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  let line = 0
  let from = 0
  for (const { 0: text, index } of sql.matchAll(pattern)) {
    for (; from < index; from++) if (sql[from] === '\n') line++
    const kind = kindOf(text)
    const quoted = kind === 'string' || kind === 'quoted'
    const bare = quoted ? text.slice(1, -1).replace(/''|""|``/g, (q) => q.charAt(0)) : text
    tokens.push({ text: bare, kind, line })
  }
  return tokens
}

function kindOf(text: string): Token['kind'] {
  if (/^(?:--|#|\/\*)/.test(text)) return 'comment'
  if (text.startsWith("'")) return 'string'
  if (/^(?:["`].*["`]|\[[^\]]+\])$/su.test(text)) return 'quoted'
  return /^[\p{L}_$@]/u.test(text) ? 'word' : 'sign'
}

const isWord = (token: Token | undefined, word: string) =>
  token?.kind === 'word' && token.text.toLowerCase() === word
const isSign = (token: Token | undefined, sign: string) =>
  token?.kind === 'sign' && token.text === sign
const isName = (token: Token | undefined) => token?.kind === 'word' || token?.kind === 'quoted'

/** A name with its schema before it, of which the last part counts. */
function readName(tokens: readonly Token[], at: number): { parts: string[]; end: number } {
  const parts: string[] = []
  let end = at
  while (isName(tokens[end])) {
    parts.push(tokens[end]?.text ?? '')
    end++
    if (!isSign(tokens[end], '.')) break
    end++
  }
  return { parts, end }
}

function createTable(tokens: readonly Token[], start: number) {
  let at = start + 1
  while (
    ['global', 'local', 'temporary', 'temp', 'unlogged', 'or', 'replace'].some((w) =>
      isWord(tokens[at], w),
    )
  )
    at++
  if (!isWord(tokens[at], 'table')) return undefined
  at++
  if (isWord(tokens[at], 'if')) at += 3
  const { parts, end } = readName(tokens, at)
  const name = parts.at(-1)
  at = end
  while (tokens[at]?.kind === 'comment') at++
  if (name === undefined || !isSign(tokens[at], '(')) return undefined
  const table: Table = { name, columns: [] }
  const items: Token[][] = [[]]
  let depth = 0
  for (; at < tokens.length; at++) {
    const token = tokens[at] as Token
    if (isSign(token, '(')) depth++
    if (isSign(token, ')')) depth--
    if (depth === 0) break
    if (depth === 1 && isSign(token, ',')) items.push([])
    else if (token.kind === 'comment') attach(token, items)
    else items.at(-1)?.push(token)
  }
  for (const item of items) addItem(table, isSign(item[0], '(') ? item.slice(1) : item)
  // MySQL: ) COMMENT='…'
  for (let i = at; i < tokens.length && !isSign(tokens[i], ';'); i++)
    if (isWord(tokens[i], 'comment')) {
      const text = tokens.slice(i + 1, i + 3).find((t) => t.kind === 'string')
      if (text) table.description = text.text
    }
  return { table, end: at }
}

/** A comment behind a column, on the same line, is about the column, even behind its comma. */
function attach(comment: Token, items: Token[][]) {
  const text = comment.text.replace(/^(?:--|#|\/\*+)|\*+\/$/g, '').trim()
  const item = items.findLast((tokens) => tokens.length > 0)
  if (text !== '' && item?.at(-1)?.line === comment.line) item.push({ ...comment, text })
}

function addItem(table: Table, item: readonly Token[]) {
  const [first, ...rest] = item
  if (!first || !isName(first)) return
  if (first.kind === 'word' && constraintWords.has(first.text.toLowerCase())) {
    addConstraint(table, item)
    return
  }
  const column: Column = { name: first.text, nativeType: nativeTypeOf(rest) }
  rest.forEach((token, i) => {
    const next = rest[i + 1]
    if (isWord(token, 'primary') && isWord(next, 'key')) column.primaryKey = true
    if (isWord(token, 'references')) {
      const { parts, end } = readName(rest, i + 1)
      const to = isSign(rest[end], '(') ? rest[end + 1]?.text : undefined
      column.references = { table: parts.at(-1) ?? '', column: to ?? '' }
    }
    if (isWord(token, 'comment') && next?.kind === 'string') column.description = next.text
    if (token.kind === 'comment') column.description ??= token.text
  })
  table.columns.push(column)
}

function nativeTypeOf(tokens: readonly Token[]): string {
  const [first, open] = tokens
  if (!first || !isName(first)) return ''
  if (!isSign(open, '(')) return first.text
  const close = tokens.findIndex((t) => isSign(t, ')'))
  return tokens
    .slice(0, close + 1)
    .map((t) => t.text)
    .join('')
}

/** PRIMARY KEY (a, b), FOREIGN KEY (a) REFERENCES t (b). */
function addConstraint(table: Table, item: readonly Token[]) {
  const at = item.findIndex(
    (t, i) => (isWord(t, 'primary') || isWord(t, 'foreign')) && isWord(item[i + 1], 'key'),
  )
  if (at < 0) return
  const own = namesInside(item, at)
  if (isWord(item[at], 'primary')) {
    for (const column of table.columns) if (has(own, column.name)) column.primaryKey = true
    return
  }
  const reference = item.findIndex((t) => isWord(t, 'references'))
  if (reference < 0) return
  const { parts, end } = readName(item, reference + 1)
  const to = namesInside(item, end)
  own.forEach((name, i) => {
    const column = table.columns.find((c) => has([name], c.name))
    if (column) column.references = { table: parts.at(-1) ?? '', column: to[i] ?? '' }
  })
}

function namesInside(tokens: readonly Token[], from: number): string[] {
  const open = tokens.findIndex((t, i) => i >= from && isSign(t, '('))
  if (open < 0) return []
  const close = tokens.findIndex((t, i) => i > open && isSign(t, ')'))
  return tokens
    .slice(open + 1, close)
    .filter(isName)
    .map((t) => t.text)
}

const has = (names: readonly string[], name: string) =>
  names.some((n) => n.toLowerCase() === name.toLowerCase())

function commentOn(tokens: readonly Token[], at: number, tables: readonly Table[]) {
  const onColumn = isWord(tokens[at], 'column')
  if (!onColumn && !isWord(tokens[at], 'table')) return
  const { parts, end } = readName(tokens, at + 1)
  const text = tokens[end + 1]
  if (!isWord(tokens[end], 'is') || text?.kind !== 'string') return
  const name = onColumn ? parts.at(-2) : parts.at(-1)
  const table = tables.find((t) => has([t.name], name ?? ''))
  if (!onColumn && table) table.description = text.text
  const column = table?.columns.find((c) => has([c.name], parts.at(-1) ?? ''))
  if (onColumn && column) column.description = text.text
}

/** ALTER TABLE t ADD CONSTRAINT … PRIMARY KEY or FOREIGN KEY. */
function alterTable(tokens: readonly Token[], start: number, tables: readonly Table[]) {
  if (!isWord(tokens[start + 1], 'table')) return
  let at = start + 2
  while (['only', 'if', 'exists'].some((w) => isWord(tokens[at], w))) at++
  const { parts, end } = readName(tokens, at)
  const table = tables.find((t) => has([t.name], parts.at(-1) ?? ''))
  const stop = tokens.findIndex((t, i) => i > end && isSign(t, ';'))
  if (table) addConstraint(table, tokens.slice(end, stop < 0 ? undefined : stop))
}
