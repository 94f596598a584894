import { compact } from '../../schema/group.ts'
import type {
  CheckConstraint,
  ForeignKey,
  KeyConstraint,
  ReferentialAction,
} from '../../schema/model.ts'
import { Cursor } from './sql-tokens.ts'

/** What a CREATE TABLE says that no PRAGMA does. */
export interface ParsedTable {
  readonly columns: ReadonlyMap<string, ParsedColumn>
  readonly primaryKey?: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly checks: readonly CheckConstraint[]
  /** `referencedColumns` is empty where the target's primary key is meant. */
  readonly foreignKeys: readonly ForeignKey[]
}

/** By the column's name in lower case. */
export interface ParsedColumn {
  collation?: string
  generated?: { readonly expression: string; readonly stored: boolean }
  autoincrement?: boolean
  /** `INTEGER PRIMARY KEY DESC` is no row number. */
  descending?: boolean
}

interface Found {
  columns: Map<string, ParsedColumn>
  primaryKey?: KeyConstraint
  uniques: KeyConstraint[]
  checks: CheckConstraint[]
  foreignKeys: ForeignKey[]
}

/** Reads the text of a CREATE TABLE as SQLite keeps it; it has been accepted by SQLite. */
export function parseTable(sql: string): ParsedTable {
  const cursor = new Cursor(sql)
  const found: Found = { columns: new Map(), uniques: [], checks: [], foreignKeys: [] }
  cursor.until('(')
  cursor.next()
  while (!cursor.done && !cursor.sees(')')) {
    if (cursor.takes(',')) continue
    if (startsConstraint(cursor)) parseTableConstraint(cursor, found)
    else parseColumn(cursor, found)
  }
  return found
}

const startsConstraint = (cursor: Cursor): boolean =>
  cursor.sees('CONSTRAINT') ||
  cursor.sees('PRIMARY', 'KEY') ||
  cursor.sees('UNIQUE') ||
  cursor.sees('CHECK') ||
  cursor.sees('FOREIGN', 'KEY')

const constraintName = (cursor: Cursor): string | undefined =>
  cursor.takes('CONSTRAINT') ? cursor.name() : undefined

/** The comma between two of them may be missing. */
function parseTableConstraint(cursor: Cursor, found: Found): void {
  const name = compact({ name: constraintName(cursor) })
  if (cursor.takes('PRIMARY', 'KEY')) {
    const { columns, counted } = parseKey(cursor)
    found.primaryKey = { ...name, columns }
    for (const column of counted ? columns : [])
      found.columns.set(column.toLowerCase(), {
        ...found.columns.get(column.toLowerCase()),
        autoincrement: true,
      })
  } else if (cursor.takes('UNIQUE')) found.uniques.push({ ...name, columns: cursor.names() })
  else if (cursor.takes('CHECK')) found.checks.push({ ...name, expression: cursor.bracketed() })
  else if (cursor.takes('FOREIGN', 'KEY')) {
    const columns = cursor.names()
    cursor.takes('REFERENCES')
    found.foreignKeys.push({ ...name, columns, ...parseReference(cursor) })
  } else cursor.next()
  conflictClause(cursor)
}

/** Here too a column may be followed by AUTOINCREMENT. */
function parseKey(cursor: Cursor): { columns: string[]; counted: boolean } {
  const start = cursor.peek()?.start ?? 0
  const columns = cursor.names()
  const text = cursor.sql.slice(start, cursor.peek()?.start ?? cursor.sql.length)
  const counted = new Cursor(text).has('AUTOINCREMENT')
  return { columns, counted }
}

function conflictClause(cursor: Cursor): void {
  if (cursor.takes('ON', 'CONFLICT')) cursor.next()
}

const columnWords = new Set(
  'CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS'.split(' '),
)

