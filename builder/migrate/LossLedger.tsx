import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, CircleX, Info, SearchX, TriangleAlert } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { formatTable } from '../../nodes/kit/source.ts'
import type { LedgerEntry } from '../../runtime/migration-report.ts'
import { useFormats } from '../app/format.ts'
import { useMessage } from '../app/translate.ts'
import { Badge } from '../ui/Badge.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { Select } from '../ui/Select.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { LongTable } from './LongTable.tsx'
import type { LedgerFilter, LossKind } from './ledger.ts'
import { asForeseen, bySeverity, entryKey, filterLedger, kindsIn } from './ledger.ts'
import { kindTitles, severityLooks } from './ledger-words.ts'
import './migrate.css'

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const

export interface LossLedgerProps {
  readonly entries: readonly LedgerEntry[]
  /** After the run: what truly happened stands beside what was foreseen. */
  readonly isOver?: boolean
}

/** Everything that does not arrive exactly as it is, worst first. */
export function LossLedger({ entries, isOver = false }: LossLedgerProps) {
  const { t } = useLingui()
  const message = useMessage()
  const { number } = useFormats()
  const [search, setSearch] = useState('')
  const [kind, setKind] = useState<LedgerFilter['kind']>('all')
  const wanted = useDeferredValue(search)
  const groups = bySeverity(filterLedger(entries, { search: wanted, kind }))
  if (entries.length === 0)
    return (
      <EmptyState icon={CircleCheck} title={t`Nothing is lost`}>
        <Trans>Everything arrives exactly as it is in the source.</Trans>
      </EmptyState>
    )
  return (
    <div className="stack">
      <div className="page-tools">
        <SearchField label={t`Search the ledger`} value={search} onChange={setSearch} />
        <Select
          label={t`Kind of object`}
          hideLabel
          value={kind}
          onChange={(to) => setKind(to as LossKind | 'all')}
          options={[
            { id: 'all', label: t`All kinds` },
            ...kindsIn(entries).map((id) => ({ id, label: message(kindTitles[id]) })),
          ]}
        />
      </div>
      {groups.length === 0 && <EmptyState icon={SearchX} title={t`Nothing in the ledger fits`} />}
      {groups.map((group) => {
        const look = severityLooks[group.severity]
        return (
          <Disclosure
            key={group.severity}
            level={3}
            defaultExpanded={group.severity !== 'info'}
            title={
              <>
                <Badge tone={look.tone} icon={icons[group.severity]}>
                  {number(group.entries.length)}
                </Badge>
                {message(look.title)}
              </>
            }
          >
            <LedgerTable label={message(look.title)} entries={group.entries} isOver={isOver} />
          </Disclosure>
        )
      })}
    </div>
  )
}

interface LedgerTableProps {
  readonly label: string
  readonly entries: readonly LedgerEntry[]
  readonly isOver: boolean
}

function LedgerTable({ label, entries, isOver }: LedgerTableProps) {
  const { t } = useLingui()
  const message = useMessage()
  const keys = new Map(entries.map((entry, i) => [entry, entryKey(entry, i)]))
  const columns: readonly TableColumn<LedgerEntry>[] = [
    {
      id: 'object',
      title: t`Object`,
      isRowHeader: true,
      cell: ({ object }) => (
        <span className="two-lines">
          <span className="code">
            {object.table && object.kind !== 'table' && (
              <span className="muted">{formatTable(object.table)}.</span>
            )}
            {object.name}
          </span>
          <span className="muted">{message(kindTitles[object.kind])}</span>
        </span>
      ),
    },
    {
      id: 'change',
      title: t`In the source, and instead`,
      cell: (entry) => <Change entry={entry} />,
    },
    {
      id: 'reason',
      title: t`Why`,
      cell: ({ reason, code }) => (
        <span className="two-lines ledger-reason">
          <span lang="en" dir="auto">
            {reason}
          </span>
          <span className="muted code">{code}</span>
        </span>
      ),
    },
    {
      id: 'rows',
      title: isOver ? t`Foreseen` : t`Hurts`,
      align: 'end',
      cell: ({ rows }) => <RowCount rows={rows} />,
    },
  ]
  const actual: TableColumn<LedgerEntry> = {
    id: 'actual',
    title: t`Happened`,
    align: 'end',
    cell: (entry) => (
      <span className="row row-end">
        <RowCount rows={entry.actualRows} />
        {asForeseen(entry) === false && (
          <Badge tone="warning">
            <Trans>other than foreseen</Trans>
          </Badge>
        )}
      </span>
    ),
  }
  return (
    <LongTable
      label={label}
      className="ledger"
      columns={isOver ? [...columns, actual] : columns}
      rows={entries}
      rowKey={(entry) => keys.get(entry) ?? ''}
    />
  )
}

/** Long texts, such as those of routines, open on demand. */
const long = 160

function Change({ entry: { source, target } }: { readonly entry: LedgerEntry }) {
  return (
    <span className="two-lines ledger-change">
      <Text text={source} />
      {target === '' ? (
        <span className="muted">
          → <Trans>nothing</Trans>
        </span>
      ) : (
        <span className="ledger-target">
          <span className="muted" aria-hidden>
            →
          </span>
          <Text text={target} />
        </span>
      )}
    </span>
  )
}

function Text({ text }: { readonly text: string }) {
  if (text.length <= long) return <span className="code">{text}</span>
  return (
    <details className="ledger-text">
      <summary className="code">{text.slice(0, 80).trim()}…</summary>
      <pre className="code">{text}</pre>
    </details>
  )
}

/** `0` is an answer, no number is none. */
function RowCount({ rows }: { readonly rows: number | undefined }) {
  if (rows === undefined) return <span className="muted">–</span>
  return (
    <span className={rows === 0 ? 'muted nowrap' : 'nowrap'}>
      <Plural value={rows} one="# row" other="# rows" />
    </span>
  )
}
