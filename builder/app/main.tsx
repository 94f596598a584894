import { i18n } from '@lingui/core'
import { I18nProvider as LinguiProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { queryClient } from '../api/client.ts'
import '../styles/tokens.css'
import '../styles/base.css'
import { activateLocale } from './i18n.ts'
import { router } from './routes.tsx'
import { applyTheme, useSettings } from './settings.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const { theme, locale } = useSettings.getState()
applyTheme(theme)
useSettings.subscribe((next, previous) => {
  if (next.theme !== previous.theme) applyTheme(next.theme)
  if (next.locale !== previous.locale) void activateLocale(next.locale)
})

await activateLocale(locale)
createRoot(root).render(
  <StrictMode>
    <LinguiProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LinguiProvider>
  </StrictMode>,
)
