import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { ErrorData, RunEvent } from '../../runtime/report.ts'
import type { RunView } from './run-state.ts'
import { applyRunEvent, isOver, newRun } from './run-state.ts'

export interface RunStoreState {
  /** The run shown on the canvas: the one going on, the last one, or one chosen from the list. */
  readonly view: RunView | undefined
  readonly starting: boolean
  /** Why no run could be started. */
  readonly refusal: ErrorData | undefined
}

export interface RunApi {
  start(parameters: Readonly<Record<string, string>>): Promise<{ readonly id: string }>
  cancel(id: string): Promise<unknown>
  /** Every event from the first; resumes by itself after a break. */
  follow(
    id: string,
    onEvent: (event: RunEvent) => void,
    onError: (error: unknown) => void,
  ): { unsubscribe(): void }
  toErrorData(error: unknown): ErrorData
}

export interface RunStore {
  readonly state: StoreApi<RunStoreState>
  start(parameters: Readonly<Record<string, string>>): Promise<void>
  show(id: string): void
  cancel(): Promise<void>
  /** Takes the counts off the canvas. */
  clear(): void
  stop(): void
}

/** Events come faster than a screen shows: they are taken in together this often (ms). */
const beat = 120

/** The run beside the document: its events never touch the nodes of the canvas. */
export function createRunStore(api: RunApi): RunStore {
  const state = createStore<RunStoreState>(() => ({
    view: undefined,
    starting: false,
    refusal: undefined,
  }))
  let subscription: { unsubscribe(): void } | undefined
  let waiting: RunEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const take = () => {
    timer = undefined
    const { view } = state.getState()
    if (!view || waiting.length === 0) return
    const next = waiting.reduce(applyRunEvent, view)
    waiting = []
    state.setState({ view: next })
  }

  const show = (id: string) => {
    end()
    state.setState({ view: newRun(id), refusal: undefined })
    subscription = api.follow(
      id,
      (event) => {
        waiting.push(event)
        timer ??= setTimeout(take, beat)
      },
      (error) => state.setState({ refusal: api.toErrorData(error) }),
    )
  }

  const end = () => {
    subscription?.unsubscribe()
    subscription = undefined
    clearTimeout(timer)
    timer = undefined
    waiting = []
  }

  return {
    state,
    show,
    stop: end,
    async start(parameters) {
      const { view, starting } = state.getState()
      if (starting || (view && !isOver(view.state))) return
      state.setState({ starting: true, refusal: undefined })
      try {
        const { id } = await api.start(parameters)
        show(id)
      } catch (error) {
        state.setState({ refusal: api.toErrorData(error) })
      } finally {
        state.setState({ starting: false })
      }
    },
    async cancel() {
      const { view } = state.getState()
      if (!view || isOver(view.state)) return
      try {
        await api.cancel(view.id)
      } catch (error) {
        state.setState({ refusal: api.toErrorData(error) })
      }
    },
    clear: () => {
      end()
      state.setState({ view: undefined, refusal: undefined })
    },
  }
}
