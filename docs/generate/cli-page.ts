import type { Command } from 'commander'
import { createProgram } from '../../runtime/hosts/cli/program.ts'
import { settings } from '../../server/main.ts'
import { code, generated, table } from './markdown.ts'

/** Every command with its arguments, options and examples, from the program itself. */
export function cliPage(): string {
  const program = createProgram({ settings })
  return `${generated('runtime/hosts/cli/')}

# Command line

In a checkout: \`node runtime/hosts/cli/launch.js <command>\`, or \`npx migrateiq <command>\`. It builds
itself when its sources have changed. Results go to stdout, progress and problems to stderr.
\`--output json\` prints one document, \`--output ndjson\` one document a line. Without a terminal
there are no progress bars and no colours; nothing ever asks a question.

## Exit codes

${table(['Code', 'Meaning'], exitCodeRows)}

## Commands

${program.commands
  .flatMap((command) => (command.commands.length > 0 ? [...command.commands] : [command]))
  .map(commandText)
  .join('\n\n')}
`
}

const exitCodeRows = [
  ['0', 'It worked.'],
  ['1', 'The run failed: a file, a table, a value, a database.'],
  ['2', 'Usage or configuration: an option, a problem in the pipeline, an unknown connection.'],
  ['3', 'A quality gate: an expectation did not hold. Nothing was published.'],
  ['4', 'A connection could not be opened: address, TLS, login, privileges.'],
  ['5', 'More rejected rows than allowed. Nothing was published.'],
  ['6', 'The source has changed since the run that is being resumed.'],
  ['70', 'A fault of the program.'],
  ['130', 'Interrupted (Ctrl+C, SIGTERM). Nothing was published; `run --resume` goes on.'],
]

function commandText(command: Command): string {
  const help = command.createHelp()
  const name = help.commandUsage(command).split(' [options]')[0] ?? ''
  const usage = help.commandUsage(command)
  const terms = [
    ...help
      .visibleArguments(command)
      .map((a) => [help.argumentTerm(a), help.argumentDescription(a)]),
    ...help
      .visibleOptions(command)
      .filter((o) => o.long !== '--help')
      .map((o) => [help.optionTerm(o), help.optionDescription(o)]),
  ].map(([term = '', text = '']) => [code(term), text.replace(/<\w+>/g, code)])
  const parts = [
    `### ${name.replace(/^migrateiq (\S+)\|\S+/, 'migrateiq $1')}`,
    sentence(command.description()),
    `\`\`\`\n${usage}\n\`\`\``,
    terms.length > 0 ? table(['Argument or option', 'Meaning'], terms) : '',
    afterText(command),
  ]
  return parts.filter(Boolean).join('\n\n')
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** What `addHelpText('after')` adds: notes, then examples as code. */
function afterText(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  const extra = text.slice(command.helpInformation().length)
  const [notes = '', examples = ''] = extra.split(/Examples?:\n/)
  const [shown = '', ...rest] = examples.split('\n\n')
  const block = shown ? `\`\`\`sh\n${shown.replace(/^ {2}/gm, '').trim()}\n\`\`\`` : ''
  // The exit codes are a table of their own above.
  const after = rest.filter((part) => !part.includes('Exit codes:')).join('\n\n')
  return [notes.trim(), block, after.trim()].filter(Boolean).join('\n\n')
}
