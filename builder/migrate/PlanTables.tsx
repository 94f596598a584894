import { useLingui } from '@lingui/react/macro'
import { useDeferredValue, useState } from 'react'
import { formatTable } from '../../nodes/kit/source.ts'
import type { PlannedTable } from '../../runtime/migration-report.ts'
import { useFormats } from '../app/format.ts'
import { useMessage } from '../app/translate.ts'
import { SearchField } from '../ui/SearchField.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { LongTable } from './LongTable.tsx'
import { modeTitles } from './words.ts'

/** Few enough to be seen at once. */
const few = 12

/** What every table becomes. */
export function PlanTables({ tables }: { readonly tables: readonly PlannedTable[] }) {
  const { t } = useLingui()
  const message = useMessage()
  const { number, compact, bytes } = useFormats()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const shown = tables.filter(({ source, target }) =>
    `${formatTable(source)} ${formatTable(target)}`.toLowerCase().includes(wanted),
  )
  const columns: readonly TableColumn<PlannedTable>[] = [
    {
      id: 'source',
      title: t`In the source`,
      isRowHeader: true,
      cell: ({ source }) => <span className="code">{formatTable(source)}</span>,
    },
    {
      id: 'target',
      title: t`In the target`,
      cell: ({ target }) => <span className="code">{formatTable(target)}</span>,
    },
    { id: 'mode', title: t`What happens`, cell: ({ mode }) => message(modeTitles[mode]) },
    { id: 'columns', title: t`Columns`, align: 'end', cell: (it) => number(it.columns) },
    {
      id: 'rows',
      title: t`Rows, about`,
      align: 'end',
      cell: (it) => (it.estimatedRows === null ? '–' : compact(it.estimatedRows)),
    },
    {
      id: 'size',
      title: t`Size, about`,
      align: 'end',
      cell: (it) => (it.estimatedBytes === null ? '–' : bytes(it.estimatedBytes)),
    },
  ]
  return (
    <>
      {tables.length > few && (
        <div className="page-tools">
          <SearchField label={t`Search tables`} value={search} onChange={setSearch} />
        </div>
      )}
      <LongTable
        label={t`Tables`}
        columns={columns}
        rows={shown}
        rowKey={({ source }) => formatTable(source)}
      />
    </>
  )
}
