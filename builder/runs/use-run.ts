import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RunEvent } from '../../runtime/report.ts'
import { client, trpc } from '../api/client.ts'
import type { RunView } from '../store/run-state.ts'
import { applyRunEvent, isOver, newRun } from '../store/run-state.ts'

/** Events come faster than anyone reads: they are taken in together this often (ms). */
const BEAT = 150

/** A run and, while it goes on, what it tells; after a break the stream goes on where it was. */
export function useRun(runId: string) {
  const queries = useQueryClient()
  const run = useQuery(trpc.runs.get.queryOptions({ id: runId }))
  const [view, setView] = useState<RunView>(() => newRun(runId))
  const [streamError, setStreamError] = useState<unknown>(null)
  const goesOn = run.data !== undefined && !isOver(run.data.state)

  useEffect(() => {
    if (!goesOn) return
    let waiting: RunEvent[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const take = () => {
      timer = undefined
      const events = waiting
      waiting = []
      setView((before) => events.reduce(applyRunEvent, before))
    }
    setView(newRun(runId))
    setStreamError(null)
    const subscription = client.runs.events.subscribe(
      { runId },
      {
        onData({ data }) {
          waiting.push(data.event)
          timer ??= setTimeout(take, BEAT)
        },
        onError: setStreamError,
        onComplete: () => void queries.invalidateQueries(trpc.runs.pathFilter()),
      },
    )
    return () => {
      subscription.unsubscribe()
      clearTimeout(timer)
    }
  }, [runId, goesOn, queries])

  return { run, view, goesOn, streamError }
}
