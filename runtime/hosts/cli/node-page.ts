import type { NodeDefinition, Port } from '../../../nodes/kit/define-node.ts'
import type { FieldMeta } from '../../../nodes/kit/field.ts'
import type { ConfigShape } from './describe-node.ts'
import { configShape } from './describe-node.ts'
import { english } from './english.ts'

/** The reference of a node type in Markdown: ports and every setting with its meaning. */
export const nodeMarkdown = (definition: NodeDefinition): string =>
  [
    `# ${english(definition.title)}`,
    '',
    `\`${definition.type}\`: ${english(definition.summary)}`,
    '',
    '## Ports',
    '',
    ...definition.inputs.map((port) => portLine('Input', port)),
    ...definition.outputs.map((port) => portLine('Output', port)),
    '',
    '## Settings',
    '',
    ...settingLines(configShape(definition), ''),
  ].join('\n')

function portLine(direction: string, port: Port): string {
  const notes = [
    port.many ? 'any number of edges' : '',
    port.optional ? 'may stay unconnected' : '',
    port.reject ? 'rows set aside' : '',
    port.keep ? 'kept with the run, connected or not' : '',
  ].filter(Boolean)
  const note = notes.length > 0 ? ` (${notes.join('; ')})` : ''
  return `- ${direction} \`${port.name}\`: ${english(port.title)}${note}`
}

/** One bullet per property, its own properties below it. */
function settingLines(shape: ConfigShape, indent: string): string[] {
  const required = new Set(shape.required)
  return Object.entries(shape.properties ?? {}).flatMap(([name, property]) => [
    settingLine(name, property, required.has(name), indent),
    ...choiceLines(property, `${indent}  `),
    ...nestedLines(property, `${indent}  `),
  ])
}

function settingLine(name: string, shape: ConfigShape, required: boolean, indent: string): string {
  const { field } = shape
  const facts = [typeName(shape), required ? 'required' : '', defaultText(shape), whenText(field)]
  const title = field ? `${english(field.title)}. ` : ''
  const help = field?.help ? english(field.help) : ''
  return `${indent}- \`${name}\` (${facts.filter(Boolean).join(', ')}): ${title}${help}`.trimEnd()
}

const defaultText = ({ default: value }: ConfigShape) =>
  value === undefined || isEmpty(value) ? '' : `default \`${JSON.stringify(value)}\``

const isEmpty = (value: unknown) =>
  value === '' || (typeof value === 'object' && value !== null && isEmptyObject(value))

const isEmptyObject = (value: object): boolean =>
  Object.values(value).every((v) => v === '' || (typeof v === 'object' && v && isEmptyObject(v)))

const whenText = (field: FieldMeta | undefined) =>
  field?.when
    ? `only with \`${field.when.field}\` ${field.when.is.map((v) => `\`${v}\``).join(' or ')}`
    : ''

/** What each value of a choice means. */
function choiceLines({ enum: values, field }: ConfigShape, indent: string): string[] {
  const titles = field?.options
  if (!values || !titles) return []
  return values.flatMap((value) => {
    const title = titles[String(value)]
    return title ? [`${indent}- \`${String(value)}\`: ${english(title)}`] : []
  })
}

function nestedLines(shape: ConfigShape, indent: string): string[] {
  const inner = shape.items ?? shape
  const branches = inner.oneOf ?? inner.anyOf
  if (branches) return branches.flatMap((branch) => branchLines(branch, indent))
  return shape.items ? settingLines(shape.items, indent) : settingLines(shape, indent)
}

/** One of several shapes, named by the property that tells them apart. */
function branchLines(branch: ConfigShape, indent: string): string[] {
  const { required } = branch
  const entries = Object.entries(branch.properties ?? {})
  const tag = entries.find(([, property]) => property.const !== undefined)
  if (!tag) return settingLines(branch, indent)
  const [name, { const: value, field }] = tag
  const title = field?.options?.[String(value)] ?? field?.title
  const rest = Object.fromEntries(entries.filter(([key]) => key !== name))
  return [
    `${indent}- \`${name}\` \`${JSON.stringify(value)}\`${title ? `: ${english(title)}` : ''}`,
    ...settingLines({ properties: rest, ...(required && { required }) }, `${indent}  `),
  ]
}

function typeName(shape: ConfigShape): string {
  if (shape.enum) return 'choice'
  if (shape.type === 'array') return `list of ${shape.items ? pluralName(shape.items) : 'anything'}`
  if (shape.type === 'string') return textKinds[shape.field?.widget ?? ''] ?? 'text'
  if (shape.type === 'boolean') return 'true or false'
  if (shape.type === 'integer') return 'whole number'
  if (shape.type === 'object') return 'group'
  return shape.type ?? 'one of'
}

const textKinds: Readonly<Record<string, string>> = {
  column: 'column',
  expression: 'expression',
  aggregate: 'aggregate expression',
  connection: 'name of a connection',
  sql: 'SQL',
  type: 'type',
  file: 'path',
}

function pluralName(shape: ConfigShape): string {
  if (shape.properties || shape.oneOf || shape.anyOf) return 'groups'
  const name = typeName(shape)
  return name === 'column' ? 'columns' : name === 'text' ? 'texts' : name
}
