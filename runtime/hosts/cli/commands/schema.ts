import type { Command } from 'commander'
import { z } from 'zod'
import { registry } from '../../../../nodes/index.ts'
import { pipelineSchema } from '../../../pipeline/schema.ts'
import { configSchema } from '../describe-node.ts'
import { printJson } from '../output.ts'

export const schemaCommand = (program: Command): Command =>
  program
    .command('schema')
    .description('print the JSON Schema of pipeline files, for editors and checks')
    .addHelpText('after', '\nExample:\n  migrateiq schema > pipeline.schema.json')
    .action(() => printJson(documentSchema()))

/** The pipeline format, with the config of each node type by its `type`. */
export function documentSchema(): object {
  const base = z.toJSONSchema(pipelineSchema, { io: 'input' }) as unknown as {
    properties: { nodes: { items: object } }
  }
  const branches = [...registry.values()].map((definition) => {
    const { $schema: _, ...config } = configSchema(definition) as { $schema?: string }
    return {
      if: { properties: { type: { const: definition.type } } },
      // biome-ignore lint/suspicious/noThenProperty: `then` is JSON Schema's own keyword.
      then: { properties: { config } },
    }
  })
  const nodes = {
    ...base.properties.nodes,
    items: { ...base.properties.nodes.items, allOf: branches },
  }
  return { ...base, title: 'MigrateIQ pipeline', properties: { ...base.properties, nodes } }
}
