import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { ColumnProfile } from '../../runtime/report.ts'
import { useFormats } from '../app/format.ts'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import { Histogram } from './Histogram.tsx'
import './runs.css'

export interface ProfileViewProps {
  /** The node's name. */
  readonly name: string
  readonly columns: readonly ColumnProfile[]
}

export interface ProfileTableProps extends ProfileViewProps {
  /** Stands below a column's type, e.g. what the column means. */
  readonly note?: (column: string) => ReactNode
}

export const ProfileView = (props: ProfileViewProps) => {
  const { name } = props
  return (
    <section className="section">
      <h2>
        <Trans>Profile: {name}</Trans>
      </h2>
      <ProfileTable {...props} />
    </section>
  )
}

/** Statistics of every column, in figures; the bars only repeat them. */
export function ProfileTable({ name, columns: profiles, note }: ProfileTableProps) {
  const { t } = useLingui()
  const { number } = useFormats()
  const columns: readonly TableColumn<ColumnProfile>[] = [
    {
      id: 'column',
      title: t`Column`,
      isRowHeader: true,
      cell: ({ column, type }) => (
        <span className="two-lines">
          <bdi>{column}</bdi>
          <span className="muted code">{type}</span>
          {note?.(column)}
        </span>
      ),
    },
    {
      id: 'nulls',
      title: t`Empty`,
      align: 'end',
      cell: ({ nulls, rows }) => <Share part={nulls} of={rows} />,
    },
    {
      id: 'distinct',
      title: t`Distinct`,
      align: 'end',
      cell: ({ distinct, rows }) => <Share part={distinct} of={rows} />,
    },
    { id: 'range', title: t`Least to greatest`, cell: (profile) => <Range profile={profile} /> },
    {
      id: 'length',
      title: t`Length`,
      align: 'end',
      cell: ({ minLength, maxLength }) =>
        minLength === null || maxLength === null
          ? '–'
          : minLength === maxLength
            ? number(minLength)
            : `${number(minLength)}–${number(maxLength)}`,
    },
    { id: 'spread', title: t`Distribution`, cell: (profile) => <Spread profile={profile} /> },
    { id: 'top', title: t`Most frequent`, cell: (profile) => <Top profile={profile} /> },
  ]
  return (
    <Table
      label={t`Profile: ${name}`}
      isWide
      columns={columns}
      rows={profiles}
      rowKey={({ column }) => column}
    />
  )
}

function Spread({ profile: { column, numbers } }: { readonly profile: ColumnProfile }) {
  return numbers && numbers.histogram.length > 1 ? (
    <Histogram column={column} bins={numbers.histogram} />
  ) : (
    '–'
  )
}

function Share({ part, of }: { readonly part: number; readonly of: number }) {
  const { number, percent } = useFormats()
  const share = of === 0 ? 0 : part / of
  return (
    <span className="share" title={number(part)}>
      <span>{percent(share)}</span>
      <Bar share={share} />
    </span>
  )
}

const Bar = ({ share }: { readonly share: number }) => (
  <span className="bar" aria-hidden>
    <span className="bar-fill" style={{ inlineSize: `${share * 100}%` }} />
  </span>
)

function Range({ profile }: { readonly profile: ColumnProfile }) {
  const { number } = useFormats()
  const { min, max, mean } = profile
  if (min === null || max === null) return '–'
  return (
    <span className="two-lines value-range">
      <bdi className="clamp">
        {min} … {max}
      </bdi>
      {mean !== null && (
        <span className="muted">
          <Trans>mean {number(mean)}</Trans>
        </span>
      )}
    </span>
  )
}

function Top({ profile: { top, rows } }: { readonly profile: ColumnProfile }) {
  const { number } = useFormats()
  return (
    <ul className="top-values">
      {top.slice(0, 3).map(({ value, count }) => (
        <li key={value}>
          <bdi className="clamp" title={value}>
            {value}
          </bdi>
          <span className="muted number">{number(count)}</span>
          <Bar share={rows === 0 ? 0 : count / rows} />
        </li>
      ))}
    </ul>
  )
}
