import { issueCodes } from '../../nodes/kit/issue-codes.ts'
import type { Message } from '../../nodes/kit/message.ts'
import { errorCodes, exitCodes } from '../../runtime/error.ts'
import { code, generated, table } from './markdown.ts'

/** Every code a person or a script can meet. */
export function problemsPage(): string {
  const issues = Object.entries(issueCodes).map(([name, { severity, message, hint }]) => [
    code(name),
    severity,
    template(message),
    template(hint),
  ])
  const errors = Object.entries(errorCodes).map(([name, kind]) => [
    code(name),
    kind,
    String(exitCodes[kind]),
  ])
  return `${generated('nodes/kit/issue-codes.ts and runtime/error.ts')}

# Problems and errors

A code never changes its meaning. What stands in braces is filled in: \`{column}\` is the name of a
column.

## Problems found before a run

They come with the id of the node and the place in its settings: the builder underlines the field,
\`migrateiq validate\` prints them, the server returns the same data.

${table(['Code', 'Severity', 'What is wrong', 'What to do'], issues)}

## Failures of a run

They come with a sentence, what to do, and where known the node, the table, the chunk and the
database's own code (SQLSTATE).

${table(['Code', 'Kind', 'Exit code'], errors)}
`
}

/** The text with its places still open. */
const template = ({ message = '' }: Message) => message.replace(/\{(\w+)\}/g, '`{$1}`')
