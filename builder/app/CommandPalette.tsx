import { useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Input } from 'react-aria-components/Input'
import { Menu as AriaMenu } from 'react-aria-components/Menu'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { TextField } from 'react-aria-components/TextField'
import { MenuItem, MenuSection } from '../ui/Menu.tsx'
import { useActionTitle } from './ActionMenus.tsx'
import { groupTitles } from './action-groups.ts'
import { actionGroups, currentActions, isEnabled, isVisible } from './actions.ts'
import { closeDialog, useDialogs } from './dialogs.ts'
import { formatShortcut } from './shortcuts.ts'
import { useMessage } from './translate.ts'

/** Everything that can be done now, found by typing. */
export function CommandPalette() {
  const { t } = useLingui()
  const isOpen = useDialogs((state) => state.open === 'palette')
  return (
    <ModalOverlay
      className="modal-overlay modal-overlay-top"
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) closeDialog()
      }}
    >
      <Modal className="modal palette">
        <Dialog className="dialog" aria-label={t`Search actions`}>
          <PaletteContent />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteContent() {
  const { t } = useLingui()
  const message = useMessage()
  const title = useActionTitle()
  const { contains } = useFilter({ sensitivity: 'base' })
  const actions = currentActions().filter((it) => isVisible(it) && isEnabled(it))
  return (
    <Autocomplete
      filter={(text, query) => query.split(/\s+/).every((word) => contains(text, word))}
    >
      <TextField aria-label={t`Search actions`} autoFocus className="palette-field">
        <Search aria-hidden className="field-icon" />
        <Input className="palette-input" placeholder={t`What do you want to do?`} />
      </TextField>
      <AriaMenu
        aria-label={t`Actions`}
        className="menu palette-menu"
        renderEmptyState={() => <p className="list-empty">{t`No action fits.`}</p>}
        onAction={(id) => {
          closeDialog()
          // After the dialog has given the focus back, so that the action may take it.
          const chosen = actions.find((it) => it.id === id)
          setTimeout(() => chosen?.run())
        }}
      >
        {actionGroups
          .map((group) => ({ group, of: actions.filter((it) => it.group === group) }))
          .filter(({ of }) => of.length > 0)
          .map(({ group, of }) => (
            <MenuSection key={group} title={message(groupTitles[group])}>
              {of.map((action) => (
                <MenuItem
                  key={action.id}
                  id={action.id}
                  {...(action.shortcuts?.[0] && {
                    shortcut: formatShortcut(action.shortcuts[0]),
                  })}
                >
                  {title(action)}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
      </AriaMenu>
    </Autocomplete>
  )
}
