import type { ComponentType } from 'react'
import { createBrowserRouter } from 'react-router'
import { AppShell } from './AppShell.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { RouteError } from './RouteError.tsx'

const page = (load: () => Promise<ComponentType>) => async () => ({ Component: await load() })

/** Every address of the builder. Each page is a chunk of its own; the editor is the large one. */
export const router = createBrowserRouter([
  {
    element: <AppShell />,
    errorElement: <RouteError />,
    // Nothing to wait for on the first page but its own chunk.
    hydrateFallbackElement: <div />,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          {
            index: true,
            lazy: page(async () => (await import('../pipelines/PipelinesPage.tsx')).PipelinesPage),
          },
          { path: 'p/:id', lazy: page(async () => (await import('./EditorPage.tsx')).EditorPage) },
          { path: 'runs', lazy: page(async () => (await import('../runs/RunsPage.tsx')).RunsPage) },
          {
            path: 'runs/:id',
            lazy: page(async () => (await import('../runs/RunPage.tsx')).RunPage),
          },
          {
            path: 'migrate',
            lazy: page(async () => (await import('../migrate/MigratePage.tsx')).MigratePage),
          },
          {
            path: 'migrate/:id',
            lazy: page(
              async () => (await import('../migrate/MigrationRunPage.tsx')).MigrationRunPage,
            ),
          },
          {
            path: 'connections',
            lazy: page(
              async () => (await import('../connections/ConnectionsPage.tsx')).ConnectionsPage,
            ),
          },
          {
            path: 'templates',
            lazy: page(async () => (await import('../gallery/TemplatesPage.tsx')).TemplatesPage),
          },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
])
