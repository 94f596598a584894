import { msg, plural } from '@lingui/core/macro'
import { useLingui as useRuntimeLingui } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, Square, Table2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { registry } from '../../nodes/index.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import { hasErrors } from '../../nodes/kit/issue.ts'
import { client } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { titleOf } from '../canvas/node-types.ts'
import { goToProblem } from '../canvas/problems.ts'
import { graphOf, reachable } from '../store/graph.ts'
import { useDocument, useEditor, usePlan, useSession, useUi } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Select } from '../ui/Select.tsx'
import { Loading } from '../ui/Spinner.tsx'
import { DataGrid } from './DataGrid.tsx'
import { previewKey } from './preview-key.ts'

interface Place {
  /** Side and port, as the choice shows it. */
  readonly id: string
  readonly label: string
  /** Whose output it is: an input shows the rows of the output it is connected to. */
  readonly node: string
  readonly port: string
}

/** The rows at a port of the node in hand. */
export function PreviewPane() {
  const { t } = useLingui()
  const id = useNodeInHand()
  const places = usePlaces(id)
  const [chosen, setChosen] = useState<string>()
  const place = places.find((p) => p.id === chosen) ?? places[0]
  if (!id || !place)
    return (
      <EmptyState icon={Table2} title={id ? t`Nothing to show yet` : t`Choose a node`}>
        {id ? (
          <Trans>Connect the input of this node to see its rows.</Trans>
        ) : (
          <Trans>The first rows at its output are shown here, and those at its inputs.</Trans>
        )}
      </EmptyState>
    )
  const choice = (
    <Select
      label={t`Port`}
      hideLabel
      size="s"
      value={place.id}
      onChange={setChosen}
      options={places.map((p) => ({ id: p.id, label: p.label }))}
    />
  )
  return <PortPreview key={`${place.node} ${place.port}`} place={place} choice={choice} />
}

/** The node whose settings are open, else the one selected. */
function useNodeInHand(): string | undefined {
  const inspected = useUi((s) => s.inspected)
  const selected = useEditor((s) => (s.nodes.size === 1 ? [...s.nodes][0] : undefined))
  return inspected ?? selected
}

function usePlaces(id: string | undefined): readonly Place[] {
  const { t } = useLingui()
  const { i18n } = useRuntimeLingui()
  const graph = graphOf(useDocument())
  const node = id === undefined ? undefined : graph.nodes.get(id)
  const definition = registry.get(node?.type ?? '')
  if (!node || !definition) return []
  const outputs = definition.outputs.map((port): Place => {
    const title = i18n._(port.title)
    return { id: `out:${port.name}`, label: t`Output: ${title}`, node: node.id, port: port.name }
  })
  const inputs = (graph.incoming.get(node.id) ?? []).flatMap((edge): Place[] => {
    const source = graph.nodes.get(edge.source)
    if (!source) return []
    const from = titleOf(i18n, source)
    return [
      {
        id: `in:${edge.id}`,
        label: t`Input from ${from}`,
        node: edge.source,
        port: edge.sourcePort,
      },
    ]
  })
  return [...outputs, ...inputs]
}

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

/** Errors of the node and of everything it reads from: there are no rows before they are gone. */
function useBlocking(node: string): readonly Issue[] {
  const graph = graphOf(useDocument())
  const issues = usePlan((s) => s.issues)
  const above = reachable(graph, [node], 'up')
  above.add(node)
  return issues.filter(
    (i) =>
      i.node !== undefined && above.has(i.node) && (hasErrors([i]) || i.code === 'SCHEMA_PENDING'),
  )
}

function Blocked({ issues }: { readonly issues: readonly Issue[] }) {
  const { t } = useLingui()
  const session = useSession()
  const reading = usePlan((s) => s.reading)
  const [first] = issues
  if (reading && !hasErrors(issues))
    return (
      <Loading>
        <Trans>Reading the columns…</Trans>
      </Loading>
    )
  return (
    <EmptyState
      icon={Table2}
      title={t`No rows yet`}
      actions={
        first && (
          <Button onPress={() => goToProblem(session, first)}>
            <Trans>Go to the problem</Trans>
          </Button>
        )
      }
    >
      <Trans>Complete the settings of this node and of those before it.</Trans>
    </EmptyState>
  )
}

/** The value once it has not changed for a moment, so that typing asks for no rows. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 600)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
