import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import type { Json } from './describe-config.ts'
import type { ValueProps } from './FieldEditor.tsx'
import { pathText, useForm } from './form-context.ts'

type Rows = (string | null)[][]

/** A small table typed in by hand; an empty cell is NULL. Cells of a spreadsheet can be pasted. */
export function RowsField(props: ValueProps<Rows>) {
  const { t } = useLingui()
  const { label, description, problem, value = [], onChange, path } = props
  const { node } = useForm()
  const named = node.config.columns
  const names = Array.isArray(named)
    ? named.map((c) => String((c as { name?: Json }).name ?? ''))
    : []
  const width = Math.max(names.length, ...value.map((r) => r.length), 0)
  const put = (row: number, column: number, cells: Rows) => {
    const next = value.map((r) => padded(r, width))
    cells.forEach((line, i) => {
      const target = next[row + i] ?? padded([], width)
      next[row + i] = target
      line.forEach((cell, j) => {
        if (column + j < width) target[column + j] = cell
      })
    })
    onChange(next)
  }
  return (
    <fieldset className="list-field">
      <legend className="field-label">{label}</legend>
      {description && <p className="field-description">{description}</p>}
      {problem && (
        <p className="field-error" role="status">
          {problem}
        </p>
      )}
      {value.length > 0 && width > 0 && (
        <div className="rows-frame">
          <table className="rows-table">
            <thead>
              <tr>
                {names.map((name, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                  <th key={i} scope="col" dir="auto">
                    {name}
                  </th>
                ))}
                <th>
                  <span className="visually-hidden">
                    <Trans>Delete</Trans>
                  </span>
                </th>
              </tr>
            </thead>
            <tbody>
              {value.map((row, r) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                <tr key={r}>
                  {Array.from({ length: width }, (_, c) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                    <td key={c} data-field-path={pathText([...path, r, c])}>
                      <input
                        aria-label={t`${names[c] ?? c + 1}, row ${r + 1}`}
                        dir="auto"
                        value={row[c] ?? ''}
                        placeholder="null"
                        onChange={(e) => put(r, c, [[e.target.value || null]])}
                        onPaste={(e) => {
                          const cells = parseCells(e.clipboardData.getData('text/plain'))
                          if (!cells) return
                          e.preventDefault()
                          put(r, c, cells)
                        }}
                      />
                    </td>
                  ))}
                  <td>
                    <IconButton
                      label={t`Delete row ${r + 1}`}
                      icon={Trash2}
                      size="s"
                      onPress={() => onChange(value.filter((_, i) => i !== r))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <Button
          size="s"
          icon={Plus}
          isDisabled={width === 0}
          onPress={() => onChange([...value, padded([], width)])}
        >
          <Trans>Add a row</Trans>
        </Button>
      </div>
    </fieldset>
  )
}

const padded = (row: readonly (string | null)[], width: number): (string | null)[] =>
  Array.from({ length: Math.max(width, row.length) }, (_, i) => row[i] ?? null)

/** Several cells copied from a spreadsheet; undefined for a plain text. */
function parseCells(text: string): Rows | undefined {
  if (!/[\t\n]/.test(text.trimEnd())) return undefined
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((cell) => cell || null))
}
