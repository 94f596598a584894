/**
 * Calls `stop` at the next key or click: what happens later may not take the focus away from
 * where somebody went meanwhile. The event that is being handled does not count.
 * @returns ends the watch, without a call
 */
export function untilUserActs(stop: () => void): () => void {
  const watch = new AbortController()
  const acted = () => {
    watch.abort()
    stop()
  }
  for (const type of ['keydown', 'pointerdown'])
    window.addEventListener(type, acted, { capture: true, signal: watch.signal })
  return () => watch.abort()
}
