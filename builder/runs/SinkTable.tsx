import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Message } from '../../nodes/kit/message.ts'
import type { SinkReport } from '../../runtime/report.ts'
import { useFormats } from '../app/format.ts'
import { useMessage } from '../app/translate.ts'
import { Badge } from '../ui/Badge.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'

const paths: Readonly<Record<SinkReport['path'], Message>> = {
  straight: msg({ message: 'Straight' }),
  pushed: msg({ message: 'Computed by the source' }),
  duckdb: msg({ message: 'Computed here' }),
}

export interface SinkTableProps {
  readonly sinks: readonly SinkReport[]
  readonly nameOf: (id: string) => string
}

/** Where the rows went, how, and how many. */
export function SinkTable({ sinks, nameOf }: SinkTableProps) {
  const { t } = useLingui()
  const message = useMessage()
  const { number, bytes } = useFormats()
  const columns: readonly TableColumn<SinkReport>[] = [
    {
      id: 'target',
      title: t`Target`,
      isRowHeader: true,
      cell: ({ node, target }) => (
        <span className="two-lines">
          <span className="code">{target}</span>
          <bdi className="muted">{nameOf(node)}</bdi>
        </span>
      ),
    },
    { id: 'mode', title: t`Mode`, cell: ({ mode }) => <span className="code">{mode}</span> },
    {
      id: 'path',
      title: t({ message: 'Path', context: 'of bytes' }),
      cell: ({ path }) => <Badge>{message(paths[path])}</Badge>,
    },
    { id: 'rows', title: t`Rows`, align: 'end', cell: ({ rows }) => number(rows) },
    { id: 'bytes', title: t`Size`, align: 'end', cell: (sink) => bytes(sink.bytes) },
    {
      id: 'chunks',
      title: t`Chunks`,
      align: 'end',
      cell: ({ chunks, resumedChunks }) =>
        resumedChunks > 0 ? (
          <Trans>
            {number(chunks)} ({number(resumedChunks)} from before)
          </Trans>
        ) : (
          number(chunks)
        ),
    },
  ]
  return (
    <section className="section">
      <h2>
        <Trans>Written</Trans>
      </h2>
      <Table
        label={t`Written`}
        columns={columns}
        rows={sinks}
        rowKey={({ node, target }) => `${node} ${target}`}
      />
    </section>
  )
}
