import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import type { TableSettings } from '../../nodes/kit/database-selection.ts'

import type { CatalogTable } from '../../server/shapes.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { CastRule } from './casts.ts'
import { columnCast, withColumnCast } from './casts.ts'
import { FilterField } from './FilterField.tsx'
import './migrate.css'

type CatalogColumn = CatalogTable['columns'][number]

export interface LaneFormProps {
  readonly table: CatalogTable
  readonly lane: TableSettings
  readonly casts: readonly CastRule[]
  readonly onChange: (lane: TableSettings) => void
  /** Absent where types cannot be set, as without a target. */
  readonly onChangeCasts?: ((rules: readonly CastRule[]) => void) | undefined
}

/** One table on its way: its name there, its columns with their types, and which rows. */
export function LaneForm({ table, lane, casts, onChange, onChangeCasts }: LaneFormProps) {
  const { t } = useLingui()
  const put = (change: Partial<TableSettings>) => onChange({ ...lane, ...change })
  const keep = (name: string, kept: boolean) =>
    put({
      without: kept ? lane.without.filter((it) => it !== name) : [...lane.without, name],
    })
  const columns: readonly TableColumn<CatalogColumn>[] = [
    {
      id: 'column',
      title: t`Column`,
      isRowHeader: true,
      cell: ({ name }) => (
        <span className="choice-name">
          <Checkbox isSelected={!lane.without.includes(name)} onChange={(kept) => keep(name, kept)}>
            <span className="code">{name}</span>
          </Checkbox>
          {table.primaryKey.includes(name) && (
            <KeyRound role="img" aria-label={t`Primary key`} className="key-icon" />
          )}
        </span>
      ),
    },
    {
      id: 'type',
      title: t`Type`,
      cell: ({ nativeType }) => <span className="code muted">{nativeType}</span>,
    },
  ]
  const cast: TableColumn<CatalogColumn> = {
    id: 'cast',
    title: t`Type in the target`,
    cell: ({ name }) => (
      <TextField
        label={t`Type of ${name} in the target`}
        hideLabel
        code
        isDisabled={lane.without.includes(name)}
        placeholder={t`by rule`}
        value={columnCast(casts, table.table, name) ?? ''}
        onChange={(to) => onChangeCasts?.(withColumnCast(casts, table.table, name, to))}
      />
    ),
  }
  return (
    <div className="stack">
      <TextField
        label={t`Name in the target`}
        description={t`Empty: the same.`}
        code
        maxLength={300}
        value={lane.name}
        placeholder={table.table.name}
        onChange={(name) => put({ name })}
      />
      <FilterField
        value={lane.filter}
        columns={table.columns}
        onChange={(filter) => put({ filter })}
      />
      <section className="stack lane-columns">
        <h3>
          <Trans>Columns to take</Trans>
        </h3>
        <Table
          label={t`Columns to take`}
          columns={onChangeCasts ? [...columns, cast] : columns}
          rows={table.columns}
          rowKey={({ name }) => name}
        />
      </section>
    </div>
  )
}
