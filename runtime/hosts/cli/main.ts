import { Command, CommanderError } from 'commander'
import { version } from '../../../package.json'
import { errorCodes, exitCodes, toMigrateError } from '../../error.ts'
import { connectionsCommand } from './commands/connections.ts'
import { doctorCommand } from './commands/doctor.ts'
import { initCommand } from './commands/init.ts'
import { nodesCommand } from './commands/nodes.ts'
import { planCommand } from './commands/plan.ts'
import { previewCommand } from './commands/preview.ts'
import { profileCommand } from './commands/profile.ts'
import { runCommand } from './commands/run.ts'
import { schemaCommand } from './commands/schema.ts'
import { serveCommand } from './commands/serve.ts'
import { templatesCommand } from './commands/templates.ts'
import { validateCommand } from './commands/validate.ts'
import { IssuesError } from './load-pipeline.ts'
import type { OutputFormat } from './output.ts'
import { printError, printIssues } from './output.ts'

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('migrateiq')
    .description('Draw a data migration, run it exactly once, prove it arrived.')
    .version(version)
    .showHelpAfterError('Add --help for the options and examples.')
    .exitOverride()
  for (const add of [
    runCommand,
    planCommand,
    validateCommand,
    previewCommand,
    profileCommand,
    nodesCommand,
    templatesCommand,
    initCommand,
    connectionsCommand,
    schemaCommand,
    doctorCommand,
  ])
    add(program)
  await serveCommand(program, argv[2])
  for (const command of program.commands) command.exitOverride()
  await program.parseAsync([...argv])
}

/** The output format as far as it can be seen without a parsed command line. */
function formatOf(argv: readonly string[]): OutputFormat {
  const at = argv.findIndex((a) => a === '-o' || a === '--output')
  const value = at < 0 ? argv.find((a) => a.startsWith('--output='))?.slice(9) : argv[at + 1]
  return value === 'json' || value === 'ndjson' ? value : 'text'
}

try {
  await main(process.argv)
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  } else if (error instanceof IssuesError) {
    printIssues(error.issues, formatOf(process.argv))
    process.exitCode = exitCodes.usage
  } else {
    const failure = toMigrateError(error)
    printError(failure, formatOf(process.argv))
    process.exitCode = exitCodes[errorCodes[failure.code]]
  }
}
