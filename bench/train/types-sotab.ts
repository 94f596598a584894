import { readFileSync } from 'node:fs'
import type { LabelledTable } from '../../runtime/ml/types/column-classifier.ts'

const filled = (cell: string) => (/^(?:none|nan|)$/i.test(cell.trim()) ? '' : cell.trim())

/** `[name, text, labels, domain]` where a row's cells are separated by `||`. */
export function readTableWise(file: string): LabelledTable[] {
  const rows = JSON.parse(readFileSync(file, 'utf8')) as [string, string, string[] | string][]
  return rows.map(([name, text, given]) => {
    const labels = Array.isArray(given) ? given : [given]
    const [, ...lines] = text.split('\n')
    const cells = lines.filter((l) => l.trim() !== '').map((line) => line.split(' || '))
    const cell = (row: readonly string[], i: number) =>
      filled((row[i] ?? '').replace(/ ?\|\|\s*$/, ''))
    return { name, labels, columns: labels.map((_, i) => cells.map((row) => cell(row, i))) }
  })
}

/** Tables as Markdown; where a cell holds a bar, the widths of the head's columns decide. */
export function readMarkdown(file: string): LabelledTable[] {
  const tables = JSON.parse(readFileSync(file, 'utf8')) as {
    table: string
    labels: string[]
    markdown: string
  }[]
  return tables.map(({ table, labels, markdown }) => {
    const [, rule = '', ...lines] = markdown.split('\n')
    const widths = rule
      .split('|')
      .slice(1, -1)
      .map((part) => part.length)
    const rows = lines.filter((l) => l.startsWith('|')).map((line) => cellsOf(line, widths))
    return {
      name: table,
      labels,
      columns: labels.map((_, i) => rows.map((row) => filled(row[i] ?? ''))),
    }
  })
}

function cellsOf(line: string, widths: readonly number[]): string[] {
  const plain = line.split('|').slice(1, -1)
  if (plain.length === widths.length) return plain
  const cells: string[] = []
  let at = 1
  for (const width of widths) {
    cells.push(line.slice(at, at + width))
    at += width + 1
  }
  return cells
}
