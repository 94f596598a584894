import { z } from 'zod'
import {
  edgeSchema,
  nodeSchema,
  parameterSchema,
  pipelineSchema,
} from '../../runtime/pipeline/schema.ts'
import { code, table } from './markdown.ts'

/** What a reader of the format needs to know about each field, beyond its type. */
const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Document: {
    schemaVersion: 'Version of this format.',
    name: 'What lists call it.',
    description: 'What it does, for people.',
    parameters: 'Values that are given for each run.',
    nodes: 'The steps.',
    edges: 'The wires between them.',
  },
  Node: {
    id: 'Names the node in edges, reports and problems. Letters, digits, `_` and `-`.',
    type: 'One of the [node types](nodes/README.md).',
    version: "Version of the type's settings; older ones are brought up to date when read.",
    label: 'What the canvas calls it; by default the title of its type.',
    note: 'A remark for people.',
    position: 'Its place on the canvas.',
    config: 'Its settings, as the page of its type lists them.',
  },
  Edge: {
    id: 'Names the edge in reports.',
    source: 'The node rows come from.',
    sourcePort: 'The output port there.',
    target: 'The node rows go to.',
    targetPort: 'The input port there.',
  },
  Parameter: {
    name: 'Its name in `${name}`.',
    type: 'What its values must look like.',
    default: 'Its value where none is given. Without it, a value is required.',
    description: 'What it is for.',
  },
}

interface Shape {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

/** The fields of the document, from its schema. */
export function pipelineTables(): string {
  const schemas = {
    Document: pipelineSchema,
    Node: nodeSchema,
    Edge: edgeSchema,
    Parameter: parameterSchema,
  }
  return Object.entries(schemas)
    .map(([title, schema]) => {
      const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as Shape
      const rows = Object.entries(properties).map(([name, shape]) => {
        const meaning = meanings[title]?.[name]
        if (meaning === undefined) throw new Error(`${title}.${name} is not explained`)
        return [code(name), typeOf(shape), defaultOf(shape, required.includes(name)), meaning]
      })
      return `### ${title}\n\n${table(['Field', 'Type', 'Default', 'Meaning'], rows)}`
    })
    .join('\n\n')
}

function typeOf(shape: Shape): string {
  if (shape.const !== undefined) return code(JSON.stringify(shape.const))
  if (shape.enum) return shape.enum.map((v) => code(JSON.stringify(v))).join(', ')
  return (
    { string: 'text', array: 'list', integer: 'whole number' }[shape.type ?? ''] ?? shape.type ?? ''
  )
}

const defaultOf = (shape: Shape, required: boolean) =>
  required ? 'required' : shape.default === undefined ? '' : code(JSON.stringify(shape.default))
