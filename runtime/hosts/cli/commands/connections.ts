import type { Command } from 'commander'
import { formatTable } from '../../../../nodes/kit/source.ts'
import type { Connection, TestStep } from '../../../connectors/connector.ts'
import { exitCodes, MigrateError } from '../../../error.ts'
import { out } from '../colours.ts'
import { openConnections } from '../connections.ts'
import { loadConnectors } from '../load.ts'
import { interruptSignal, outputOption, serverOption } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { printLine, printRows } from '../output.ts'

interface Options {
  readonly connections?: string
  readonly server?: string
  readonly output: OutputFormat
}

export function connectionsCommand(program: Command): Command {
  const command = program.command('connections').description('list, test and look into connections')
  const fileOption = [
    '-c, --connections <file>',
    'connections file (default: ./connections.json)',
  ] as const
  command
    .command('list', { isDefault: true })
    .description('names of the connections of file, environment and server')
    .option(...fileOption)
    .addOption(serverOption())
    .addOption(outputOption())
    .addHelpText('after', '\nExample:\n  migrateiq connections list --connections prod.json')
    .action(async (options: Options) => {
      const source = await openSource(options)
      const rows = await Promise.all(
        source.names().map(async (name) => {
          const connection = await source.get(name)
          return { name, system: connection.system, where: await describe(connection) }
        }),
      )
      printRows(rows, options.output, ['name', 'system', 'where'])
    })
  command
    .command('test')
    .description('test a connection step by step, with a hint for what fails')
    .argument('<name-or-url>', 'a connection, or a URL such as postgres://user@host/db')
    .option(...fileOption)
    .addOption(serverOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      '\nExamples:\n  migrateiq connections test crm\n  migrateiq connections test postgres://user@host/db',
    )
    .action(async (target: string, options: Options) => {
      const { connector, settings } = await resolve(await find(target, options))
      let failed = false
      for await (const step of connector.test(settings, interruptSignal())) {
        printStep(step, options.output)
        failed ||= !step.ok
      }
      if (failed) process.exitCode = exitCodes.connection
    })
  command
    .command('tables')
    .description('tables and views of a connection')
    .argument('<name-or-url>', 'a connection, or a URL such as postgres://user@host/db')
    .option(...fileOption)
    .addOption(serverOption())
    .addOption(outputOption())
    .addHelpText('after', '\nExample:\n  migrateiq connections tables crm --output json')
    .action(async (target: string, options: Options) => {
      const { connector, settings } = await resolve(await find(target, options))
      const session = await connector.open(settings, interruptSignal())
      try {
        const rows = (await session.catalog()).map((t) => ({
          table: formatTable(t.table),
          kind: t.kind,
          rows: t.estimatedRows,
          key: t.primaryKey.join(', '),
          columns: options.output === 'text' ? t.columns.length : t.columns,
        }))
        printRows(rows, options.output, ['table', 'kind', 'rows', 'key', 'columns'])
      } finally {
        await session.close()
      }
    })
  return command
}

const openSource = ({ connections, server }: Options) =>
  openConnections({ baseDir: process.cwd(), file: connections, server })

async function find(target: string, options: Options): Promise<Connection> {
  if (/^[a-z]+:/i.test(target)) {
    const { parseConnectionUrl } = await loadConnectors()
    return { ...parseConnectionUrl(target), name: target }
  }
  return (await openSource(options)).get(target)
}

async function resolve(connection: Connection) {
  const { connectors } = await loadConnectors()
  const connector = connectors.get(connection.system)
  if (connector) return { connector, settings: connection.settings }
  throw new MigrateError('INVALID_CONNECTION', `There is no system “${connection.system}”.`)
}

async function describe(connection: Connection): Promise<string> {
  const { connector, settings } = await resolve(connection)
  return connector.describe(settings)
}

function printStep(step: TestStep, output: OutputFormat): void {
  if (output !== 'text') {
    printLine(JSON.stringify(step))
    return
  }
  const mark = step.ok ? out.green('✓') : out.red('✗')
  printLine(
    `${mark} ${step.step.padEnd(10)} ${step.detail} ${out.dim(`${Math.round(step.milliseconds)} ms`)}`,
  )
}
