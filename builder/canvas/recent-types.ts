import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** Node types added last in this browser, newest first. */
export const useRecentTypes = create<{ readonly types: readonly string[] }>()(
  persist(() => ({ types: [] as readonly string[] }), {
    name: 'migrateiq:recent-types',
    merge: (stored, initial) => {
      const types = (stored as { types?: unknown } | undefined)?.types
      const isSound = Array.isArray(types) && types.every((t) => typeof t === 'string')
      return isSound ? { types: types as string[] } : initial
    },
  }),
)

export const remember = (type: string) =>
  useRecentTypes.setState(({ types }) => ({
    types: [type, ...types.filter((t) => t !== type)].slice(0, 4),
  }))