function parseColumn(cursor: Cursor, found: Found): void {
  const name = cursor.name()
  const column: ParsedColumn = {}
  found.columns.set(name.toLowerCase(), column)
  // The type: any words, and numbers in brackets.
  for (let token = cursor.peek(); token; token = cursor.peek()) {
    if (token.raw === ',' || token.raw === ')') break
    if (token.kind === 'word' && columnWords.has(token.value)) break
    if (token.raw === '(') cursor.bracketed()
    else cursor.next()
  }
  while (!cursor.done && !cursor.sees(',') && !cursor.sees(')'))
    parseColumnConstraint(cursor, name, column, found)
}

function parseColumnConstraint(
  cursor: Cursor,
  column: string,
  parsed: ParsedColumn,
  found: Found,
): void {
  const named = compact({ name: constraintName(cursor) })
  if (cursor.takes('PRIMARY', 'KEY')) {
    found.primaryKey = { ...named, columns: [column] }
    if (cursor.takes('DESC')) parsed.descending = true
    else cursor.takes('ASC')
    conflictClause(cursor)
    if (cursor.takes('AUTOINCREMENT')) parsed.autoincrement = true
  } else if (cursor.takes('NOT', 'NULL') || cursor.takes('NULL')) conflictClause(cursor)
  else if (cursor.takes('UNIQUE')) {
    found.uniques.push({ ...named, columns: [column] })
    conflictClause(cursor)
  } else if (cursor.takes('CHECK')) {
    found.checks.push({ ...named, expression: cursor.bracketed() })
    conflictClause(cursor)
  } else if (cursor.takes('DEFAULT')) {
    if (cursor.sees('(')) cursor.bracketed()
    else {
      if (cursor.sees('-') || cursor.sees('+')) cursor.next()
      cursor.next()
    }
  } else if (cursor.takes('COLLATE')) parsed.collation = cursor.name()
  else if (cursor.takes('REFERENCES'))
    found.foreignKeys.push({ ...named, columns: [column], ...parseReference(cursor) })
  else if (cursor.takes('GENERATED', 'ALWAYS', 'AS') || cursor.takes('AS')) {
    const expression = cursor.bracketed()
    const stored = cursor.takes('STORED')
    if (!stored) cursor.takes('VIRTUAL')
    parsed.generated = { expression, stored }
  } else if (named.name === undefined) cursor.next()
}

type Reference = Omit<ForeignKey, 'name' | 'columns'>

/** After the word REFERENCES. */
function parseReference(cursor: Cursor): Reference {
  const references = { name: cursor.name() }
  const referencedColumns = cursor.names()
  const actions: { DELETE: ReferentialAction; UPDATE: ReferentialAction } = {
    DELETE: 'no action',
    UPDATE: 'no action',
  }
  let deferrable = false
  let initiallyDeferred = false
  for (;;) {
    if (cursor.takes('ON', 'DELETE')) actions.DELETE = parseAction(cursor)
    else if (cursor.takes('ON', 'UPDATE')) actions.UPDATE = parseAction(cursor)
    else if (cursor.takes('MATCH')) cursor.next()
    else if (cursor.takes('NOT', 'DEFERRABLE')) deferrable = false
    else if (cursor.takes('DEFERRABLE')) deferrable = true
    else if (cursor.takes('INITIALLY', 'DEFERRED')) initiallyDeferred = true
    else if (!cursor.takes('INITIALLY', 'IMMEDIATE')) break
  }
  return {
    references,
    referencedColumns,
    onDelete: actions.DELETE,
    onUpdate: actions.UPDATE,
    ...compact({ deferrable, initiallyDeferred: deferrable && initiallyDeferred }),
  }
}

function parseAction(cursor: Cursor): ReferentialAction {
  if (cursor.takes('CASCADE')) return 'cascade'
  if (cursor.takes('RESTRICT')) return 'restrict'
  if (cursor.takes('SET', 'NULL')) return 'set null'
  if (cursor.takes('SET', 'DEFAULT')) return 'set default'
  cursor.takes('NO', 'ACTION')
  return 'no action'
}
