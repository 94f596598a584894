import { compact } from '../../schema/group.ts'
import type { IndexPart, IndexSchema } from '../../schema/model.ts'
import type { Token } from './sql-tokens.ts'
import { Cursor } from './sql-tokens.ts'

/** Reads the text of a CREATE INDEX as SQLite keeps it. */
export function parseIndex(sql: string, name: string): IndexSchema {
  const cursor = new Cursor(sql)
  cursor.takes('CREATE')
  const unique = cursor.takes('UNIQUE')
  cursor.until('ON')
  cursor.next()
  cursor.name()
  cursor.takes('(')
  const parts: IndexPart[] = []
  while (!cursor.done) {
    const tokens = cursor.until(',', ')')
    if (tokens.length > 0) parts.push(partOf(tokens, sql))
    if (cursor.next()?.value === ')') break
  }
  const where = cursor.takes('WHERE') ? cursor.rest() : undefined
  return { name, unique, method: 'btree', parts, include: [], ...compact({ where }) }
}

function partOf(tokens: readonly Token[], sql: string): IndexPart {
  let end = tokens.length
  const isWord = (token: Token | undefined, ...words: readonly string[]) =>
    token?.kind === 'word' && words.includes(token.value)
  const descending = isWord(tokens[end - 1], 'DESC')
  if (isWord(tokens[end - 1], 'ASC', 'DESC')) end--
  let collation: string | undefined
  if (end > 2 && isWord(tokens[end - 2], 'COLLATE')) {
    const token = tokens[end - 1]
    collation = token?.kind === 'word' ? token.raw : token?.value
    end -= 2
  }
  const first = tokens[0]
  const last = tokens[end - 1]
  const expression = sql.slice(first?.start ?? 0, last?.end ?? 0)
  const column =
    end === 1 && first && first.kind !== 'number'
      ? first.kind === 'word'
        ? first.raw
        : first.value
      : undefined
  return {
    ...(column === undefined ? { expression } : { column }),
    descending,
    ...compact({ collation }),
  }
}

/** The SELECT of a CREATE VIEW. */
export function viewSelect(sql: string): string {
  const cursor = new Cursor(sql)
  cursor.until('AS')
  cursor.next()
  return cursor.rest()
}
