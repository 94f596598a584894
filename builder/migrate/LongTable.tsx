import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { useFormats } from '../app/format.ts'
import { Button } from '../ui/Button.tsx'
import type { TableProps } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'

/** More than anyone reads at once; a page of thousands of rows is slow. */
const first = 100

/** A table that shows its first rows until all are asked for. */
export function LongTable<Row>(props: TableProps<Row>) {
  const { number } = useFormats()
  const [all, setAll] = useState(false)
  const { rows } = props
  const shown = all ? rows : rows.slice(0, first)
  return (
    <div className="long-table">
      <Table {...props} rows={shown} />
      {shown.length < rows.length && (
        <Button size="s" onPress={() => setAll(true)}>
          <Trans>Show all {number(rows.length)}</Trans>
        </Button>
      )}
    </div>
  )
}
