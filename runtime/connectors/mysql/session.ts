import { columnNames } from '../../../nodes/kit/schema.ts'
import type { Session } from '../connector.ts'
import { refuseRepeats } from '../target.ts'
import { readCatalog } from './catalog.ts'
import { readDatabase } from './database-schema.ts'
import { describeColumns } from './describe.ts'
import { openLinks } from './links.ts'
import { openReader } from './read.ts'
import type { MysqlSettings } from './settings.ts'
import { execute, openSnapshot } from './statements.ts'
import { openSink, publishTogether } from './write.ts'

export async function openSession(settings: MysqlSettings, signal?: AbortSignal): Promise<Session> {
  const links = openLinks(settings)
  const cancel = () => void links.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    // Shows at once whether the server answers.
    links.give(await links.take())
  } catch (error) {
    signal?.removeEventListener('abort', cancel)
    throw error
  }
  return {
    system: 'mysql',
    catalog: () => links.use((link) => readCatalog(link, links.database)),
    database: ({ schemas } = {}) =>
      links.use((link) => readDatabase(link, links.database, schemas)),
    schemaOf: (source) =>
      links.use(async (link) => {
        const columns = await describeColumns(link, source)
        refuseRepeats(columnNames(columns))
        return columns.map(({ name, type, nullable }) => ({ name, type, nullable }))
      }),
    reader: (request) => openReader(links, request),
    sink: (request) => openSink(links, request),
    publishTogether: (sinks) => publishTogether(links, sinks),
    execute: (statements, options) => execute(links, statements, options),
    snapshot: (request) => openSnapshot(links, request),
    cancel: () => links.cancel(),
    async close() {
      signal?.removeEventListener('abort', cancel)
      await links.close()
    },
  }
}
