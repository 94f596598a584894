import { msg } from '@lingui/core/macro'
import { useEffect, useMemo } from 'react'
import { useNavigate } from 'react-router'
import type { Action } from './actions.ts'
import { useActions } from './actions.ts'
import { useDialogs } from './dialogs.ts'
import type { LocaleName, Theme } from './settings.ts'
import { useSettings } from './settings.ts'
import { listenForShortcuts } from './shortcuts.ts'

const theme = (to: Theme) => () => useSettings.setState({ theme: to })
const locale = (to: LocaleName) => () => useSettings.setState({ locale: to })

/** What can be done on every page, and the one listener for all shortcuts. */
export function useShellActions(): void {
  const navigate = useNavigate()
  const actions = useMemo<readonly Action[]>(() => {
    const go = (path: string) => () => void navigate(path)
    const group = 'go'
    return [
      { id: 'go.pipelines', title: msg({ message: 'Pipelines' }), group, run: go('/') },
      {
        id: 'go.migrate',
        title: msg({ message: 'Migrate a database' }),
        group,
        run: go('/migrate'),
      },
      { id: 'go.runs', title: msg({ message: 'Runs' }), group, run: go('/runs') },
      {
        id: 'go.connections',
        title: msg({ message: 'Connections' }),
        group,
        run: go('/connections'),
      },
      { id: 'go.templates', title: msg({ message: 'Templates' }), group, run: go('/templates') },
      {
        id: 'help.palette',
        title: msg({ message: 'Search actions' }),
        group: 'help',
        shortcuts: ['Mod+K'],
        whileTyping: true,
        run: () => useDialogs.setState({ open: 'palette' }),
      },
      {
        id: 'help.shortcuts',
        title: msg({ message: 'Keyboard shortcuts' }),
        group: 'help',
        shortcuts: ['?'],
        run: () => useDialogs.setState({ open: 'shortcuts' }),
      },
      {
        id: 'help.auto',
        title: msg({ message: 'Appearance: as the system' }),
        group: 'help',
        run: theme('auto'),
      },
      {
        id: 'help.light',
        title: msg({ message: 'Appearance: light' }),
        group: 'help',
        run: theme('light'),
      },
      {
        id: 'help.dark',
        title: msg({ message: 'Appearance: dark' }),
        group: 'help',
        run: theme('dark'),
      },
      {
        id: 'help.en',
        title: msg({ message: 'Language: English' }),
        group: 'help',
        run: locale('en'),
      },
      {
        id: 'help.de',
        title: msg({ message: 'Language: German' }),
        group: 'help',
        run: locale('de'),
      },
      {
        id: 'help.ar',
        title: msg({ message: 'Language: Arabic' }),
        group: 'help',
        run: locale('ar'),
      },
    ]
  }, [navigate])
  useActions(actions)
  useEffect(() => listenForShortcuts(document), [])
}
