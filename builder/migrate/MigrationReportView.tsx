import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { MigrationReport, ObjectFailure } from '../../runtime/migration-report.ts'
import { useFormats } from '../app/format.ts'
import { useErrorText, useMessage } from '../app/translate.ts'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { EndpointCards } from './EndpointCards.tsx'
import { Figures } from './Figures.tsx'
import { LongTable } from './LongTable.tsx'
import { LossLedger } from './LossLedger.tsx'
import './migrate.css'
import { Reconciliation } from './Reconciliation.tsx'
import { stepTitles } from './words.ts'

/** What became of a whole database: tables, what failed, what was foreseen and what happened. */
export function MigrationReportView({ report }: { readonly report: MigrationReport }) {
  const { t } = useLingui()
  const message = useMessage()
  const { number, duration, bytes } = useFormats()
  const { failures, ledger, objects, notes, steps } = report
  const made = Object.values(objects).reduce((sum, n) => sum + n, 0)
  return (
    <div className="report">
      <EndpointCards source={report.source} target={report.target} />
      <Figures
        figures={[
          { title: t`Tables`, value: number(report.tables.length) },
          { title: t`Rows`, value: number(report.rows) },
          { title: t`Size`, value: bytes(report.bytes) },
          { title: t`Objects made`, value: number(made) },
          { title: t`Duration`, value: duration(report.seconds) },
        ]}
      />
      {report.tables.length > 0 && <Reconciliation tables={report.tables} />}
      {failures.length > 0 && <Failures failures={failures} />}
      {ledger.length > 0 && (
        <section className="section">
          <h2>
            <Trans>What was foreseen, and what happened</Trans>
          </h2>
          <LossLedger entries={ledger} isOver />
        </section>
      )}
      {notes.map((note) => (
        <ProblemNote
          key={note}
          tone="info"
          title={
            <span lang="en" dir="auto">
              {note}
            </span>
          }
        />
      ))}
      {steps.length > 0 && (
        <section className="section">
          <h2>
            <Trans>Steps</Trans>
          </h2>
          <dl className="step-times">
            {steps.map(({ step, seconds }) => (
              <div key={step}>
                <dt>{message(stepTitles[step])}</dt>
                <dd className="number">{duration(seconds)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  )
}

/** Indexes, constraints, views that the target refused, with what it said. */
function Failures({ failures }: { readonly failures: readonly ObjectFailure[] }) {
  const { t } = useLingui()
  const textOf = useErrorText()
  const keys = new Map(failures.map((it, i) => [it, `${it.kind} ${it.name} ${i}`]))
  const columns: readonly TableColumn<ObjectFailure>[] = [
    {
      id: 'object',
      title: t`Object`,
      isRowHeader: true,
      cell: ({ kind, name, table }) => (
        <span className="two-lines">
          <span className="code">{name}</span>
          <span className="muted">
            <bdi>{[kind, table].filter(Boolean).join(' · ')}</bdi>
          </span>
        </span>
      ),
    },
    {
      id: 'error',
      title: t`What the database said`,
      cell: ({ error }) => {
        const { text, detail } = textOf(error)
        return (
          <span className="two-lines">
            <span dir="auto">{text}</span>
            {detail && (
              <span className="muted" lang="en" dir="ltr">
                {detail}
              </span>
            )}
          </span>
        )
      },
    },
    {
      id: 'sql',
      title: t`SQL`,
      cell: ({ sql }) =>
        sql && (
          <details className="ledger-text">
            <summary>
              <Trans>Show</Trans>
            </summary>
            <pre className="code" dir="ltr">
              {sql}
            </pre>
          </details>
        ),
    },
  ]
  return (
    <section className="section">
      <h2>
        <Plural
          value={failures.length}
          one="# object did not arrive"
          other="# objects did not arrive"
        />
      </h2>
      <LongTable
        label={t`Objects that did not arrive`}
        columns={columns}
        rows={failures}
        rowKey={(failure) => keys.get(failure) ?? ''}
      />
    </section>
  )
}
