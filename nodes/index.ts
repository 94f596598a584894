import type { NodeDefinition } from './kit/define-node.ts'

export type Registry = ReadonlyMap<string, NodeDefinition>

const modules = import.meta.glob<{ node: NodeDefinition }>('./*/*/node.ts', { eager: true })

/** Every node type by its name. A folder with a `node.ts` is all it takes to be here. */
export const registry: Registry = new Map(
  Object.values(modules)
    .map(({ node }) => [node.type as string, node] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)
