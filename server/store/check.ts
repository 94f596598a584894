import { registry } from '../../nodes/index.ts'
import { planPipeline } from '../../runtime/plan/plan-pipeline.ts'
import type { Scope } from '../scope.ts'
import type { CheckResult } from '../shapes.ts'
import { discoverRequest } from './discover.ts'
import type { DocumentInput } from './engine-request.ts'
import { engineRequest } from './engine-request.ts'

/** The plan's issues and columns, with the sources' real columns. */
export async function checkDocument(
  scope: Scope,
  input: DocumentInput & { signal?: AbortSignal | undefined },
): Promise<CheckResult> {
  const request = await engineRequest(scope, input)
  const found = await discoverRequest(scope, request, input.signal)
  const schemas = new Map(Object.entries(found.schemas))
  const { parameters } = input
  const plan = planPipeline(request.pipeline, { registry, schemas, parameters })
  const columns = plan.nodes.map(({ node, outputs }) => {
    const ports = Object.entries(outputs).map(([port, relation]) => [port, relation.schema])
    return [node.id, Object.fromEntries(ports)]
  })
  return { issues: [...found.issues, ...plan.issues], columns: Object.fromEntries(columns) }
}
