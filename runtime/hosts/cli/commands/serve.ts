import type { Command } from 'commander'
import { note } from '../output.ts'

/** What the built server module offers; it imports the runtime, so never the other way round. */
interface ServerModule {
  readonly settings: readonly { flag: string; description: string; default?: string | number }[]
  startServer(options: {
    flags: Readonly<Record<string, string>>
    seed: boolean
  }): Promise<{ url: string; firstTemplate?: string; close(): Promise<void> }>
}

const loadServer = (): Promise<ServerModule> =>
  import(/* @vite-ignore */ new URL('./server.js', import.meta.url).href) as Promise<ServerModule>

export async function serveCommand(program: Command, wanted: string | undefined): Promise<void> {
  const serve = program
    .command('serve')
    .description('serve the builder and the API; settings also come from the environment')
  const start = program
    .command('start')
    .description('as serve, with a sample workspace; runs the first template once to show it works')
  // The server's settings are declared in the server: load it only for these two commands.
  if (wanted !== 'serve' && wanted !== 'start') return
  const server = await loadServer()
  for (const command of [serve, start])
    for (const { flag, description, default: fallback } of server.settings)
      command.option(
        `--${flag} <value>`,
        description,
        fallback === undefined ? undefined : String(fallback),
      )
  serve.action((flags: Record<string, string>) => runServer(server, flags, false))
  start.action((flags: Record<string, string>) => runServer(server, flags, true))
}

async function runServer(server: ServerModule, flags: Record<string, string>, seed: boolean) {
  const running = await server.startServer({ flags, seed })
  note(`MigrateIQ is at ${running.url}`)
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(130)
    stopping = true
    note('Stopping: running migrations may finish. Press Ctrl+C again to stop at once.')
    await running.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
