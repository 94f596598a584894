import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withFlags } from './flags.ts'

test('hints name the flags that do what they ask for', () => {
  expect(withFlags('Make room, then resume the run.')).toBe(
    'Make room, then resume the run (--resume).',
  )
  expect(withFlags('Choose to append, replace or merge, or another schema.')).toBe(
    'Choose to append, replace or merge (--existing), or another schema.',
  )
  expect(withFlags('Check the name of the table.')).toBe('Check the name of the table.')
})

test('the engine and the connectors know nothing of flags', () => {
  const folders = ['connectors', 'engine/migrate'].map((name) =>
    join(import.meta.dirname, '../..', name),
  )
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => join(folder, file)),
  )
  expect(files.length).toBeGreaterThan(50)
  const named = files.filter((file) => /hint[^\n]*[ '`]--[a-z]/.test(readFileSync(file, 'utf8')))
  expect(named).toEqual([])
})
