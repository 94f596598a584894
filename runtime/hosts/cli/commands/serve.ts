import type { Command } from 'commander'
import type { RunReport } from '../../../report.ts'
import { note, printLine, resultLine } from '../output.ts'

/** A setting of the server, as a flag. */
export interface ServerSetting {
  readonly flag: string
  readonly description: string
}

/** What the built server module offers; it imports the runtime, so never the other way round. */
export interface ServerModule {
  readonly settings: readonly ServerSetting[]
  startServer(options: {
    flags: Readonly<Record<string, string>>
    seed: boolean
  }): Promise<{ url: string; firstReport?: RunReport; close(): Promise<void> }>
}

/** Loaded for these commands only: it takes a second that no other command should wait. */
export const loadServer = (): Promise<ServerModule> =>
  import(/* @vite-ignore */ new URL('./server.js', import.meta.url).href) as Promise<ServerModule>

/** `serve` and `start`; without the server's module they are there, but only for the help. */
export function serveCommands(
  program: Command,
  server: Partial<ServerModule> & Pick<ServerModule, 'settings'> = { settings: [] },
): void {
  const serve = program
    .command('serve')
    .description('serve the builder and the API on this machine')
    .addHelpText('after', examples('serve'))
  const start = program
    .command('start')
    .description('as serve, with a sample workspace; runs the first template once to show it works')
    .addHelpText('after', examples('start'))
  for (const command of [serve, start])
    for (const { flag, description } of server.settings)
      command.option(`--${flag} <value>`, description)
  const { startServer } = server
  if (!startServer) return
  serve.action((flags: Record<string, string>) => runServer(startServer, flags, false))
  start.action((flags: Record<string, string>) => runServer(startServer, flags, true))
}

const examples = (command: string) => `
Settings also come from the environment (docs/configuration.md). Ctrl+C stops accepting work,
lets runs finish for a while, then ends.

Examples:
  migrateiq ${command}
  migrateiq ${command} --port 8080 --data-dir ./workspace`

async function runServer(
  startServer: ServerModule['startServer'],
  flags: Record<string, string>,
  seed: boolean,
) {
  const running = await startServer({ flags, seed })
  if (running.firstReport) printLine(resultLine(running.firstReport))
  note(`MigrateIQ is at ${running.url}`)
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(130)
    stopping = true
    note('Stopping: runs may finish. Press Ctrl+C again to stop at once.')
    await running.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
