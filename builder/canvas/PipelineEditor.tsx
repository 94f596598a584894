import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import type { PipelineDetail } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { useActions } from '../app/actions.ts'
import { QueryView } from '../app/QueryView.tsx'
import { usePageTitle } from '../app/usePageTitle.ts'
import type { Session } from '../store/session.tsx'
import { openSession, SessionProvider, useDocument } from '../store/session.tsx'
import { Loading } from '../ui/Spinner.tsx'
import { EditorDialogs } from './EditorDialogs.tsx'
import { EditorLayout } from './EditorLayout.tsx'
import { editorActions } from './editor-actions.ts'
import { LiveRegion } from './LiveRegion.tsx'
import { useClipboardEvents } from './use-clipboard-events.ts'
import { useLeaveGuard } from './use-leave-guard.ts'

export interface PipelineEditorProps {
  readonly pipelineId: string
}

/** The page on which a pipeline is drawn, tried and run. */
export function PipelineEditor({ pipelineId }: PipelineEditorProps) {
  // Read once and fresh: from then on this page has the newest document.
  const query = useQuery({
    ...trpc.pipelines.get.queryOptions({ id: pipelineId }),
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: 'always',
    refetchOnReconnect: false,
  })
  const isFresh = query.isFetchedAfterMount
  if (query.data && !isFresh)
    return (
      <Loading>
        <Trans>Loading…</Trans>
      </Loading>
    )
  return <QueryView query={query}>{(detail) => <OpenPipeline detail={detail} />}</QueryView>
}

function OpenPipeline({ detail }: { readonly detail: PipelineDetail }) {
  const [session, setSession] = useState<Session>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later answer is no new pipeline
  useEffect(() => {
    const opened = openSession(detail.id, detail.version, detail.document)
    setSession(opened)
    return () => opened.close()
  }, [detail.id])
  if (!session) return null
  return (
    <SessionProvider value={session}>
      <ReactFlowProvider>
        <Editor session={session} />
      </ReactFlowProvider>
    </SessionProvider>
  )
}

function Editor({ session }: { readonly session: Session }) {
  usePageTitle(useDocument().name)
  useActions(useMemo(() => editorActions(session), [session]))
  useClipboardEvents(session)
  useLeaveGuard(session)
  return (
    <>
      <EditorLayout />
      <EditorDialogs />
      <LiveRegion />
    </>
  )
}
