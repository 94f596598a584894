import { msg, plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, Square } from 'lucide-react'
import { client } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { useDocument, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Loading } from '../ui/Spinner.tsx'
import { DataGrid } from './DataGrid.tsx'
import type { Place } from './places.tsx'
import { AtPort } from './places.tsx'
import { previewKey } from './preview-key.ts'
import { Blocked, useBlocking, useSettled } from './readiness.tsx'

/** The rows at a port of the node in hand. */
export const PreviewPane = () => (
  <AtPort>
    {(place, choice) => (
      <PortPreview key={`${place.node} ${place.port}`} place={place} choice={choice} />
    )}
  </AtPort>
)

function PortPreview({
  place,
  choice,
}: {
  readonly place: Place
  readonly choice: React.ReactNode
}) {
  const { t } = useLingui()
  const session = useSession()
  const queries = useQueryClient()
  const formats = useFormats()
  const document = useDocument()
  const blocking = useBlocking(place.node)
  const key = useSettled(previewKey(document, place.node))
  const queryKey = ['preview', session.pipelineId, place.node, place.port, key]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      client.preview.port.query(
        {
          id: session.pipelineId,
          document: session.editor.getState().history.document,
          node: place.node,
          port: place.port,
        },
        { signal },
      ),
    enabled: blocking.length === 0,
    staleTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  })
  const { data } = query
  const shown = blocking.length === 0 ? data : undefined
  const count = shown?.rows.length ?? 0
  const rows = formats.number(count)
  return (
    <div className="preview">
      <div className="preview-bar">
        {choice}
        {shown && (
          <span className="muted" role="status">
            {shown.sampled
              ? t`Sample: ${plural(count, { one: 'the first row', other: `the first ${rows} rows` })}`
              : t`All ${plural(count, { one: '# row', other: `${rows} rows` })}`}
            {' · '}
            {formats.duration(shown.seconds)}
          </span>
        )}
        <span className="preview-tools">
          {query.isFetching ? (
            <Button
              size="s"
              icon={Square}
              onPress={() => void queries.cancelQueries({ queryKey, exact: true })}
            >
              <Trans>Cancel</Trans>
            </Button>
          ) : (
            <IconButton
              label={t`Read the rows again`}
              icon={RefreshCw}
              size="s"
              isDisabled={blocking.length > 0}
              onPress={() => void query.refetch()}
            />
          )}
        </span>
      </div>
      {blocking.length > 0 ? (
        <Blocked issues={blocking} />
      ) : query.isFetching && !data ? (
        <Loading>
          <Trans>Reading the first rows…</Trans>
        </Loading>
      ) : query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : shown ? (
        <DataGrid
          label={place.label}
          columns={shown.columns}
          rows={shown.rows}
          onCopied={(cells) =>
            session.editor
              .getState()
              .announce(msg`${plural(cells, { one: '# cell copied.', other: '# cells copied.' })}`)
          }
        />
      ) : (
        <p className="muted">
          <Trans>Cancelled.</Trans>
        </p>
      )}
    </div>
  )
}
