import { Command } from 'commander'
import { version } from '../../../package.json'
import { anomaliesCommand } from './commands/anomalies.ts'
import { connectionsCommand } from './commands/connections.ts'
import { doctorCommand } from './commands/doctor.ts'
import { initCommand } from './commands/init.ts'
import { matchCommand } from './commands/match.ts'
import { migrateCommand } from './commands/migrate.ts'
import { nodesCommand } from './commands/nodes.ts'
import { planCommand } from './commands/plan.ts'
import { previewCommand } from './commands/preview.ts'
import { profileCommand } from './commands/profile.ts'
import { qualityCommand } from './commands/quality.ts'
import { relateCommand } from './commands/relate.ts'
import { runCommand } from './commands/run.ts'
import { schemaCommand } from './commands/schema.ts'
import type { ServerModule } from './commands/serve.ts'
import { serveCommands } from './commands/serve.ts'
import { suggestCommand } from './commands/suggest.ts'
import { templatesCommand } from './commands/templates.ts'
import { typesCommand } from './commands/types.ts'
import { validateCommand } from './commands/validate.ts'

const help = `
Start with: migrateiq init my-migration --template messy-customers
Each command has examples: migrateiq run --help

Results go to stdout, progress and problems to stderr. Exit codes: 0 ok · 1 run failed ·
2 usage or configuration · 3 quality gate · 4 connection or credentials · 5 too many rejected
rows · 6 the source has changed · 70 fault of the program · 130 interrupted`

/** The whole command line; parsing it runs a command. Throws instead of ending the process. */
export function createProgram(
  server?: Partial<ServerModule> & Pick<ServerModule, 'settings'>,
): Command {
  const program = new Command('migrateiq')
    .description('Draw a data migration, run it exactly once, prove it arrived.')
    .version(version)
    .option('--no-color', 'no colours; NO_COLOR does the same')
    .addHelpText('after', help)
    .showHelpAfterError('Add --help for the options and examples.')
    .exitOverride()
  for (const add of [
    runCommand,
    migrateCommand,
    planCommand,
    validateCommand,
    previewCommand,
    profileCommand,
    qualityCommand,
    typesCommand,
    matchCommand,
    anomaliesCommand,
    relateCommand,
    suggestCommand,
    nodesCommand,
    templatesCommand,
    initCommand,
    connectionsCommand,
    schemaCommand,
    doctorCommand,
  ])
    add(program)
  serveCommands(program, server)
  return program
}
