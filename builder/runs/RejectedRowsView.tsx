import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../api/client.ts'
import { useFormats } from '../app/format.ts'
import { QueryView } from '../app/QueryView.tsx'
import { Button } from '../ui/Button.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import './runs.css'

export interface RejectedRowsViewProps {
  readonly runId: string
  readonly node: string
  /** The node's name. */
  readonly name: string
  readonly total: number
}

interface RejectedRow {
  readonly row: readonly (string | null)[]
  readonly key: string
}

const FIRST = 50
const MORE = 1000

/** The rows a node refused, as they were, with the reason. */
export function RejectedRowsView({ runId, node, name, total }: RejectedRowsViewProps) {
  const { t } = useLingui()
  const { number } = useFormats()
  const [limit, setLimit] = useState(FIRST)
  const rejects = useQuery(
    trpc.runs.rejects.queryOptions(
      { runId, node, limit },
      { staleTime: Number.POSITIVE_INFINITY, placeholderData: (before) => before },
    ),
  )
  return (
    <section className="section">
      <div className="section-header">
        <h2>
          <Trans>Rejected by {name}</Trans>
        </h2>
        <span className="muted">
          <Plural value={total} one="# row" other="# rows" />
        </span>
      </div>
      <QueryView query={rejects}>
        {({ columns, rows }) => (
          <>
            <Table
              label={t`Rejected by ${name}`}
              narrow="scroll"
              className="rejected-rows"
              columns={columns.map(
                (column, index): TableColumn<RejectedRow> => ({
                  id: column,
                  title: <bdi>{column}</bdi>,
                  cell: ({ row }) => <Value text={row[index] ?? null} />,
                }),
              )}
              rows={rows.map((row, index) => ({ row, key: String(index) }))}
              rowKey={({ key }) => key}
            />
            {rows.length < total && (
              <div className="row muted">
                <Trans>
                  Showing the first {number(rows.length)} of {number(total)}.
                </Trans>
                {limit === FIRST && (
                  <Button size="s" onPress={() => setLimit(MORE)}>
                    <Trans>Show more</Trans>
                  </Button>
                )}
              </div>
            )}
          </>
        )}
      </QueryView>
    </section>
  )
}

const Value = ({ text }: { readonly text: string | null }) =>
  text === null ? <span className="null-value">null</span> : <bdi className="cell-text">{text}</bdi>
