import { useEffect } from 'react'
import type { Session } from '../store/session.tsx'

/** Asks before the page is left with something that is not stored; stores when it is hidden. */
export function useLeaveGuard({ autosave }: Session): void {
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      if (autosave.state.getState().status.kind === 'saved') return
      void autosave.flush()
      event.preventDefault()
    }
    const onHide = () => {
      if (document.visibilityState === 'hidden') void autosave.flush()
    }
    addEventListener('beforeunload', onBeforeUnload)
    document.addEventListener('visibilitychange', onHide)
    return () => {
      removeEventListener('beforeunload', onBeforeUnload)
      document.removeEventListener('visibilitychange', onHide)
    }
  }, [autosave])
}
