import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { PencilLine, SearchX, Table2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { formatTable } from '../../nodes/kit/source.ts'
import type { CatalogTable } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { useFormats } from '../app/format.ts'
import { QueryView } from '../app/QueryView.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Checkbox, RadioGroup } from '../ui/Checkbox.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { TextField } from '../ui/TextField.tsx'
import { isTaken, patternOf, readPatterns, withTables } from './choice.ts'
import { LaneDialog } from './LaneDialog.tsx'
import { LongTable } from './LongTable.tsx'
import { isSpecial, laneOf, withLane } from './lanes.ts'
import { changeWizard, useWizard } from './wizard-store.ts'

/** Tables and views of the source, each with a box; what is special about one is set here. */
export function TableChoiceList({ connection }: { readonly connection: string }) {
  const { t } = useLingui()
  const { choice } = useWizard()
  const [search, setSearch] = useState('')
  const [patterns, setPatterns] = useState(choice.patterns.join(', '))
  const wanted = useDeferredValue(search.trim())
  const catalog = useQuery(
    trpc.connections.catalog.queryOptions(
      { name: connection, ...(wanted && { search: wanted }) },
      { placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  )
  const isOnly = choice.mode === 'only'
  return (
    <>
      <RadioGroup
        label={t`Tables`}
        value={choice.mode}
        onChange={(mode) => {
          setPatterns('')
          changeWizard({ choice: { mode: mode as 'all' | 'only', names: [], patterns: [] } })
        }}
        options={[
          { id: 'all', label: t`All, except those left out` },
          { id: 'only', label: t`Only those chosen` },
        ]}
      />
      <TextField
        label={isOnly ? t`Choose by pattern` : t`Leave out by pattern`}
        description={t`Such as *_log or shop.*, between commas.`}
        code
        value={patterns}
        onChange={(text) => {
          setPatterns(text)
          changeWizard({ choice: { ...choice, patterns: readPatterns(text) } })
        }}
      />
      <SearchField label={t`Search tables`} value={search} onChange={setSearch} />
      <QueryView query={catalog}>
        {({ tables, total }) =>
          tables.length === 0 && wanted === '' ? (
            <EmptyState icon={Table2} title={t`This database has no tables`}>
              <Trans>A login sees only what it has privileges on. Check the connection.</Trans>
            </EmptyState>
          ) : (
            <ChoiceTable tables={tables} total={total} />
          )
        }
      </QueryView>
    </>
  )
}

interface ChoiceTableProps {
  readonly tables: readonly CatalogTable[]
  readonly total: number
}

function ChoiceTable({ tables, total }: ChoiceTableProps) {
  const { t } = useLingui()
  const { number, compact } = useFormats()
  const { choice, lanes, casts } = useWizard()
  const [editing, setEditing] = useState<CatalogTable>()
  const take = (chosen: readonly CatalogTable[], taken: boolean) =>
    changeWizard({
      choice: withTables(
        choice,
        chosen.map((it) => it.table),
        taken,
      ),
    })
  const taken = tables.filter((it) => isTaken(choice, it.table))
  const rows = taken.reduce((sum, it) => sum + (it.estimatedRows ?? 0), 0)
  const columns: readonly TableColumn<CatalogTable>[] = [
    {
      id: 'table',
      title: t`Table`,
      isRowHeader: true,
      cell: ({ table, kind }) => {
        const pattern = patternOf(choice, table)
        return (
          <span className="choice-name">
            <Checkbox
              isSelected={isTaken(choice, table)}
              isDisabled={pattern !== undefined}
              onChange={(on) => withOne(table, on)}
            >
              <span className="code">{formatTable(table)}</span>
            </Checkbox>
            {kind === 'view' && (
              <Badge>
                <Trans context="database object">View</Trans>
              </Badge>
            )}
            {isSpecial(laneOf(lanes, table)) && (
              <Badge tone="info">
                <Trans>Changed</Trans>
              </Badge>
            )}
            {pattern !== undefined && <Badge>{pattern}</Badge>}
          </span>
        )
      },
    },
    {
      id: 'columns',
      title: t`Columns`,
      align: 'end',
      cell: (it) => number(it.columns.length),
    },
    {
      id: 'rows',
      title: t`Rows, about`,
      align: 'end',
      cell: ({ estimatedRows }) => (estimatedRows === undefined ? '–' : compact(estimatedRows)),
    },
    {
      id: 'edit',
      title: t`Settings of the table`,
      hideTitle: true,
      align: 'end',
      cell: (it) =>
        it.kind === 'table' && (
          <IconButton
            label={t`Settings of ${formatTable(it.table)}`}
            icon={PencilLine}
            size="s"
            onPress={() => setEditing(it)}
          />
        ),
    },
  ]
  const withOne = (table: CatalogTable['table'], on: boolean) =>
    changeWizard({ choice: withTables(choice, [table], on) })
  return (
    <>
      <div className="choice-summary">
        <Checkbox
          isSelected={taken.length === tables.length && tables.length > 0}
          isIndeterminate={taken.length > 0 && taken.length < tables.length}
          isDisabled={tables.length === 0}
          onChange={(on) => take(tables, on)}
        >
          {t`All shown`}
        </Checkbox>
        <span className="muted" role="status">
          <Trans>
            {number(taken.length)} of{' '}
            <Plural value={tables.length} one="# table" other="# tables" />
          </Trans>
          {rows > 0 && <> · {t`about ${compact(rows)} rows`}</>}
        </span>
      </div>
      {tables.length === 0 ? (
        <EmptyState icon={SearchX} title={t`No table fits`} />
      ) : (
        <LongTable
          label={t`Tables`}
          className="choice-table"
          columns={columns}
          rows={tables}
          rowKey={({ table }) => formatTable(table)}
        />
      )}
      {tables.length < total && (
        <p className="muted">
          <Trans>Type a part of the name to find the others.</Trans>
        </p>
      )}
      {editing && (
        <LaneDialog
          table={editing}
          lane={laneOf(lanes, editing.table)}
          casts={casts}
          onChange={(lane) => changeWizard({ lanes: withLane(lanes, lane) })}
          onChangeCasts={(rules) => changeWizard({ casts: rules })}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  )
}
