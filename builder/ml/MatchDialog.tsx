import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Columns3 } from 'lucide-react'
import { useState } from 'react'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { TableName } from '../../nodes/kit/source.ts'
import { client } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { previewKey } from '../preview/preview-key.ts'
import { useDocument, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loading } from '../ui/Spinner.tsx'
import { MatchTable } from './MatchTable.tsx'
import type { Decided, Matches, MatchLine } from './match-lines.ts'
import { startLines } from './match-lines.ts'
import './ml.css'
import type { PortPlace } from './use-inspection.ts'

export interface MatchDialogProps {
  /** Where the rows come from. */
  readonly place: PortPlace
  readonly target: { readonly connection: string; readonly table: TableName }
  readonly sourceColumns: Schema
  /** Absent while it is not known. */
  readonly targetColumns: Schema | undefined
  readonly decided: readonly Decided[]
  readonly threshold: number
  readonly onApply: (lines: readonly MatchLine[], matches: Matches) => void
  readonly onClose: () => void
}

/** Which source column fills which target column: found, explained, and decided by a person. */
export function MatchDialog(props: MatchDialogProps) {
  const { t } = useLingui()
  const { query, cancel } = useMatches(props)
  const [changed, setChanged] = useState<readonly MatchLine[]>()
  const matches = query.data
  const lines =
    changed ?? (matches ? startLines(matches, props.targetColumns, props.decided) : undefined)
  const close = () => {
    if (query.isFetching) cancel()
    props.onClose()
  }
  return (
    <Dialog
      title={t`Match columns`}
      isOpen
      size="xl"
      onClose={close}
      footer={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={!lines || !matches || lines.length === 0}
            onPress={() => {
              if (lines && matches) props.onApply(lines, matches)
              props.onClose()
            }}
          >
            <Trans>Apply</Trans>
          </Button>
        </>
      }
    >
      {query.isFetching && !matches ? (
        <Loading>
          <Trans>Comparing names, types and values of the columns…</Trans>
        </Loading>
      ) : query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : matches && lines && lines.length > 0 ? (
        <MatchTable
          matches={matches}
          lines={lines}
          sources={props.sourceColumns}
          threshold={props.threshold}
          onChange={setChanged}
        />
      ) : (
        matches && (
          <EmptyState icon={Columns3} title={t`Nothing to match`}>
            <Trans>The target table has no columns.</Trans>
          </EmptyState>
        )
      )}
    </Dialog>
  )
}

function useMatches({ place, target, decided }: MatchDialogProps) {
  const session = useSession()
  const queries = useQueryClient()
  const document = useDocument()
  const { node, port } = place
  const rows = previewKey(document, node)
  const queryKey = ['ml', 'match', session.pipelineId, node, port, target, decided, rows]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      client.ml.match.query(
        {
          id: session.pipelineId,
          document: session.editor.getState().history.document,
          node,
          port,
          target,
          decided: decided.flatMap(({ source, target: to, accepted }) =>
            source === null ? [] : [{ source, target: to, accepted }],
          ),
        },
        { signal },
      ),
    staleTime: 300_000,
    retry: false,
  })
  const cancel = () => void queries.cancelQueries({ queryKey, exact: true })
  return { query, cancel }
}
