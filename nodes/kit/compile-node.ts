import { ConfigCheck } from './config-check.ts'
import type { CompileContext, Compiled } from './define-node.ts'
import type { Relation } from './relation.ts'

/** What a compile function gives when its config is in order; undefined when it is not. */
export type Built = Omit<Compiled, 'issues'> | undefined

/**
 * Runs the checks and the building of one node. While the config has errors nothing is
 * given out, so that no half-understood config can ever run.
 * @example
 * compile: ({ count }, context) =>
 *   compileRows(context, (rows) => ({ outputs: { out: limit(rows, count) } }))
 */
export function compileNode(build: (check: ConfigCheck) => Built): Compiled {
  const check = new ConfigCheck()
  const built = build(check)
  return built && check.ok
    ? { ...built, issues: check.issues }
    : { outputs: {}, issues: check.issues }
}

/** `compileNode` for a node with one required input, `in`. */
export function compileRows(
  context: CompileContext,
  build: (rows: Relation, check: ConfigCheck) => Built,
): Compiled {
  const rows = inputAt(context)
  return compileNode((check) => rows && build(rows, check))
}

/** The relation at an input port; undefined where nothing is connected. */
export const inputAt = (context: CompileContext, port = 'in'): Relation | undefined =>
  context.inputs[port]?.[0]
