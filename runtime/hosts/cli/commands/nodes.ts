import type { Command } from 'commander'
import { registry } from '../../../../nodes/index.ts'
import type { NodeDefinition } from '../../../../nodes/kit/define-node.ts'
import { didYouMean } from '../../../../nodes/kit/did-you-mean.ts'
import { MigrateError } from '../../../error.ts'
import { describeNode } from '../describe-node.ts'
import { english } from '../english.ts'
import { nodeMarkdown } from '../node-page.ts'
import { outputOption } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { printJson, printLine, printRows } from '../output.ts'

export const nodesCommand = (program: Command): Command =>
  program
    .command('nodes')
    .description('list the node types, or explain one')
    .argument('[type]', 'a node type, e.g. transform.filter')
    .addOption(outputOption())
    .addHelpText('after', '\nExamples:\n  migrateiq nodes\n  migrateiq nodes transform.filter')
    .action((type: string | undefined, { output }: { output: OutputFormat }) => {
      if (type === undefined) return printRows(listNodes(), output, ['type', 'title', 'summary'])
      const definition = findNode(type)
      if (output === 'text') printLine(nodeMarkdown(definition))
      else printJson(describeNode(definition))
    })

const listNodes = () =>
  [...registry.values()].map((n) => ({
    type: n.type as string,
    title: english(n.title),
    summary: english(n.summary),
  }))

function findNode(type: string): NodeDefinition {
  const definition = registry.get(type)
  if (definition) return definition
  const guess = didYouMean(type, registry.keys())
  throw new MigrateError('INVALID_USAGE', `There is no node type “${type}”.`, {
    hint: guess ? `Did you mean “${guess}”?` : 'migrateiq nodes lists them all.',
  })
}
