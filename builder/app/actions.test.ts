import { afterEach, expect, it, vi } from 'vitest'
import type { Action } from './actions.ts'
import { currentActions, registerActions, runAction, useActionLists } from './actions.ts'

const title = { id: 'title', message: 'Title' }
const action = (id: string, more: Partial<Action> = {}): Action => ({
  id,
  title,
  group: 'edit',
  run: () => undefined,
  ...more,
})

afterEach(() => useActionLists.setState({ lists: [] }))

it('offers actions until they are taken back', () => {
  const remove = registerActions([action('a'), action('b')])
  registerActions([action('c')])
  expect(currentActions().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  remove()
  expect(currentActions().map(({ id }) => id)).toEqual(['c'])
})

it('lets the page replace an action of the shell', () => {
  const [first, second] = [vi.fn(), vi.fn()]
  registerActions([action('a', { run: first })])
  const remove = registerActions([action('a', { run: second })])
  expect(runAction('a')).toBe(true)
  expect(first).not.toHaveBeenCalled()
  expect(second).toHaveBeenCalledOnce()
  remove()
  runAction('a')
  expect(first).toHaveBeenCalledOnce()
})

it('carries out nothing that is unknown, disabled or invisible', () => {
  const run = vi.fn()
  registerActions([
    action('off', { run, enabled: () => false }),
    action('hidden', { run, visible: () => false }),
  ])
  expect([runAction('off'), runAction('hidden'), runAction('none')]).toEqual([false, false, false])
  expect(run).not.toHaveBeenCalled()
})
