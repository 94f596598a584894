import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import './table.css'

export interface TableColumn<Row> {
  readonly id: string
  readonly title: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** Figures stand at the line's end, in digits of one width. */
  readonly align?: 'end'
  /** Keeps the title for screen readers only, as over a column of menus. */
  readonly hideTitle?: boolean
  /** Names the row to screen readers; one per table. */
  readonly isRowHeader?: boolean
}

export interface TableProps<Row> {
  /** What the table holds. */
  readonly label: string
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** `cards`: on narrow pages each row becomes a card; `scroll`: the table scrolls sideways. */
  readonly narrow?: 'cards' | 'scroll'
  /** Scrolls sideways on wide pages too, so the keyboard has to reach it. */
  readonly isWide?: boolean
  readonly className?: string
}

/** Said again, because a table laid out as cards loses the roles of its elements. */
const role = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

/** A table to read, with links and menus in it. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, narrow = 'cards', isWide, className } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a frame around one table is not a part of the page
    <div
      className={classNames('table-frame', `table-${narrow}`, className)}
      role="group"
      aria-label={label}
      tabIndex={narrow === 'scroll' || isWide ? 0 : undefined}
    >
      <table className="table" {...role.table} aria-label={label}>
        <thead {...role.rowgroup}>
          <tr {...role.row}>
            {columns.map((column) => (
              <th key={column.id} scope="col" {...role.columnheader} data-align={column.align}>
                <span className={column.hideTitle ? 'visually-hidden' : undefined}>
                  {column.title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...role.rowgroup}>
          {rows.map((row) => (
            <tr key={rowKey(row)} {...role.row}>
              {columns.map((column) => (
                <Cell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell<Row>({ column, row }: { column: TableColumn<Row>; row: Row }) {
  const content = (
    <>
      {!column.hideTitle && !column.isRowHeader && (
        <span className="cell-title" aria-hidden>
          {column.title}
        </span>
      )}
      <span className="cell-content">{column.cell(row)}</span>
    </>
  )
  if (column.isRowHeader)
    return (
      <th scope="row" {...role.rowheader} className="row-header">
        {content}
      </th>
    )
  return (
    <td {...role.cell} data-align={column.align}>
      {content}
    </td>
  )
}
