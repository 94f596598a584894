import { useMemo } from 'react'
import { registry } from '../../nodes/index.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { useMessage } from '../app/translate.ts'

/** What people call a node: its label, else the title of its type. */
export function useNodeNames(document: Pipeline): (id: string) => string {
  const message = useMessage()
  return useMemo(() => {
    const names = new Map(
      document.nodes.map((node) => {
        const definition = registry.get(node.type)
        return [node.id, node.label || (definition ? message(definition.title) : node.type)]
      }),
    )
    return (id) => names.get(id) ?? id
  }, [document, message])
}
