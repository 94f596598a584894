import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { registry } from '../../nodes/index.ts'
import type { NodeDefinition, NodeKind } from '../../nodes/kit/define-node.ts'
import { kindOf, kindOrder } from './node-types.ts'
import type { Searchable } from './search-nodes.ts'

export interface NodeTypeItem extends Searchable {
  readonly kind: NodeKind
  readonly definition: NodeDefinition
}

/** Every node type in the language of the page, by kind and then by title. */
export function useNodeTypes(): readonly NodeTypeItem[] {
  const { i18n } = useLingui()
  return useMemo(
    () =>
      [...registry.values()]
        .map((definition) => ({
          type: definition.type as string,
          kind: kindOf(definition.type),
          definition,
          title: i18n._(definition.title),
          keywords: i18n._(definition.keywords),
          summary: i18n._(definition.summary),
        }))
        .sort(
          (a, b) =>
            kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
            a.title.localeCompare(b.title, i18n.locale === 'pseudo' ? 'en' : i18n.locale),
        ),
    [i18n, i18n.locale],
  )
}
