import type { RefObject } from 'react'
import { useEffect } from 'react'
import { useUi } from '../store/session.tsx'
import { untilUserActs } from '../ui/until-user-acts.ts'
import type { Path } from './form-context.ts'
import { isInside } from './form-context.ts'

const focusable =
  'input:not([type="hidden"]), textarea, .cm-content, button:not([tabindex="-1"]), select'

/** Puts the focus on the setting someone asked for: after a problem was clicked, or Enter. */
export function useWantedField(
  id: string,
  frame: RefObject<HTMLElement | null>,
  onWanted: () => void,
): void {
  const wanted = useUi((s) => (s.wanted?.node === id ? s.wanted : undefined))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per wish
  useEffect(() => {
    if (!wanted) return
    onWanted()
    // The tab, and an editor that loads by itself, have to be there first.
    const timers = [30, 400].map((delay) =>
      setTimeout(() => {
        const field = fieldFor(frame.current, wanted.path)
        if (field?.contains(document.activeElement)) return
        const target = field?.querySelector<HTMLElement>(focusable)
        target?.focus()
        target?.scrollIntoView({ block: 'nearest' })
      }, delay),
    )
    const stop = () => timers.forEach(clearTimeout)
    const endWatch = untilUserActs(stop)
    return () => {
      endWatch()
      stop()
    }
  }, [wanted?.at])
}

/** The field whose path leads furthest towards the wanted one; the first field for none. */
function fieldFor(frame: HTMLElement | null, path: Path): HTMLElement | undefined {
  let best: HTMLElement | undefined
  let depth = -1
  for (const field of frame?.querySelectorAll<HTMLElement>('[data-field-path]') ?? []) {
    const own = JSON.parse(field.dataset.fieldPath ?? '[]') as Path
    if (path.length === 0) return field
    if (isInside(path, own) && own.length > depth) {
      best = field
      depth = own.length
    }
  }
  return best
}
