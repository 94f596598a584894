import { MigrateError } from '../error.ts'
import type { Connector } from './connector.ts'

/** A connector for the registry: checks settings of unknown origin before it uses them. */
export function defineConnector<Settings>(connector: Connector<Settings>): Connector {
  const parse = (settings: unknown): Settings => {
    const parsed = connector.settings.safeParse(settings)
    if (parsed.success) return parsed.data
    const problems = parsed.error.issues.map(
      (i) => `${i.path.join('.') || 'settings'}: ${i.message}`,
    )
    throw new MigrateError('INVALID_CONNECTION', `This is no ${connector.title} connection.`, {
      hint: problems.join(' · '),
    })
  }
  return {
    system: connector.system,
    title: connector.title,
    settings: connector.settings,
    schemes: connector.schemes,
    parseUrl: connector.parseUrl,
    describe: (settings) => connector.describe(parse(settings)),
    test: (settings, signal) => connector.test(parse(settings), signal),
    open: async (settings, signal) => connector.open(parse(settings), signal),
  }
}
