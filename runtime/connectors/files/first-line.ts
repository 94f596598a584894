import type { CsvDialect } from './csv.ts'

/** The cells of the first line of a CSV text and where the next begins; quoted cells may hold line breaks. */
export function firstLine(
  csv: string,
  { delimiter, quote, escape: escaping }: Pick<CsvDialect, 'delimiter' | 'quote' | 'escape'>,
): { cells: string[]; end: number } {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  let at = 0
  for (; at < csv.length; at++) {
    const mark = csv[at] as string
    const next = csv[at + 1]
    if (quoted && mark === escaping && (next === quote || next === mark)) {
      cell += next
      at++
    } else if (mark === quote && (quoted || cell === '')) quoted = !quoted
    else if (quoted) cell += mark
    else if (csv.startsWith(delimiter, at)) {
      cells.push(cell)
      cell = ''
      at += delimiter.length - 1
    } else if (mark === '\n' || mark === '\r') {
      at += mark === '\r' && next === '\n' ? 2 : 1
      break
    } else cell += mark
  }
  return { cells: [...cells, cell], end: at }
}
