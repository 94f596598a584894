import type { Messages } from '@lingui/core'
import { i18n } from '@lingui/core'
import type { LocaleName } from './settings.ts'

const catalogs: Readonly<Record<LocaleName, () => Promise<{ messages: Messages }>>> = {
  en: () => import('../locales/en.po'),
  de: () => import('../locales/de.po'),
  ar: () => import('../locales/ar.po'),
  pseudo: () => import('../locales/pseudo.po'),
}

/** Language tags for `lang`, `Intl` and React Aria; figures stay in Latin digits, as in data. */
const tags: Readonly<Record<LocaleName, string>> = {
  en: 'en-US',
  de: 'de-DE',
  ar: 'ar-u-nu-latn',
  pseudo: 'en-US',
}

export const languageTag = (locale: LocaleName): string => tags[locale]

export const directionOf = (locale: LocaleName): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr')

/** Loads a language and turns the whole page to it. */
export async function activateLocale(locale: LocaleName): Promise<void> {
  const { messages } = await catalogs[locale]()
  i18n.loadAndActivate({ locale, locales: languageTag(locale), messages })
  const root = document.documentElement
  root.lang = locale === 'pseudo' ? 'en' : locale
  root.dir = directionOf(locale)
}
