import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const locales = ['en', 'de', 'ar', 'pseudo'] as const
export type LocaleName = (typeof locales)[number]

/** What this browser remembers about its user. */
export interface Settings {
  readonly theme: Theme
  readonly locale: LocaleName
  /** Shortcuts of a single letter or sign work. */
  readonly characterKeys: boolean
}

export const preferredLocale = (languages: readonly string[]): LocaleName => {
  const known = languages.map((it) => it.slice(0, 2).toLowerCase())
  return locales.find((it) => it === known.find((name) => locales.some((l) => l === name))) ?? 'en'
}

export const useSettings = create<Settings>()(
  persist(
    () => ({
      theme: 'auto' as Theme,
      locale: preferredLocale(globalThis.navigator?.languages ?? []),
      characterKeys: true as boolean,
    }),
    {
      name: 'migrateiq:settings',
      merge: (stored, initial) => sound(stored, initial),
    },
  ),
)

/** What was stored by another version may hold anything. */
function sound(stored: unknown, initial: Settings): Settings {
  if (typeof stored !== 'object' || stored === null) return initial
  const given = stored as Partial<Record<keyof Settings, unknown>>
  return {
    theme: themes.find((it) => it === given.theme) ?? initial.theme,
    locale: locales.find((it) => it === given.locale) ?? initial.locale,
    characterKeys:
      typeof given.characterKeys === 'boolean' ? given.characterKeys : initial.characterKeys,
  }
}

/** The theme on the page: what the system asks for stands where none is chosen. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'auto') root.removeAttribute('data-theme')
  else root.dataset.theme = theme
}

/** `light` or `dark`, whichever is on the page now. */
export const shownTheme = (theme: Theme): 'light' | 'dark' => {
  if (theme !== 'auto') return theme
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
