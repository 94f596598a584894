import { z } from 'zod'
import type { NodeDefinition, Port } from '../../../nodes/kit/define-node.ts'
import type { FieldMeta } from '../../../nodes/kit/field.ts'
import { english } from './english.ts'

/** The part of JSON Schema that configs use; `field` is what zod copies from `.meta()`. */
export interface ConfigShape {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, ConfigShape>>
  readonly required?: readonly string[]
  readonly items?: ConfigShape
  readonly anyOf?: readonly ConfigShape[]
  readonly oneOf?: readonly ConfigShape[]
  readonly field?: FieldMeta
}

/** The shape of a node's config as a pipeline file holds it. */
export const configShape = (definition: NodeDefinition): ConfigShape =>
  z.toJSONSchema(definition.config, { io: 'input', unrepresentable: 'any' }) as ConfigShape

/** The same as plain JSON Schema, with English titles that editors show. */
export function configSchema(definition: NodeDefinition): object {
  return z.toJSONSchema(definition.config, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const shape: Record<string, unknown> = jsonSchema
      const field = shape.field as FieldMeta | undefined
      if (!field) return
      delete shape.field
      shape.title = english(field.title)
      if (field.help) shape.description = english(field.help)
    },
  })
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
