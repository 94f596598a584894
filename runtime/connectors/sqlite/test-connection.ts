import { accessSync, constants } from 'node:fs'
import type { TestStep } from '../connector.ts'
import { runStep } from '../test-steps.ts'
import { openExisting } from './database.ts'
import { readCatalog } from './describe.ts'
import { sqliteError } from './errors.ts'
import type { SqliteSettings } from './settings.ts'

export async function* testSqlite(
  { file }: SqliteSettings,
  signal: AbortSignal,
): AsyncGenerator<TestStep> {
  const connected = await runStep('connect', async () => {
    openExisting(file).close()
    return `Found “${file}”.`
  })
  yield connected
  if (!connected.ok || signal.aborted) return
  yield await runStep('privileges', async () => {
    try {
      accessSync(file, constants.W_OK)
      return 'May be written.'
    } catch {
      return 'Write-protected: fine for a source, not for a target.'
    }
  })
  yield await runStep('read', async () => {
    const db = openExisting(file)
    try {
      return `Sees ${readCatalog(db).length} tables and views.`
    } catch (error) {
      throw sqliteError(error)
    } finally {
      db.close()
    }
  })
}
