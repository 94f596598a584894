import { z } from 'zod'
import type { NodeDefinition, Port } from '../../../nodes/kit/define-node.ts'
import type { FieldMeta } from '../../../nodes/kit/field.ts'
import { english } from './english.ts'

interface JsonSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly field?: FieldMeta
}

/** JSON Schema of a node's config as a pipeline file holds it; titles in English. */
export function configSchema(definition: NodeDefinition): JsonSchema {
  return z.toJSONSchema(definition.config, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { field, ...rest } = jsonSchema as { field?: FieldMeta }
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key]
      Object.assign(jsonSchema, rest)
      if (!field) return
      Object.assign(jsonSchema, { title: english(field.title) })
      if (field.help) Object.assign(jsonSchema, { description: english(field.help) })
    },
  }) as JsonSchema
}

const describePort = (port: Port) => ({
  name: port.name,
  title: english(port.title),
  ...(port.many ? { many: true } : {}),
  ...(port.optional ? { optional: true } : {}),
  ...(port.reject ? { reject: true } : {}),
})

export const describeNode = (definition: NodeDefinition) => ({
  type: definition.type,
  version: definition.version,
  title: english(definition.title),
  summary: english(definition.summary),
  inputs: definition.inputs.map(describePort),
  outputs: definition.outputs.map(describePort),
  config: configSchema(definition),
})

/** The reference page of a node type: ports and every setting with its meaning. */
export function nodeMarkdown(definition: NodeDefinition): string {
  const ports = (list: readonly Port[]) =>
    list.map((p) => `\`${p.name}\` (${english(p.title)})`).join(', ') || 'none'
  return [
    `# ${english(definition.title)} \`${definition.type}\``,
    '',
    english(definition.summary),
    '',
    `- Inputs: ${ports(definition.inputs)}`,
    `- Outputs: ${ports(definition.outputs)}`,
    '',
    '## Settings',
    '',
    ...settingLines(configSchema(definition), ''),
  ].join('\n')
}

type Described = JsonSchema & {
  readonly title?: string
  readonly description?: string
  const?: unknown
}

function settingLines(schema: JsonSchema, indent: string): string[] {
  const branches = schema.oneOf ?? schema.anyOf ?? []
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const { title, description, ...rest } = property as Described
    const type = rest.const !== undefined ? JSON.stringify(rest.const) : typeName(rest)
    const fallback =
      rest.default === undefined ? '' : `, default \`${JSON.stringify(rest.default)}\``
    const text = [title, description].filter(Boolean).join(': ')
    return [
      `${indent}- \`${name}\` (${type}${fallback}) ${text}`.trimEnd(),
      ...settingLines(rest, `${indent}  `),
    ]
  })
  const nested = schema.items ? settingLines(schema.items, indent) : []
  return [...own, ...nested, ...branches.flatMap((branch) => settingLines(branch, indent))]
}

function typeName(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((v) => `\`${String(v)}\``).join(' · ')
  if (schema.type === 'array')
    return `list of ${schema.items ? typeName(schema.items) : 'anything'}`
  return schema.type ?? (schema.oneOf || schema.anyOf ? 'one of' : 'anything')
}
