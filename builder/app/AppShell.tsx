import { Trans } from '@lingui/react/macro'
import { Suspense } from 'react'
import { RouterProvider } from 'react-aria-components'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Outlet, ScrollRestoration, useHref, useNavigate, useNavigation } from 'react-router'
import { Loading } from '../ui/Spinner.tsx'
import { ToastRegion } from '../ui/ToastRegion.tsx'
import { AppHeader } from './AppHeader.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { languageTag } from './i18n.ts'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { useSettings } from './settings.ts'
import './shell.css'
import { useShellActions } from './useShellActions.ts'

/** What surrounds every page: header, keyboard, palette, toasts, language and direction. */
export function AppShell() {
  const navigate = useNavigate()
  const locale = useSettings((settings) => settings.locale)
  return (
    <I18nProvider locale={languageTag(locale)}>
      <RouterProvider navigate={navigate} useHref={useHref}>
        <Shell />
      </RouterProvider>
    </I18nProvider>
  )
}

function Shell() {
  const { state } = useNavigation()
  useShellActions()
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <AppHeader />
      {state === 'loading' && <div className="page-loading" aria-hidden />}
      <main id="main" tabIndex={-1} className="shell-main">
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      <CommandPalette />
      <ShortcutSheet />
      <ToastRegion />
      <ScrollRestoration />
    </div>
  )
}

function PageLoading() {
  return (
    <Loading>
      <Trans>Loading…</Trans>
    </Loading>
  )
}
