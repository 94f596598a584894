import { useLingui } from '@lingui/react/macro'
import { Switch } from '../ui/Checkbox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { groupTitles } from './action-groups.ts'
import { actionGroups, currentActions, isVisible } from './actions.ts'
import { closeDialog, useDialogs } from './dialogs.ts'
import { useSettings } from './settings.ts'
import { formatShortcut } from './shortcuts.ts'
import { useMessage } from './translate.ts'

/** All keys of the page in view, and the switch for those of a single character. */
export function ShortcutSheet() {
  const { t } = useLingui()
  const isOpen = useDialogs((state) => state.open === 'shortcuts')
  const characterKeys = useSettings((settings) => settings.characterKeys)
  return (
    <Dialog title={t`Keyboard shortcuts`} size="l" isOpen={isOpen} onClose={closeDialog}>
      <Switch
        isSelected={characterKeys}
        onChange={(value) => useSettings.setState({ characterKeys: value })}
        description={t`Switch it off if speech input or a slip of the hand sets them off.`}
      >
        {t`Keys of a single letter or sign work`}
      </Switch>
      <div className="shortcut-groups">
        <ShortcutGroups />
      </div>
    </Dialog>
  )
}

function ShortcutGroups() {
  const message = useMessage()
  const actions = currentActions().filter((it) => isVisible(it) && it.shortcuts?.length)
  return actionGroups
    .map((group) => ({ group, of: actions.filter((it) => it.group === group) }))
    .filter(({ of }) => of.length > 0)
    .map(({ group, of }) => (
      <section key={group} className="shortcut-group">
        <h3>{message(groupTitles[group])}</h3>
        <dl>
          {of.map((action) => (
            <div key={action.id} className="shortcut-row">
              <dt>{message(action.title)}</dt>
              <dd className="row">
                {action.shortcuts?.map((it) => (
                  <Kbd key={it} keys={formatShortcut(it)} />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    ))
}
