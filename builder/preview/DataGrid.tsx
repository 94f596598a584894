import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { formatType, isNumeric } from '../../nodes/kit/data-type.ts'
import type { Column, Schema } from '../../nodes/kit/schema.ts'
import { isMac } from '../app/shortcuts.ts'
import type { Range } from './cell-range.ts'
import { isInRange, moveRange, toTsv, wholeGrid } from './cell-range.ts'
import './data-grid.css'

type Row = readonly (string | null)[]

export interface DataGridProps {
  readonly label: string
  readonly columns: Schema
  readonly rows: readonly Row[]
  readonly onCopied: (cells: number) => void
}

/** A table's own elements cannot stand apart from each other, as rows in view only must. */
const role = {
  rowgroup: { role: 'rowgroup' },
  columnheader: { role: 'columnheader' },
  gridcell: { role: 'gridcell' },
} as const

const gridRole = (label: string, rows: number, columns: number) => ({
  role: 'grid',
  'aria-label': label,
  'aria-rowcount': rows,
  'aria-colcount': columns,
  'aria-multiselectable': true,
})
const rowRole = (index: number) => ({ role: 'row', 'aria-rowindex': index })

const rowHeight = 28
const start: Range = { anchor: { row: 0, column: 0 }, focus: { row: 0, column: 0 } }

/** Rows to look at: real elements, only those in view; arrows move, Shift selects, Ctrl+C copies. */
export function DataGrid({ label, columns, rows, onCopied }: DataGridProps) {
  const { t } = useLingui()
  const frame = useRef<HTMLDivElement>(null)
  const [range, setRange] = useState(start)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: 44,
    overscan: 12,
  })
  const widths = useMemo(() => columns.map((c, i) => widthOf(c, i, rows)), [columns, rows])
  const template = widths.map((w) => `${w}px`).join(' ')
  const size = { rows: rows.length, columns: columns.length }
  const { focus } = range

  const hadFocus = useRef(false)
  useEffect(() => {
    if (!hadFocus.current) return
    if (focus.row >= 0) virtual.scrollToIndex(focus.row)
    const find = (left: number) => {
      const cell = frame.current?.querySelector<HTMLElement>(
        `[data-cell="${focus.row}:${focus.column}"]`,
      )
      if (cell) {
        cell.focus({ preventScroll: true })
        cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      } else if (left > 0) requestAnimationFrame(() => find(left - 1))
    }
    find(10)
  }, [focus.row, focus.column, virtual])

  const onKeyDown = (event: KeyboardEvent) => {
    const mod = isMac() ? event.metaKey : event.ctrlKey
    if (mod && event.key.toLowerCase() === 'a') setRange(wholeGrid(size))
    else {
      const next = moveRange(range, size, {
        key: event.key,
        mod,
        shift: event.shiftKey,
        mirrored: document.documentElement.dir === 'rtl',
        page: Math.max(1, Math.floor((frame.current?.clientHeight ?? 300) / rowHeight) - 2),
      })
      if (!next) return
      hadFocus.current = true
      setRange(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const cell = (row: number, column: number) => ({
    tabIndex: focus.row === row && focus.column === column ? 0 : -1,
    'data-cell': `${row}:${column}`,
    'data-marked': isInRange(range, row, column) || undefined,
    'aria-colindex': column + 1,
  })
  const total = rows.length
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the role of a grid is in its attributes
    <div
      ref={frame}
      className="data-grid"
      {...gridRole(label, total + 1, columns.length)}
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        event.preventDefault()
        event.stopPropagation()
        const text = toTsv(
          columns.map((c) => c.name),
          rows,
          range,
        )
        event.clipboardData.setData('text/plain', text)
        onCopied(countOf(range))
      }}
      onMouseDown={(event) => {
        const place = (event.target as Element).closest<HTMLElement>('[data-cell]')?.dataset.cell
        if (place === undefined) return
        const [row = 0, column = 0] = place.split(':').map(Number)
        hadFocus.current = true
        setRange((before) => ({
          anchor: event.shiftKey ? before.anchor : { row, column },
          focus: { row, column },
        }))
        if (event.shiftKey) event.preventDefault()
      }}
    >
      <div className="data-grid-head" {...rowRole(1)} style={{ gridTemplateColumns: template }}>
        {columns.map((column, i) => (
          <div
            key={column.name}
            {...role.columnheader}
            className="data-grid-title"
            {...cell(-1, i)}
          >
            <bdi>{column.name}</bdi>
            <code>{formatType(column.type)}</code>
          </div>
        ))}
      </div>
      <div
        className="data-grid-body"
        {...role.rowgroup}
        style={{ blockSize: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start: top }) => (
          <div
            key={index}
            {...rowRole(index + 2)}
            className="data-grid-row"
            style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
          >
            {columns.map((column, i) => {
              const value = rows[index]?.[i] ?? null
              return (
                <div
                  key={column.name}
                  {...role.gridcell}
                  className="data-grid-cell"
                  data-align={isNumeric(column.type) ? 'end' : undefined}
                  title={value !== null && value.length > 24 ? value.slice(0, 1000) : undefined}
                  {...cell(index, i)}
                >
                  {value === null ? (
                    <span className="data-grid-null">null</span>
                  ) : value === '' ? (
                    <span className="data-grid-null" title={t`An empty text`}>
                      ‘’
                    </span>
                  ) : (
                    <bdi>{value.slice(0, 500)}</bdi>
                  )}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {total === 0 && (
        <p className="data-grid-empty">{t`${plural(total, { one: '# row', other: '# rows' })}`}</p>
      )}
    </div>
  )
}

const countOf = ({ anchor, focus }: Range): number =>
  (Math.abs(anchor.row - focus.row) + 1) * (Math.abs(anchor.column - focus.column) + 1)

/** Wide enough for the title and most of the first values, within reason. */
function widthOf({ name, type }: Column, index: number, rows: readonly Row[]): number {
  const lengths = rows.slice(0, 60).map((row) => row[index]?.length ?? 4)
  const sorted = lengths.sort((a, b) => a - b)
  const usual = sorted[Math.floor(sorted.length * 0.9)] ?? 0
  const characters = Math.max(name.length + 1, formatType(type).length, usual)
  return Math.min(Math.max(characters * 7.4 + 24, 72), 320)
}
