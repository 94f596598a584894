import { msg } from '@lingui/core/macro'
import type { Message } from '../../nodes/kit/message.ts'
import type { ActionGroup } from './actions.ts'

export const groupTitles: Readonly<Record<ActionGroup, Message>> = {
  pipeline: msg({ message: 'Pipeline' }),
  edit: msg({ message: 'Edit' }),
  view: msg({ message: 'View' }),
  run: msg({ message: 'Run' }),
  go: msg({ message: 'Go to' }),
  help: msg({ message: 'Help' }),
}

/** Groups that are menus of the menu bar. */
export const menuGroups: readonly ActionGroup[] = ['pipeline', 'edit', 'view', 'run']
