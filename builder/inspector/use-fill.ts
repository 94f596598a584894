import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../../nodes/kit/schema.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import { usePlan } from '../store/session.tsx'
import type { Control, Json } from './describe-config.ts'
import { itemsFor } from './fill-list.ts'
import { useColumns, useForm } from './form-context.ts'

export interface Fill {
  readonly id: string
  readonly title: string
  readonly items: readonly Json[]
}

const none: Schema = []

/** Ways to fill a list at once: with all columns of the input, with all columns of a target. */
export function useFill(
  control: Extract<Control, { kind: 'list' }>,
  items: readonly Json[],
): readonly Fill[] {
  const { t } = useLingui()
  const inputs = useColumns()
  const target = useTargetColumns()
  const fromInput = itemsFor(control, items, inputs)
  const fromTarget = itemsFor(control, items, target, inputs)
  const input = fromInput.length
  const wanted = fromTarget.length
  return [
    { id: 'input', title: t`All ${input} input columns`, items: fromInput },
    { id: 'target', title: t`All ${wanted} target columns`, items: fromTarget },
  ].filter((fill) => fill.items.length > 0)
}

/** Columns of the outer table that a node with inputs looks at: its target. */
function useTargetColumns(): Schema {
  const { node, definition } = useForm()
  const config = definition.config.safeParse(node.config)
  const [source] =
    definition.inputs.length > 0 && config.success ? (definition.sources?.(config.data) ?? []) : []
  return usePlan((s) => (source ? s.schemas.get(sourceKey(source)) : undefined)) ?? none
}
