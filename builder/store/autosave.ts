import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'

export type SaveStatus =
  | { readonly kind: 'saved' }
  | { readonly kind: 'dirty' }
  | { readonly kind: 'saving' }
  /** Not stored, will be tried again; the document is safe in this page meanwhile. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Someone else saved first; nothing is sent until a person decides. */
  | { readonly kind: 'conflict'; readonly currentVersion: number }

export interface SaveState {
  readonly status: SaveStatus
  /** The stored version that this document descends from. */
  readonly version: number
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly version: number }
  | { readonly kind: 'conflict'; readonly currentVersion: number }
  | { readonly kind: 'failed'; readonly message: string }

export interface Autosave {
  readonly state: StoreApi<SaveState>
  /** Tells that the document changed; it is stored a little later. */
  changed(document: Pipeline): void
  /** Stores what is not stored yet, now; resolves when nothing is left or it cannot be. */
  flush(): Promise<void>
  /** Ends a conflict: what is stored from now on replaces `version`. */
  rebase(version: number, document: Pipeline, dirty: boolean): void
  stop(): void
}

export interface AutosaveOptions {
  readonly version: number
  readonly document: Pipeline
  readonly save: (version: number, document: Pipeline) => Promise<SaveOutcome>
  /** Milliseconds of quiet before a change is stored, and between attempts after a failure. */
  readonly delay?: number
  readonly retryDelay?: number
}

/** Debounced saving with optimistic locking: one request at a time, never a lost change. */
export function createAutosave(options: AutosaveOptions): Autosave {
  const { delay = 700, retryDelay = 5000 } = options
  const state = createStore<SaveState>(() => ({
    status: { kind: 'saved' },
    version: options.version,
  }))
  let latest = options.document
  let stored = options.document
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  const setStatus = (status: SaveStatus) => state.setState({ status })
  const wait = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), milliseconds)
  }

  async function attempt(): Promise<void> {
    const sent = latest
    setStatus({ kind: 'saving' })
    const outcome = await options.save(state.getState().version, sent)
    if (outcome.kind === 'saved') {
      stored = sent
      state.setState({
        version: outcome.version,
        status: latest === sent ? { kind: 'saved' } : { kind: 'dirty' },
      })
      if (latest !== sent) wait(delay)
    } else if (outcome.kind === 'conflict') {
      setStatus(outcome)
    } else {
      setStatus(outcome)
      wait(retryDelay)
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (running) await running
    if (latest === stored || state.getState().status.kind === 'conflict') return
    running = attempt().finally(() => {
      running = undefined
    })
    await running
  }

  return {
    state,
    flush,
    changed(document) {
      latest = document
      const { status } = state.getState()
      if (status.kind === 'conflict') return
      if (latest === stored) {
        clearTimeout(timer)
        if (status.kind !== 'saving') setStatus({ kind: 'saved' })
        return
      }
      if (status.kind !== 'saving') setStatus({ kind: 'dirty' })
      wait(delay)
    },
    rebase(version, document, dirty) {
      latest = document
      if (!dirty) stored = document
      state.setState({ version, status: dirty ? { kind: 'dirty' } : { kind: 'saved' } })
      if (dirty) wait(0)
    },
    stop: () => clearTimeout(timer),
  }
}
