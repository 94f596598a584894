import { CommanderError } from 'commander'
import { errorCodes, exitCodes, toMigrateError } from '../../error.ts'
import { loadServer } from './commands/serve.ts'
import { IssuesError } from './load-pipeline.ts'
import type { OutputFormat } from './output.ts'
import { printError, printIssues } from './output.ts'
import { createProgram } from './program.ts'

const argv: readonly string[] = process.argv

// Whoever reads our output may have seen enough, as `head` does.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })

async function main(): Promise<void> {
  const wanted = argv[2] === 'help' ? argv[3] : argv[2]
  const server = wanted === 'serve' || wanted === 'start' ? await loadServer() : undefined
  await createProgram(server).parseAsync([...argv])
}

/** The output format as far as it can be seen without a parsed command line. */
function outputFormat(): OutputFormat {
  const at = argv.findIndex((a) => a === '-o' || a === '--output')
  const value = at < 0 ? argv.find((a) => a.startsWith('--output='))?.slice(9) : argv[at + 1]
  return value === 'json' || value === 'ndjson' ? value : 'text'
}

try {
  await main()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  } else if (error instanceof IssuesError) {
    printIssues(error.issues, outputFormat())
    process.exitCode = exitCodes.usage
  } else {
    const failure = toMigrateError(error)
    printError(failure, outputFormat())
    process.exitCode = exitCodes[errorCodes[failure.code]]
  }
}
