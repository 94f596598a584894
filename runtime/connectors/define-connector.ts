import { MigrateError } from '../error.ts'
import type { Connector } from './connector.ts'

type Endpoint<Settings> = Pick<Connector<Settings>, 'test' | 'open'>

/** What a connector says of itself; its driver is loaded when somebody connects. */
export interface ConnectorDefinition<Settings>
  extends Omit<Connector<Settings>, keyof Endpoint<Settings>> {
  readonly load: () => Promise<Endpoint<Settings>>
}

/** A connector for the registry: checks settings of unknown origin before it uses them. */
export function defineConnector<Settings>(connector: ConnectorDefinition<Settings>): Connector {
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
    async *test(settings, signal) {
      const parsed = parse(settings)
      yield* (await connector.load()).test(parsed, signal)
    },
    async open(settings, signal) {
      const parsed = parse(settings)
      return (await connector.load()).open(parsed, signal)
    },
  }
}
