import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { TableReport } from '../../runtime/migration-report.ts'
import { useFormats } from '../app/format.ts'
import { useErrorText, useMessage } from '../app/translate.ts'
import { Badge } from '../ui/Badge.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { LongTable } from './LongTable.tsx'
import type { Verdict } from './reconcile.ts'
import { byVerdict, verdictOf } from './reconcile.ts'

const verdicts = {
  equal: { title: msg({ message: 'Equal' }), tone: 'success', icon: CircleCheck },
  different: { title: msg({ message: 'Different' }), tone: 'danger', icon: TriangleAlert },
  unknown: { title: msg({ message: 'Not compared' }), tone: 'neutral', icon: CircleHelp },
  failed: { title: msg({ message: 'Did not arrive' }), tone: 'danger', icon: CircleX },
} as const

/** Few enough to be seen at once. */
const few = 12

/** Table by table: what was read, what is there, and whether that is the same. */
export function Reconciliation({ tables }: { readonly tables: readonly TableReport[] }) {
  const { t } = useLingui()
  const { number, duration } = useFormats()
  const [search, setSearch] = useState('')
  const sorted = useMemo(() => byVerdict(tables), [tables])
  const wanted = search.trim().toLowerCase()
  const shown = sorted.filter(({ source, target }) =>
    `${source} ${target}`.toLowerCase().includes(wanted),
  )
  const verified = tables.some(({ checksums }) => checksums !== null)
  const columns: readonly TableColumn<TableReport>[] = [
    {
      id: 'source',
      title: t`In the source`,
      isRowHeader: true,
      cell: ({ source }) => <span className="code">{source}</span>,
    },
    {
      id: 'target',
      title: t`In the target`,
      cell: (it) => <span className="code">{it.target}</span>,
    },
    { id: 'rows', title: t`Rows read`, align: 'end', cell: ({ rows }) => number(rows) },
    {
      id: 'counted',
      title: t`Rows there`,
      align: 'end',
      cell: ({ counted }) => (counted === null ? '–' : number(counted)),
    },
    {
      id: 'result',
      title: verified ? t`Checksums` : t`Result`,
      cell: (table) => <VerdictCell table={table} />,
    },
    { id: 'time', title: t`Time`, align: 'end', cell: ({ seconds }) => duration(seconds) },
  ]
  return (
    <section className="section">
      <div className="section-header">
        <h2>
          <Trans>Source and target, table by table</Trans>
        </h2>
        <VerdictCounts tables={tables} />
      </div>
      {tables.length > few && (
        <div className="page-tools">
          <SearchField label={t`Search tables`} value={search} onChange={setSearch} />
        </div>
      )}
      <LongTable
        label={t`Source and target, table by table`}
        columns={columns}
        rows={shown}
        rowKey={({ source }) => source}
      />
    </section>
  )
}

function VerdictCounts({ tables }: { readonly tables: readonly TableReport[] }) {
  const { number } = useFormats()
  const message = useMessage()
  const counts = new Map<Verdict, number>()
  for (const table of tables) {
    const verdict = verdictOf(table)
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  }
  return (
    <span className="row">
      {[...counts].map(([verdict, count]) => {
        const { title, tone, icon } = verdicts[verdict]
        return (
          <Badge key={verdict} tone={tone} icon={icon}>
            {message(title)}: {number(count)}
          </Badge>
        )
      })}
    </span>
  )
}

function VerdictCell({ table }: { readonly table: TableReport }) {
  const message = useMessage()
  const textOf = useErrorText()
  const { title, tone, icon } = verdicts[verdictOf(table)]
  const error = table.error && textOf(table.error)
  return (
    <span className="two-lines">
      <Badge tone={tone} icon={icon}>
        {message(title)}
      </Badge>
      {error && (
        <span className="muted" dir="auto">
          {error.text} {error.detail ?? error.hint}
        </span>
      )}
    </span>
  )
}
