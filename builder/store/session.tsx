import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { registry } from '../../nodes/index.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { ErrorData } from '../../runtime/report.ts'
import { client } from '../api/client.ts'
import { errorData } from '../api/errors.ts'
import type { Autosave, SaveOutcome, SaveState } from './autosave.ts'
import { createAutosave } from './autosave.ts'
import type { EditorState, EditorStore } from './editor-store.ts'
import { createEditorStore } from './editor-store.ts'
import type { Planning, PlanState } from './planning.ts'
import { createPlanning } from './planning.ts'
import type { RunStore, RunStoreState } from './run-store.ts'
import { createRunStore } from './run-store.ts'
import type { UiState, UiStore } from './ui-store.ts'
import { createUiStore } from './ui-store.ts'

/** Everything that one open pipeline needs; lives as long as its editor is on the page. */
export interface Session {
  readonly pipelineId: string
  readonly editor: EditorStore
  readonly ui: UiStore
  readonly autosave: Autosave
  readonly planning: Planning
  readonly run: RunStore
  close(): void
}

export function openSession(id: string, version: number, document: Pipeline): Session {
  const editor = createEditorStore(document)
  const autosave = createAutosave({
    version,
    document,
    save: (base, latest) => save(id, base, latest),
  })
  const planning = createPlanning({
    editor,
    registry,
    discover: (latest, fresh, signal) =>
      fresh
        ? client.schemas.refresh.mutate({ id, document: latest }, { signal })
        : client.schemas.discover.query({ id, document: latest }, { signal }),
  })
  const run = createRunStore({
    async start(parameters) {
      await autosave.flush()
      const { runId } = await client.runs.start.mutate({
        pipelineId: id,
        version: autosave.state.getState().version,
        parameters,
      })
      return { id: runId }
    },
    cancel: (runId) => client.runs.cancel.mutate({ id: runId }),
    follow: (runId, onEvent, onError) =>
      client.runs.events.subscribe(
        { runId },
        { onData: ({ data }) => onEvent(data.event), onError },
      ),
    toErrorData: (error): ErrorData => errorData(error),
  })
  const unsubscribe = editor.subscribe(({ history }, before) => {
    if (history.document !== before.history.document) autosave.changed(history.document)
  })
  return {
    pipelineId: id,
    editor,
    ui: createUiStore(),
    autosave,
    planning,
    run,
    close() {
      unsubscribe()
      void autosave.flush()
      planning.stop()
      run.stop()
    },
  }
}

async function save(id: string, version: number, document: Pipeline): Promise<SaveOutcome> {
  try {
    const saved = await client.pipelines.save.mutate({ id, version, document })
    return { kind: 'saved', version: saved.version }
  } catch (error) {
    const currentVersion = conflictVersion(error)
    if (currentVersion !== undefined) return { kind: 'conflict', currentVersion }
    return { kind: 'failed', message: errorData(error).message }
  }
}

function conflictVersion(error: unknown): number | undefined {
  const data = (error as { data?: { conflict?: { currentVersion?: number } } | null }).data
  return data?.conflict?.currentVersion
}

const SessionContext = createContext<Session | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('No pipeline is open here.')
  return session
}

export const useEditor = <T,>(select: (state: EditorState) => T): T =>
  useStore(useSession().editor, select)

export const useUi = <T,>(select: (state: UiState) => T): T => useStore(useSession().ui, select)

export const usePlan = <T,>(select: (state: PlanState) => T): T =>
  useStore(useSession().planning.state, select)

export const useRun = <T,>(select: (state: RunStoreState) => T): T =>
  useStore(useSession().run.state, select)

export const useSaveState = <T,>(select: (state: SaveState) => T): T =>
  useStore(useSession().autosave.state, select)

export const useDocument = (): Pipeline => useEditor((s) => s.history.document)

export const useNode = (id: string | undefined) =>
  useEditor((s) => s.history.document.nodes.find((n) => n.id === id))
