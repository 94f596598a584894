import { useEffect, useRef, useState } from 'react'
import type { TestStep } from '../../server/shapes.ts'
import type { ApiInputs } from '../api/client.ts'
import { client } from '../api/client.ts'

interface TestState {
  readonly steps: readonly TestStep[]
  readonly isRunning: boolean
  readonly error: unknown
}

const idle: TestState = { steps: [], isRunning: false, error: null }

/** A connection test whose steps come in one by one. */
export function useConnectionTest() {
  const [state, setState] = useState<TestState>(idle)
  const running = useRef<{ unsubscribe(): void } | null>(null)
  const stop = () => running.current?.unsubscribe()
  useEffect(() => () => running.current?.unsubscribe(), [])

  const run = (input: ApiInputs['connections']['test']) => {
    stop()
    setState({ steps: [], isRunning: true, error: null })
    running.current = client.connections.test.subscribe(input, {
      onData: (step) => setState((it) => ({ ...it, steps: [...it.steps, step] })),
      onError: (error) => setState((it) => ({ ...it, isRunning: false, error })),
      onComplete: () => setState((it) => ({ ...it, isRunning: false })),
    })
  }

  return {
    ...state,
    run,
    /** Tests settings that are not saved. */
    async runDraft(input: ApiInputs['connections']['draft']) {
      stop()
      setState({ steps: [], isRunning: true, error: null })
      try {
        run(await client.connections.draft.mutate(input))
      } catch (error) {
        setState({ steps: [], isRunning: false, error })
      }
    },
    clear() {
      stop()
      setState(idle)
    },
  }
}
