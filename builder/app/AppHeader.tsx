import { useLingui } from '@lingui/react/macro'
import {
  Cable,
  DatabaseZap,
  History,
  LayoutTemplate,
  Menu as MenuIcon,
  Search,
  Workflow,
} from 'lucide-react'
import { NavLink } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { ActionMenus } from './ActionMenus.tsx'
import { useDialogs } from './dialogs.ts'
import logo from './logo.svg'
import { PreferencesMenu } from './PreferencesMenu.tsx'
import { formatShortcut } from './shortcuts.ts'

function usePages() {
  const { t } = useLingui()
  return [
    { href: '/', title: t`Pipelines`, icon: Workflow },
    { href: '/migrate', title: t`Migrate`, icon: DatabaseZap },
    { href: '/runs', title: t`Runs`, icon: History },
    { href: '/connections', title: t`Connections`, icon: Cable },
    { href: '/templates', title: t`Templates`, icon: LayoutTemplate },
  ]
}

/** The strip at the top: where one is, where one can go, and the page's menus. */
export function AppHeader() {
  const { t } = useLingui()
  const pages = usePages()
  return (
    <header className="app-header">
      <NavLink to="/" className="brand" aria-label={t`MigrateIQ, go to the pipelines`}>
        <img src={logo} alt="" width="22" height="22" />
        <span className="brand-name" aria-hidden>
          MigrateIQ
        </span>
      </NavLink>
      <nav aria-label={t`Pages`} className="app-nav">
        {pages.map((page) => (
          <NavLink key={page.href} to={page.href} end={page.href === '/'} className="nav-link">
            {page.title}
          </NavLink>
        ))}
      </nav>
      <nav aria-label={t`Pages, as a menu`} className="app-nav-narrow">
        <Menu
          label={t`Pages`}
          placement="bottom start"
          trigger={<IconButton label={t`Pages`} icon={MenuIcon} />}
        >
          {pages.map((page) => (
            <MenuItem key={page.href} href={page.href} icon={page.icon}>
              {page.title}
            </MenuItem>
          ))}
        </Menu>
      </nav>
      <ActionMenus />
      <div className="header-end">
        <Button className="palette-button" onPress={() => useDialogs.setState({ open: 'palette' })}>
          <Search aria-hidden className="button-icon" />
          <span className="palette-text">{t`Search actions`}</span>
          <Kbd keys={formatShortcut('Mod+K')} />
        </Button>
        <PreferencesMenu />
      </div>
    </header>
  )
}
