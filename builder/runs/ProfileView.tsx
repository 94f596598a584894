import { Trans, useLingui } from '@lingui/react/macro'
import type { ColumnProfile } from '../../runtime/report.ts'
import { useFormats } from '../app/format.ts'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import './runs.css'

export interface ProfileViewProps {
  /** The node's name. */
  readonly name: string
  readonly columns: readonly ColumnProfile[]
}

/** Statistics of every column, in figures; the bars only repeat them. */
export function ProfileView({ name, columns: profiles }: ProfileViewProps) {
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
    { id: 'top', title: t`Most frequent`, cell: (profile) => <Top profile={profile} /> },
  ]
  return (
    <section className="section">
      <h2>
        <Trans>Profile: {name}</Trans>
      </h2>
      <Table
        label={t`Profile: ${name}`}
        columns={columns}
        rows={profiles}
        rowKey={({ column }) => column}
      />
    </section>
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
    <span className="two-lines">
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
