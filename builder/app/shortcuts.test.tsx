import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Action } from './actions.ts'
import { registerActions, useActionLists } from './actions.ts'
import { useSettings } from './settings.ts'
import {
  formatShortcut,
  isCharacterShortcut,
  listenForShortcuts,
  matches,
  parseShortcut,
} from './shortcuts.ts'

const key = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })

it('reads shortcuts, also of the key +', () => {
  expect(parseShortcut('Mod+Shift+V')).toEqual({ key: 'V', mod: true, shift: true, alt: false })
  expect(parseShortcut('Mod++')).toEqual({ key: '+', mod: true, shift: false, alt: false })
  expect(parseShortcut('+')).toEqual({ key: '+', mod: false, shift: false, alt: false })
})

it('matches exactly the modifiers it names', () => {
  expect(matches('Mod+Z', key('z', { ctrlKey: true }))).toBe(true)
  expect(matches('Mod+Z', key('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
  expect(matches('Mod+Shift+Z', key('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
  expect(matches('N', key('n', { altKey: true }))).toBe(false)
  expect(matches('N', key('n', { metaKey: true }))).toBe(false)
})

it('asks no Shift of signs, which some keyboards type with it', () => {
  expect(matches('?', key('?', { shiftKey: true }))).toBe(true)
  expect(matches('?', key('?'))).toBe(true)
})

it('finds the Latin key of other keyboards', () => {
  expect(matches('Mod+Z', key('ئ', { ctrlKey: true, code: 'KeyZ' }))).toBe(true)
  expect(matches('N', key('ى', { code: 'KeyN' }))).toBe(true)
})

it('writes them as the platform does', () => {
  expect(formatShortcut('Mod+Shift+V', false)).toBe('Ctrl+Shift+V')
  expect(formatShortcut('Mod+Shift+V', true)).toBe('⇧⌘V')
  expect(formatShortcut('Shift+ArrowLeft', false)).toBe('Shift+←')
})

it('tells single characters from other keys', () => {
  expect(['N', '?', 'Shift+S', '0'].map(isCharacterShortcut)).toEqual([true, true, true, true])
  expect(['Mod+K', 'Delete', 'Alt+X', 'F8'].map(isCharacterShortcut)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

describe('on the page', () => {
  const run = vi.fn()
  const offer = (more: Partial<Action>) =>
    registerActions([
      { id: 'a', title: { id: 'a' }, group: 'edit', shortcuts: ['N', 'Mod+Enter'], run, ...more },
    ])
  const press = (selector: string, event: KeyboardEvent) => {
    const target = document.querySelector(selector)
    if (!target) throw new Error(selector)
    target.dispatchEvent(event)
    return event
  }
  let stop: () => void

  beforeEach(() => {
    run.mockClear()
    useSettings.setState({ characterKeys: true })
    document.body.innerHTML = `
      <button>x</button><input><div contenteditable="true"></div><div class="cm-editor"><p></p></div>
      <div role="menu"><span></span></div>
      <div role="dialog"><em></em></div>
      <div data-action-scope="canvas"><i></i></div>`
    stop = listenForShortcuts(document)
  })

  afterEach(() => {
    stop()
    useActionLists.setState({ lists: [] })
  })

  it('calls the action and keeps the key from the browser', () => {
    offer({})
    expect(press('button', key('n')).defaultPrevented).toBe(true)
    expect(run).toHaveBeenCalledOnce()
  })

  it.each(['input', '[contenteditable]', '.cm-editor p', '[role=menu] span', '[role=dialog] em'])(
    'leaves typing in %s alone',
    (selector) => {
      offer({})
      expect(press(selector, key('n')).defaultPrevented).toBe(false)
      expect(press(selector, key('Enter', { ctrlKey: true })).defaultPrevented).toBe(false)
      expect(run).not.toHaveBeenCalled()
    },
  )

  it('reaches into text fields only for actions that ask for it, never into dialogs', () => {
    offer({ whileTyping: true })
    press('input', key('Enter', { ctrlKey: true }))
    expect(run).toHaveBeenCalledOnce()
    press('[role=dialog] em', key('Enter', { ctrlKey: true }))
    expect(run).toHaveBeenCalledOnce()
  })

  it('turns single characters off, and only those', () => {
    offer({})
    useSettings.setState({ characterKeys: false })
    press('button', key('n'))
    expect(run).not.toHaveBeenCalled()
    press('button', key('Enter', { ctrlKey: true }))
    expect(run).toHaveBeenCalledOnce()
  })

  it('keeps a scoped action to its part of the page', () => {
    offer({ scope: 'canvas' })
    press('button', key('n'))
    expect(run).not.toHaveBeenCalled()
    press('[data-action-scope] i', key('n'))
    press('body', key('n'))
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('does nothing for disabled actions, nor for keys that someone has taken', () => {
    offer({ enabled: () => false })
    expect(press('button', key('n')).defaultPrevented).toBe(false)
    useActionLists.setState({ lists: [] })
    offer({})
    const taken = key('n')
    taken.preventDefault()
    press('button', taken)
    expect(run).not.toHaveBeenCalled()
  })
})
