import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { registry } from '../../nodes/index.ts'
import type { NodeDefinition, NodeKind, Port } from '../../nodes/kit/define-node.ts'
import type { Message } from '../../nodes/kit/message.ts'
import type { Pipeline, PipelineNode } from '../../runtime/pipeline/schema.ts'
import { freshId, nodeIds } from '../store/ids.ts'
import type { Position } from '../store/ui-store.ts'

const icons = import.meta.glob<string>('../../nodes/*/*/icon.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const readmes = import.meta.glob<string>('../../nodes/*/*/README.md', {
  query: '?raw',
  import: 'default',
})

const folder = (type: string) => `../../nodes/${type.replace('.', '/')}`

/** A node type's icon as the text of an SVG in the current colour. */
export const iconOf = (type: string): string | undefined => icons[`${folder(type)}/icon.svg`]

/** The page about a node type, as Markdown; undefined where there is none. */
export const readmeOf = (type: string): Promise<string> | undefined =>
  readmes[`${folder(type)}/README.md`]?.()

export const kindOf = (type: string): NodeKind =>
  (registry.get(type)?.type.split('.')[0] as NodeKind | undefined) ?? 'transform'

export const kindTitles: Readonly<Record<NodeKind, Message>> = {
  source: msg({ message: 'Sources' }),
  profile: msg({ message: 'Profile' }),
  map: msg({ message: 'Map' }),
  transform: msg({ message: 'Transform' }),
  validate: msg({ message: 'Validate' }),
  ml: msg({ message: 'Machine learning' }),
  dataframe: msg({ message: 'Data frames' }),
  sink: msg({ message: 'Targets' }),
}

/** One node of a kind, as a screen reader names it. */
export const kindNames: Readonly<Record<NodeKind, Message>> = {
  source: msg({ message: 'source' }),
  profile: msg({ message: 'profile' }),
  map: msg({ message: 'mapping' }),
  transform: msg({ message: 'transform' }),
  validate: msg({ message: 'validation' }),
  ml: msg({ message: 'machine learning' }),
  dataframe: msg({ message: 'data frame' }),
  sink: msg({ message: 'target' }),
}

/** The order of a migration, which is the order of the palette. */
export const kindOrder: readonly NodeKind[] = [
  'source',
  'profile',
  'map',
  'transform',
  'validate',
  'ml',
  'dataframe',
  'sink',
]

/** What a person calls the node: its label, else the title of its type. */
export function titleOf(i18n: I18n, node: Pick<PipelineNode, 'label' | 'type'>): string {
  const definition = registry.get(node.type)
  return node.label ?? (definition ? i18n._(definition.title) : node.type)
}

export const portOf = (
  definition: NodeDefinition | undefined,
  side: 'inputs' | 'outputs',
  name: string,
): Port | undefined => definition?.[side].find((p) => p.name === name)

/** A node as it is dropped on the canvas. */
export function newNode(pipeline: Pipeline, type: string, position: Position): PipelineNode {
  const definition = registry.get(type)
  const initial = (definition?.initial ?? {}) as PipelineNode['config']
  return {
    id: freshId(type, nodeIds(pipeline)),
    type,
    version: definition?.version ?? 1,
    position: { x: position.x, y: position.y },
    config: structuredClone(initial),
  }
}
