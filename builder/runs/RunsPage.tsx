import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { Link } from 'react-router'
import type { RunSummary } from '../../server/shapes.ts'
import { client, trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { Page } from '../app/Page.tsx'
import { isOver } from '../store/run-state.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loading } from '../ui/Spinner.tsx'
import type { Status } from '../ui/StatusBadge.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'

/** All runs, the newest first. */
export function RunsPage() {
  const { t } = useLingui()
  const runs = useInfiniteQuery({
    queryKey: trpc.runs.list.infiniteQueryKey({}),
    queryFn: ({ pageParam: cursor, signal }) => client.runs.list.query({ cursor }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // A list with runs that go on looks again.
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((run) => !isOver(run.state)))
        ? 2_000
        : false,
  })
  const items = runs.data?.pages.flatMap((page) => page.items)
  return (
    <Page title={t`Runs`} summary={t`What was carried out, when, and what came of it.`}>
      {runs.error && <ErrorNote error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && (
        <Loading>
          <Trans>Loading…</Trans>
        </Loading>
      )}
      {items?.length === 0 && (
        <EmptyState
          icon={History}
          title={t`Nothing has run yet`}
          actions={
            <LinkButton href="/" variant="primary">
              <Trans>Go to the pipelines</Trans>
            </LinkButton>
          }
        >
          <Trans>Open a pipeline and run it: its counts and its report appear here.</Trans>
        </EmptyState>
      )}
      {items && items.length > 0 && <RunTable runs={items} />}
      {runs.hasNextPage && (
        <div className="row">
          <Button isPending={runs.isFetchingNextPage} onPress={() => void runs.fetchNextPage()}>
            <Trans>Show older runs</Trans>
          </Button>
        </div>
      )}
    </Page>
  )
}

/** A run that ended well with rejects wants a look. */
export const statusOf = (run: Pick<RunSummary, 'state' | 'rows'>): Status =>
  run.state === 'done' && run.rows && run.rows.rejected > 0 ? 'warning' : run.state

export const secondsOf = (run: RunSummary): number | null =>
  run.startedAt && run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : null

export function RunTable({ runs }: { readonly runs: readonly RunSummary[] }) {
  const { t } = useLingui()
  const formats = useFormats()
  const columns: readonly TableColumn<RunSummary>[] = [
    {
      id: 'pipeline',
      title: t`Pipeline`,
      isRowHeader: true,
      cell: ({ id, pipelineName }) => (
        <Link to={`/runs/${id}`} className="strong-link">
          <bdi>{pipelineName}</bdi>
        </Link>
      ),
    },
    { id: 'state', title: t`State`, cell: (run) => <StatusBadge status={statusOf(run)} /> },
    {
      id: 'at',
      title: t`Started`,
      cell: ({ startedAt, createdAt }) => {
        const at = startedAt ?? createdAt
        return (
          <time dateTime={at} title={formats.date(at)} className="muted">
            {formats.ago(at)}
          </time>
        )
      },
    },
    {
      id: 'duration',
      title: t`Duration`,
      align: 'end',
      cell: (run) => orDash(secondsOf(run), formats.duration),
    },
    {
      id: 'read',
      title: t`Read`,
      align: 'end',
      cell: ({ rows }) => orDash(rows?.read, formats.number),
    },
    {
      id: 'written',
      title: t`Written`,
      align: 'end',
      cell: ({ rows }) => orDash(rows?.written, formats.number),
    },
    {
      id: 'rejected',
      title: t`Rejected`,
      align: 'end',
      cell: ({ rows }) => orDash(rows?.rejected, formats.number),
    },
  ]
  return <Table label={t`Runs`} columns={columns} rows={runs} rowKey={({ id }) => id} />
}

const orDash = (value: number | null | undefined, format: (value: number) => string) =>
  value == null ? '–' : format(value)
