import type { DialectName } from './quote.ts'

/**
 * The statements of a script, without their semicolons. Knows quotes of every kind, comments,
 * PostgreSQL's dollar quotes, and MySQL's DELIMITER lines.
 */
export function splitStatements(script: string, dialect: DialectName): string[] {
  const statements: string[] = []
  let delimiter = ';'
  let start = 0
  let at = 0
  const take = (end: number) => {
    const text = script.slice(start, end).trim()
    if (hasSql(text)) statements.push(text)
  }
  while (at < script.length) {
    const line = at === start || script[at - 1] === '\n'
    const command = line
      ? /^\s*DELIMITER[ \t]+(\S+)[ \t]*\r?(?:\n|$)/i.exec(script.slice(at))
      : null
    if (command?.[1]) {
      take(at)
      delimiter = command[1]
      at += command[0].length
      start = at
      continue
    }
    if (script.startsWith(delimiter, at)) {
      take(at)
      at += delimiter.length
      start = at
      continue
    }
    at = skip(script, at, dialect === 'mysql')
  }
  take(script.length)
  return statements
}

/** Behind the quoted text or comment that begins here, else behind one character. */
function skip(script: string, at: number, backslashes: boolean): number {
  const rest = script.slice(at, at + 80)
  const end = (mark: string, from: number) => {
    const found = script.indexOf(mark, from)
    return found < 0 ? script.length : found + mark.length
  }
  if (rest.startsWith('--') || (backslashes && rest.startsWith('#'))) return end('\n', at)
  if (rest.startsWith('/*')) return end('*/', at + 2)
  const dollar = /^\$(?:[A-Za-z_]\w*)?\$/.exec(rest)?.[0]
  if (dollar) return end(dollar, at + dollar.length)
  const quote = script[at]
  if (quote !== "'" && quote !== '"' && quote !== '`') return at + 1
  const escapes =
    quote === "'"
      ? backslashes || /(^|\W)e$/i.test(script.slice(Math.max(0, at - 2), at))
      : backslashes && quote === '"'
  // A doubled quote ends one text and begins the next, which comes to the same.
  for (let i = at + 1; i < script.length; i++) {
    if (script[i] === '\\' && escapes) i++
    else if (script[i] === quote) return i + 1
  }
  return script.length
}

const hasSql = (text: string): boolean =>
  text.replace(/\/\*[\s\S]*?\*\/|--[^\n]*(\n|$)/g, '').trim() !== ''
