import { formatType } from '../../nodes/kit/data-type.ts'
import type { Compiled, NodeDefinition } from '../../nodes/kit/define-node.ts'
import type { Relation } from '../../nodes/kit/relation.ts'
import type { SourceSchemas } from '../../nodes/kit/source.ts'
import { toRelation } from './node-examples.ts'
import type { TextRow } from './relation-rows.ts'

/** @example table({ id: 'integer' }, ['1'], [null]) */
export const table = (columns: Readonly<Record<string, string>>, ...rows: TextRow[]): Relation =>
  toRelation({ columns, rows })

/** Compiles as the planner does: a config as a pipeline holds it, relations by port. */
export function compileWith<Config>(
  node: NodeDefinition<Config>,
  config: unknown,
  inputs: Readonly<Record<string, Relation | readonly Relation[]>> = {},
  schemas: SourceSchemas = new Map(),
): Compiled {
  const byPort = node.inputs.map(({ name }) => [name, [inputs[name] ?? []].flat()] as const)
  return node.compile(node.config.parse(config), { inputs: Object.fromEntries(byPort), schemas })
}

/** Problems as `CODE path.to.setting`. */
export const problems = ({ issues }: Compiled): string[] =>
  issues.map(({ code, path }) => `${code} ${path.join('.')}`)

/** Columns as `name type`, with `not null` where they never are. */
export const columnsOf = (relation: Relation | undefined): string[] =>
  (relation?.schema ?? []).map(
    ({ name, type, nullable }) => `${name} ${formatType(type)}${nullable ? '' : ' not null'}`,
  )
