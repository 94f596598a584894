import type { TestStep } from '../connector.ts'
import type { Probe } from '../test-steps.ts'
import { testServer } from '../test-steps.ts'
import { readCatalog } from './catalog.ts'
import { openLinks, select, single } from './links.ts'
import type { MysqlSettings } from './settings.ts'
import { endpointOf } from './settings.ts'

export const testMysql = (settings: MysqlSettings, signal: AbortSignal): AsyncGenerator<TestStep> =>
  testServer(settings, signal, endpointOf(settings), () => login(settings))

async function login(settings: MysqlSettings): Promise<Probe> {
  const links = openLinks(settings)
  const facts = await links.use(async (link) => {
    const [version] = await select<{ v: string; local_infile: number }>(
      link,
      'SELECT VERSION() AS v, @@local_infile AS local_infile',
    )
    const [cipher] = await select<{ Value: string }>(link, `SHOW STATUS LIKE 'Ssl_version'`)
    return { ...single(version ? [version] : []), cipher: cipher?.Value ?? '' }
  })
  return {
    tls: facts.cipher || 'Encrypted.',
    login: `Logged in as ${settings.user}; server ${facts.v}.`,
    privileges: () =>
      links.use(async (link) => {
        const grants = await select<Record<string, string>>(link, 'SHOW GRANTS')
        const text = grants.flatMap((g) => Object.values(g)).join(' ')
        const creates = /\b(ALL PRIVILEGES|CREATE)\b/.test(text)
        const infile = Number(facts.local_infile) === 1
        return [
          creates
            ? 'May create tables.'
            : 'May not create tables: fine for a source, not for a target.',
          infile
            ? 'Takes bulk loads.'
            : 'local_infile is off: loads go by INSERT, which is slower.',
        ].join(' ')
      }),
    read: () =>
      links.use(async (link) => {
        const tables = await readCatalog(link, links.database)
        return `Sees ${tables.length} tables and views.`
      }),
    close: () => links.close(),
  }
}
