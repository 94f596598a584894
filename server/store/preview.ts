import type { Scope } from '../scope.ts'
import type { PreviewResult } from '../shapes.ts'
import type { DocumentInput } from './engine-request.ts'
import { engineRequest } from './engine-request.ts'

export async function preview(
  scope: Scope,
  input: DocumentInput & {
    node: string
    port: string
    limit: number
    signal?: AbortSignal | undefined
  },
): Promise<PreviewResult> {
  const request = await engineRequest(scope, input)
  const started = performance.now()
  const { columns, rows, sampled } = await scope.tools.preview(request, input, input.signal)
  return { columns, rows, sampled, seconds: (performance.now() - started) / 1000 }
}
