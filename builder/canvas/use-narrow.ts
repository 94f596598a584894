import { useSyncExternalStore } from 'react'

const query = matchMedia('(width < 48rem)')

const subscribe = (onChange: () => void) => {
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** Too narrow for a canvas: a phone, or a page at 400 %. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
