import { Trans, useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import { formatTable } from '../../nodes/kit/source.ts'
import type { PlannedTable } from '../../runtime/migration-report.ts'
import { useFormats } from '../app/format.ts'
import { useMessage } from '../app/translate.ts'
import type { MigrationRun, NodeRun } from '../store/run-state.ts'
import { Badge } from '../ui/Badge.tsx'
import { ProgressBar } from '../ui/ProgressBar.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import type { Status } from '../ui/StatusBadge.tsx'
import { StatusBadge, statusLooks } from '../ui/StatusBadge.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { LongTable } from './LongTable.tsx'
import './migrate.css'
import { steps, stepTitles } from './words.ts'

export interface MigrationProgressProps {
  readonly run: MigrationRun
  /** Rows in all, rows per second, estimate. */
  readonly node: NodeRun | undefined
  /** Tables of the plan, where it is at hand: those that wait are shown too. */
  readonly planned?: readonly PlannedTable[] | undefined
}

/** How far a whole database is: its step, all rows, and each table. */
export function MigrationProgress({ run, node, planned }: MigrationProgressProps) {
  const { t } = useLingui()
  const message = useMessage()
  const { number, compact, duration } = useFormats()
  const now = run.steps.findLast((it) => it.state === 'running')
  const { rows, rowsPerSecond, fraction, secondsLeft } = node ?? {}
  const loading = now?.step === 'load'
  const share = now && now.total > 0 ? now.done / now.total : undefined
  const detail = loading
    ? [
        rows !== undefined && t`${number(rows)} rows`,
        rowsPerSecond !== undefined && t`${compact(rowsPerSecond)} rows/s`,
        secondsLeft !== undefined && t`${duration(secondsLeft)} left`,
      ].filter((it) => it !== false)
    : now && now.total > 0
      ? [t`${number(now.done)} of ${number(now.total)}`]
      : []
  const title = now ? message(stepTitles[now.step]) : t`Getting ready…`
  return (
    <>
      <section className="panel stack" aria-label={t`Progress`}>
        <ProgressBar
          label={title}
          fraction={loading ? fraction : share}
          detail={detail.join(' · ')}
        />
        <StepBadges run={run} />
        <p className="visually-hidden" role="status">
          {title}
        </p>
      </section>
      <TableProgress run={run} planned={planned} />
    </>
  )
}

/** Every step with its state; what has not begun waits. */
function StepBadges({ run }: { readonly run: MigrationRun }) {
  const { t } = useLingui()
  const message = useMessage()
  const stateOf = new Map(run.steps.map((it) => [it.step, it.state]))
  const last = Math.max(-1, ...run.steps.map((it) => steps.indexOf(it.step)))
  return (
    <ol className="run-steps" aria-label={t`Steps of the run`}>
      {steps.map((step, i) => {
        // What has nothing to do is passed over in silence.
        const state = stateOf.get(step) ?? (i < last ? 'skipped' : 'waiting')
        const { tone, icon, title } = statusLooks[state]
        return (
          <li key={step}>
            <Badge tone={tone} icon={icon} busy={state === 'running'}>
              {message(stepTitles[step])}
              <span className="visually-hidden">: {message(title)}</span>
            </Badge>
          </li>
        )
      })}
    </ol>
  )
}

interface TableLine {
  readonly name: string
  readonly state: Status
  readonly rows: number
  readonly expected: number | null
}

const order: Partial<Record<Status, number>> = { failed: 0, running: 1, waiting: 2, done: 3 }

/** Few enough to be seen at once. */
const few = 12

function TableProgress({ run, planned }: Omit<MigrationProgressProps, 'node'>) {
  const { t } = useLingui()
  const { number } = useFormats()
  const [search, setSearch] = useState('')
  const lines = useMemo(() => linesOf(run, planned ?? []), [run, planned])
  const wanted = search.trim().toLowerCase()
  const shown = lines.filter((it) => it.name.toLowerCase().includes(wanted))
  const done = lines.filter((it) => it.state === 'done').length
  const columns: readonly TableColumn<TableLine>[] = [
    {
      id: 'table',
      title: t`Table`,
      isRowHeader: true,
      cell: ({ name }) => <span className="code">{name}</span>,
    },
    { id: 'state', title: t`State`, cell: ({ state }) => <StatusBadge status={state} /> },
    {
      id: 'progress',
      title: t`Progress`,
      cell: (line) => (
        <ProgressBar label={t`Rows of ${line.name}`} hideLabel fraction={shareOf(line)} />
      ),
    },
    { id: 'rows', title: t`Rows`, align: 'end', cell: ({ rows }) => number(rows) },
    {
      id: 'expected',
      title: t`Of about`,
      align: 'end',
      cell: ({ expected }) => (expected === null ? '–' : number(expected)),
    },
  ]
  if (lines.length === 0) return null
  return (
    <section className="section">
      <div className="section-header">
        <h2>
          <Trans>Tables</Trans>
        </h2>
        <span className="muted">
          <Trans>
            {number(done)} of {number(lines.length)} done
          </Trans>
        </span>
      </div>
      {lines.length > few && (
        <div className="page-tools">
          <SearchField label={t`Search tables`} value={search} onChange={setSearch} />
        </div>
      )}
      <LongTable
        label={t`Tables`}
        className="table-progress"
        columns={columns}
        rows={shown}
        rowKey={({ name }) => name}
      />
    </section>
  )
}

/** Tables that move stand first, then those that wait, then those that are done. */
function linesOf(run: MigrationRun, planned: readonly PlannedTable[]): readonly TableLine[] {
  const lines = new Map<string, TableLine>(
    planned.map(({ source, estimatedRows }) => {
      const name = formatTable(source)
      return [name, { name, state: 'waiting', rows: 0, expected: estimatedRows }]
    }),
  )
  for (const { table, state, rows, expected } of Object.values(run.tables))
    lines.set(table, { name: table, state, rows, expected })
  return [...lines.values()].sort((a, b) => (order[a.state] ?? 9) - (order[b.state] ?? 9))
}

/** Undefined while it runs and nobody knows how many rows there are. */
const shareOf = ({ state, rows, expected }: TableLine): number | undefined => {
  if (state === 'done') return 1
  if (expected) return Math.min(1, rows / expected)
  return state === 'running' ? undefined : 0
}
