import { useLingui } from '@lingui/react/macro'
import { Ellipsis } from 'lucide-react'
import { Fragment } from 'react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../ui/Menu.tsx'
import { groupTitles, menuGroups } from './action-groups.ts'
import type { Action, ActionGroup } from './actions.ts'
import { currentActions, isEnabled, isVisible, useActionLists } from './actions.ts'
import { formatShortcut } from './shortcuts.ts'
import { useMessage } from './translate.ts'

/** The menu bar: what the page in view offers, by group. On narrow pages, one menu. */
export function ActionMenus() {
  const { t } = useLingui()
  const message = useMessage()
  useActionLists()
  const groups = menuGroups.filter((group) => actionsOf(group).length > 0)
  if (groups.length === 0) return null
  return (
    <>
      <div className="action-menus" role="toolbar" aria-label={t`Menus`}>
        {groups.map((group) => (
          <Menu
            key={group}
            label={message(groupTitles[group])}
            placement="bottom start"
            trigger={
              <Button variant="quiet" size="s">
                {message(groupTitles[group])}
              </Button>
            }
          >
            <ActionItems group={group} />
          </Menu>
        ))}
      </div>
      <div className="action-menus-narrow">
        <Menu label={t`Menus`} trigger={<IconButton label={t`Menus`} icon={Ellipsis} />}>
          {groups.map((group) => (
            <MenuSection key={group} title={message(groupTitles[group])}>
              <ActionItems group={group} />
            </MenuSection>
          ))}
        </Menu>
      </div>
    </>
  )
}

const actionsOf = (group: ActionGroup): readonly Action[] =>
  currentActions().filter((action) => action.group === group && isVisible(action))

function ActionItems({ group }: { readonly group: ActionGroup }) {
  const actions = actionsOf(group)
  return (
    <>
      {actions.map((action, index) => (
        <Fragment key={action.id}>
          {action.separated && index > 0 && <MenuSeparator />}
          <ActionItem action={action} />
        </Fragment>
      ))}
    </>
  )
}

function ActionItem({ action }: { readonly action: Action }) {
  const title = useActionTitle()
  const [shortcut] = action.shortcuts ?? []
  return (
    <MenuItem
      id={action.id}
      isDisabled={!isEnabled(action)}
      onAction={action.run}
      {...(shortcut && { shortcut: formatShortcut(shortcut) })}
    >
      {title(action)}
    </MenuItem>
  )
}

/** An action's title as it stands now, e.g. “Undo: move 3 nodes”. */
export function useActionTitle(): (action: Action) => string {
  const message = useMessage()
  return (action) => {
    const now = action.currentTitle?.()
    return now ? message(now, now.values) : message(action.title)
  }
}
