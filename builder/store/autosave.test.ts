import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { SaveOutcome } from './autosave.ts'
import { createAutosave } from './autosave.ts'
import { pipeline } from './test-pipeline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const named = (name: string): Pipeline => ({ ...pipeline(), name })

/** A store with optimistic locking, in memory. */
function storage() {
  const kept = { version: 1, document: named('first') as Pipeline, down: false, requests: 0 }
  const save = async (version: number, document: Pipeline): Promise<SaveOutcome> => {
    kept.requests++
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (kept.down) return { kind: 'failed', message: 'down' }
    if (version !== kept.version) return { kind: 'conflict', currentVersion: kept.version }
    kept.document = document
    kept.version++
    return { kind: 'saved', version: kept.version }
  }
  const autosave = createAutosave({ version: 1, document: kept.document, save })
  const status = () => autosave.state.getState().status.kind
  return { kept, autosave, status }
}

test('many changes in a row are stored once, with the last one', async () => {
  const { kept, autosave, status } = storage()
  for (const name of ['a', 'ab', 'abc']) autosave.changed(named(name))
  expect(status()).toBe('dirty')
  await vi.runAllTimersAsync()
  expect(kept).toMatchObject({ requests: 1, version: 2, document: { name: 'abc' } })
  expect(status()).toBe('saved')
})

test('a change while saving is stored afterwards', async () => {
  const { kept, autosave } = storage()
  autosave.changed(named('a'))
  await vi.advanceTimersByTimeAsync(720)
  expect(kept.requests).toBe(1)
  autosave.changed(named('b'))
  await vi.runAllTimersAsync()
  expect(kept).toMatchObject({ requests: 2, version: 3, document: { name: 'b' } })
})

test('a failure is tried again until it is stored', async () => {
  const { kept, autosave, status } = storage()
  kept.down = true
  autosave.changed(named('a'))
  await vi.advanceTimersByTimeAsync(2000)
  expect(status()).toBe('failed')
  kept.down = false
  await vi.runAllTimersAsync()
  expect(kept.document.name).toBe('a')
  expect(status()).toBe('saved')
})

test('a stale save stops and waits for a person; overwriting goes on from their version', async () => {
  const { kept, autosave, status } = storage()
  kept.version = 7
  autosave.changed(named('mine'))
  await vi.runAllTimersAsync()
  expect(status()).toBe('conflict')
  autosave.changed(named('mine too'))
  await vi.runAllTimersAsync()
  expect(kept).toMatchObject({ requests: 1, document: { name: 'first' } })
  autosave.rebase(7, named('mine too'), true)
  await vi.runAllTimersAsync()
  expect(kept).toMatchObject({ version: 8, document: { name: 'mine too' } })
  expect(status()).toBe('saved')
})

test('flush stores at once what waits, and nothing when nothing waits', async () => {
  const { kept, autosave } = storage()
  const nothing = autosave.flush()
  await vi.runAllTimersAsync()
  await nothing
  expect(kept.requests).toBe(0)
  autosave.changed(named('a'))
  const flushed = autosave.flush()
  await vi.advanceTimersByTimeAsync(60)
  await flushed
  expect(kept.document.name).toBe('a')
})
