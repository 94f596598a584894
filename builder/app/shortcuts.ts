import type { Action } from './actions.ts'
import { currentActions, isEnabled, isVisible } from './actions.ts'
import { useSettings } from './settings.ts'

interface Combination {
  readonly key: string
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
}

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** `Mod+Shift+V` as parts; the key itself may be `+`. */
export function parseShortcut(shortcut: string): Combination {
  const parts = shortcut.split(/\+(?=.)/)
  const key = parts.at(-1) ?? ''
  const has = (name: string) => parts.slice(0, -1).includes(name)
  return { key, mod: has('Mod'), shift: has('Shift'), alt: has('Alt') }
}

/** A single letter, digit or sign: WCAG 2.1.4 wants these to be switched off at will. */
export function isCharacterShortcut(shortcut: string): boolean {
  const { key, mod, alt } = parseShortcut(shortcut)
  return key.length === 1 && !mod && !alt
}

/** The key as on a Latin keyboard, so that shortcuts also work with an Arabic one. */
function latinKey(event: KeyboardEvent): string {
  const { key, code } = event
  const isLatin = key.length > 1 || key.charCodeAt(0) < 128
  if (isLatin && !event.altKey) return key
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key
}

export function matches(shortcut: string, event: KeyboardEvent): boolean {
  const wanted = parseShortcut(shortcut)
  const key = latinKey(event)
  if (key.toLowerCase() !== wanted.key.toLowerCase()) return false
  const mod = isMac() ? event.metaKey : event.ctrlKey
  const foreign = isMac() ? event.ctrlKey : event.metaKey
  if (mod !== wanted.mod || foreign || event.altKey !== wanted.alt) return false
  // Signs such as `?` need Shift on some keyboards and none on others.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key)
  return isSign || event.shiftKey === wanted.shift
}

const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], .cm-editor, ' +
  '[role="textbox"], [role="combobox"], [role="searchbox"]'
const OVERLAY = '[role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]'

const within = (event: KeyboardEvent, selector: string): boolean =>
  event.target instanceof Element && event.target.closest(selector) !== null

function reaches(action: Action, event: KeyboardEvent): boolean {
  if (within(event, OVERLAY)) return false
  if (within(event, TYPING) && !action.whileTyping) return false
  if (!action.scope || event.target === document.body) return true
  return within(event, `[data-action-scope~="${action.scope}"]`)
}

/** The action a key press calls, or none. Later actions win over earlier ones. */
export function actionFor(event: KeyboardEvent): Action | undefined {
  if (event.defaultPrevented || event.isComposing) return undefined
  const { characterKeys } = useSettings.getState()
  return currentActions().findLast(
    (action) =>
      isVisible(action) &&
      isEnabled(action) &&
      (action.shortcuts ?? []).some(
        (it) => (characterKeys || !isCharacterShortcut(it)) && matches(it, event),
      ) &&
      reaches(action, event),
  )
}

/** Lets the keyboard call actions; returns the function that ends it. */
export function listenForShortcuts(target: Document): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionFor(event)
    if (!action) return
    event.preventDefault()
    action.run()
  }
  target.addEventListener('keydown', onKeyDown)
  return () => target.removeEventListener('keydown', onKeyDown)
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
}

/** As people read it: `Ctrl+Shift+V`, on a Mac `⇧⌘V`. */
export function formatShortcut(shortcut: string, mac: boolean = isMac()): string {
  const { key, mod, shift, alt } = parseShortcut(shortcut)
  const sign = SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  if (mac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${sign}`
  return [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', sign].filter(Boolean).join('+')
}
