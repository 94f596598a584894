/** Row −1 is the header. */
export interface Cell {
  readonly row: number
  readonly column: number
}

export interface Range {
  readonly anchor: Cell
  readonly focus: Cell
}

export interface Size {
  readonly rows: number
  readonly columns: number
}

export interface Step {
  readonly key: string
  readonly mod: boolean
  readonly shift: boolean
  /** Arrow left goes to the next column, as in a page written from right to left. */
  readonly mirrored: boolean
  /** Rows in view. */
  readonly page: number
}

/** The range after a key; undefined for a key that does not move. */
export function moveRange(range: Range, size: Size, step: Step): Range | undefined {
  const { row, column } = range.focus
  const last = { row: size.rows - 1, column: size.columns - 1 }
  const forward = step.mirrored ? -1 : 1
  const targets: Readonly<Record<string, Cell>> = {
    ArrowUp: { row: step.mod ? -1 : row - 1, column },
    ArrowDown: { row: step.mod ? last.row : row + 1, column },
    ArrowRight: { row, column: step.mod ? edge(forward, last.column) : column + forward },
    ArrowLeft: { row, column: step.mod ? edge(-forward, last.column) : column - forward },
    Home: { row: step.mod ? -1 : row, column: 0 },
    End: { row: step.mod ? last.row : row, column: last.column },
    PageUp: { row: row - step.page, column },
    PageDown: { row: row + step.page, column },
  }
  const target = Object.hasOwn(targets, step.key) ? targets[step.key] : undefined
  if (!target) return undefined
  const focus = {
    row: Math.min(Math.max(target.row, -1), last.row),
    column: Math.min(Math.max(target.column, 0), last.column),
  }
  return { anchor: step.shift ? range.anchor : focus, focus }
}

const edge = (direction: number, last: number): number => (direction > 0 ? last : 0)

export const wholeGrid = ({ rows, columns }: Size): Range => ({
  anchor: { row: -1, column: 0 },
  focus: { row: rows - 1, column: columns - 1 },
})

export function isInRange({ anchor, focus }: Range, row: number, column: number): boolean {
  return (
    row >= Math.min(anchor.row, focus.row) &&
    row <= Math.max(anchor.row, focus.row) &&
    column >= Math.min(anchor.column, focus.column) &&
    column <= Math.max(anchor.column, focus.column)
  )
}

type Row = readonly (string | null)[]

/** A range as tab-separated text, as spreadsheets take it; NULL is an empty cell. */
export function toTsv(header: readonly string[], rows: readonly Row[], range: Range): string {
  const { anchor, focus } = range
  const [top, bottom] = [Math.min(anchor.row, focus.row), Math.max(anchor.row, focus.row)]
  const [left, right] = [
    Math.min(anchor.column, focus.column),
    Math.max(anchor.column, focus.column),
  ]
  const lines: string[] = []
  for (let r = top; r <= bottom; r++) {
    const line = r < 0 ? header : (rows[r] ?? [])
    lines.push(
      line
        .slice(left, right + 1)
        .map(quoted)
        .join('\t'),
    )
  }
  return lines.join('\n')
}

const quoted = (value: string | null): string => {
  if (value === null) return ''
  return /["\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
