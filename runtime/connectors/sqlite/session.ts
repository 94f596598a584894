import { columnNames } from '../../../nodes/kit/schema.ts'
import type { Reader, Session, Sink, Snapshot } from '../connector.ts'
import { cancelled } from '../network-errors.ts'
import { refuseRepeats } from '../target.ts'
import type { Database } from './database.ts'
import { openExisting, whenFree } from './database.ts'
import { readDatabase } from './database-schema.ts'
import { describeColumns, readCatalog } from './describe.ts'
import { sqliteError } from './errors.ts'
import { openReader } from './read.ts'
import type { SqliteSettings } from './settings.ts'
import { execute, openSnapshot } from './statements.ts'
import { openSink, publishTogether } from './write.ts'

export async function openSession(
  { file }: SqliteSettings,
  signal?: AbortSignal,
): Promise<Session> {
  const opened = new Set<Reader | Sink | Snapshot>()
  let stopped = false
  const stop = () => {
    stopped = true
  }
  signal?.addEventListener('abort', stop, { once: true })

  const open = (): Database => {
    if (stopped || signal?.aborted) throw cancelled()
    return openExisting(file)
  }

  function ask<T>(question: (db: Database) => T): Promise<T> {
    return whenFree(() => {
      const db = open()
      try {
        return question(db)
      } finally {
        db.close()
      }
    }).catch((error: unknown) => {
      throw sqliteError(error)
    })
  }

  return {
    system: 'sqlite',
    catalog: () => ask(readCatalog),
    database: () => ask(readDatabase),
    schemaOf: (source) =>
      ask((db) => {
        const columns = describeColumns(db, source)
        refuseRepeats(columnNames(columns))
        return columns
      }),
    async reader(request) {
      const db = open()
      try {
        const reader = await openReader(file, db, request)
        opened.add(reader)
        return reader
      } catch (error) {
        db.close()
        throw sqliteError(error)
      }
    },
    async sink(request) {
      if (stopped) throw cancelled()
      const sink = await openSink(file, request)
      opened.add(sink)
      return sink
    },
    publishTogether: (sinks) => publishTogether(file, sinks),
    async execute(statements, options) {
      if (stopped || signal?.aborted) throw cancelled()
      return execute(file, statements, options)
    },
    async snapshot() {
      const db = open()
      try {
        const snapshot = await openSnapshot(file, db)
        opened.add(snapshot)
        return snapshot
      } catch (error) {
        db.close()
        throw sqliteError(error)
      }
    },
    // Nothing runs while this does: calls into SQLite are short and end by themselves.
    cancel: async () => stop(),
    async close() {
      signal?.removeEventListener('abort', stop)
      for (const it of opened) await it.close()
      opened.clear()
    },
  }
}
