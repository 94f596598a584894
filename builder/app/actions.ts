import { useEffect } from 'react'
import { create } from 'zustand'
import type { Message } from '../../nodes/kit/message.ts'

/** Menus, in the order of the menu bar; `go` and `help` stand in the palette and the sheet only. */
export const actionGroups = ['pipeline', 'edit', 'view', 'run', 'go', 'help'] as const
export type ActionGroup = (typeof actionGroups)[number]

/** Something a person can do: stated once, it is in the menu, the palette and the shortcut sheet. */
export interface Action {
  /** `<group>.<verb>`, e.g. `edit.undo`. */
  readonly id: string
  readonly title: Message
  /** Replaces `title` while it is set, e.g. “Undo: move 3 nodes”. */
  readonly currentTitle?: () => Message & { readonly values?: Record<string, string | number> }
  readonly group: ActionGroup
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere: `Mod+Shift+V`, `N`, `Delete`, `?`. */
  readonly shortcuts?: readonly string[]
  readonly run: () => void
  /** Asked when it is shown or called; default true. */
  readonly enabled?: () => boolean
  /** Absent from menus and palette while false; default true. */
  readonly visible?: () => boolean
  /** Its shortcuts work in text fields too, as `Mod+K` does. */
  readonly whileTyping?: boolean
  /** Its shortcuts work only while the focus is inside `[data-action-scope="…"]`, or nowhere. */
  readonly scope?: string
  /** Starts a new part of its menu. */
  readonly separated?: boolean
}

interface ActionState {
  readonly lists: readonly (readonly Action[])[]
}

export const useActionLists = create<ActionState>(() => ({ lists: [] }))

/** Adds actions until the returned function is called. */
export function registerActions(actions: readonly Action[]): () => void {
  useActionLists.setState(({ lists }) => ({ lists: [...lists, actions] }))
  return () =>
    useActionLists.setState(({ lists }) => ({ lists: lists.filter((it) => it !== actions) }))
}

/**
 * Offers actions while a component is on the page. Keep the list the same between renders.
 * @example useActions(useMemo(() => [{ id: 'edit.undo', title: msg`Undo`, … }], [store]))
 */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => registerActions(actions), [actions])
}

/** All actions on offer; of two with one id, the later wins, as the page's over the shell's. */
export function currentActions(): readonly Action[] {
  const byId = new Map<string, Action>()
  for (const action of useActionLists.getState().lists.flat()) byId.set(action.id, action)
  return [...byId.values()]
}

export const isEnabled = (action: Action): boolean => action.enabled?.() ?? true
export const isVisible = (action: Action): boolean => action.visible?.() ?? true

/** Carries out an action by id if it is on offer and enabled. */
export function runAction(id: string): boolean {
  const action = currentActions().find((it) => it.id === id)
  if (!action || !isVisible(action) || !isEnabled(action)) return false
  action.run()
  return true
}
