import { registry } from '../../nodes/index.ts'
import type { ExampleTable, NodeDefinition, NodeExample } from '../../nodes/kit/define-node.ts'
import { english } from '../../runtime/hosts/cli/english.ts'
import { nodeMarkdown } from '../../runtime/hosts/cli/node-page.ts'
import { code, generated, table } from './markdown.ts'

const readmes = import.meta.glob<string>('../../nodes/*/*/README.md', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const examples = import.meta.glob<NodeExample>('../../nodes/*/*/examples/*.json', {
  eager: true,
  import: 'default',
})

const definitions = [...registry.values()]

/** `nodes/<type>.md` for every node type. */
export const nodePages = (): [string, string][] =>
  definitions.map((definition) => [`nodes/${definition.type}.md`, nodePage(definition)])

/** All node types by kind, each with a link. */
export function nodeIndex(): string {
  const rows = definitions.map((definition) => [
    `[${code(definition.type)}](${definition.type}.md)`,
    english(definition.title),
    english(definition.summary),
  ])
  return `${generated('nodes/')}

# Node types

A node's page tells what it does, its ports, every setting and worked examples. The examples are
executed by the tests. \`migrateiq nodes <type>\` prints the same.

${table(['Type', 'Name', 'What it does'], rows)}
`
}

function nodePage(definition: NodeDefinition): string {
  const folder = definition.type.replace('.', '/')
  const readme = readmes[`../../nodes/${folder}/README.md`] ?? ''
  const [head = '', reference = ''] = splitAt(nodeMarkdown(definition), '\n## Ports')
  const worked = Object.entries(examples)
    .filter(([path]) => path.startsWith(`../../nodes/${folder}/examples/`))
    .map(([, example]) => exampleText(example))
  const parts = [
    generated(`nodes/${folder}/`),
    head,
    remarksOf(readme),
    reference,
    worked.length > 0 ? `## Examples\n\n${worked.join('\n\n')}` : '',
  ]
  return `${parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n')}\n`
}

const splitAt = (text: string, mark: string) => {
  const at = text.indexOf(mark)
  return [text.slice(0, at), text.slice(at)]
}

/** What the reference cannot say: all but the title, the summary and the sections made from the code. */
function remarksOf(readme: string): string {
  const [, ...sections] = readme.split(/^(?=## )/m)
  return sections.filter((s) => !/^## (Ports|Settings|Examples?)\s/.test(s)).join('')
}

function exampleText({ title, config, inputs = {}, outputs }: NodeExample): string {
  const shown = [
    ...Object.entries(inputs).flatMap(([port, tables]) =>
      [tables].flat().map((rows) => portTable('In', port, rows as ExampleTable)),
    ),
    ...Object.entries(outputs).map(([port, rows]) => portTable('Out', port, rows)),
  ]
  const settings = `\`\`\`json\n${JSON.stringify(config, null, 2)}\n\`\`\``
  return [`### ${title}`, settings, ...shown].join('\n\n')
}

function portTable(direction: string, port: string, { columns, rows }: ExampleTable): string {
  const header = Object.entries(columns).map(([name, type]) => `${name} (${type})`)
  if (rows.length === 0) return `${direction}, \`${port}\`: no rows.`
  const cells = rows.map((row) => row.map((value) => (value === null ? '∅' : code(value))))
  return `${direction}, \`${port}\`:\n\n${table(header, cells)}`
}
