import { useLingui } from '@lingui/react/macro'
import { Keyboard, Languages, Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../ui/Menu.tsx'
import { useDialogs } from './dialogs.ts'
import type { LocaleName, Theme } from './settings.ts'
import { useSettings } from './settings.ts'

/** Languages in their own words, so that everyone finds theirs. */
const languages: readonly { readonly id: LocaleName; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
  { id: 'ar', name: 'العربية' },
  { id: 'pseudo', name: 'Ƥşḗŭḓǿ' },
]

/** Theme, language and keys. */
export function PreferencesMenu() {
  const { t } = useLingui()
  const { theme, locale } = useSettings()
  const looks = { auto: Monitor, light: Sun, dark: Moon } as const
  return (
    <div className="row">
      <Menu
        label={t`Appearance`}
        trigger={<IconButton label={t`Appearance`} icon={looks[theme]} />}
      >
        <MenuSection
          title={t`Appearance`}
          choice={{
            value: theme,
            onChange: (value) => useSettings.setState({ theme: value as Theme }),
          }}
        >
          <MenuItem id="auto" icon={Monitor}>{t`As the system`}</MenuItem>
          <MenuItem id="light" icon={Sun}>{t`Light`}</MenuItem>
          <MenuItem id="dark" icon={Moon}>{t`Dark`}</MenuItem>
        </MenuSection>
      </Menu>
      <Menu
        label={t`Language and keys`}
        trigger={<IconButton label={t`Language and keys`} icon={Languages} />}
      >
        <MenuSection
          title={t`Language`}
          choice={{
            value: locale,
            onChange: (value) => useSettings.setState({ locale: value as LocaleName }),
          }}
        >
          {languages.map(({ id, name }) => (
            <MenuItem key={id} id={id}>
              {name}
            </MenuItem>
          ))}
        </MenuSection>
        <MenuSeparator />
        <MenuItem
          icon={Keyboard}
          shortcut="?"
          onAction={() => useDialogs.setState({ open: 'shortcuts' })}
        >
          {t`Keyboard shortcuts`}
        </MenuItem>
      </Menu>
    </div>
  )
}
