import { TRPCClientError } from '@trpc/client'
import type { Issue, IssuePath } from '../../nodes/kit/issue.ts'
import type { ErrorData } from '../../runtime/report.ts'
import type { ConflictData, PipelineReference } from '../../server/shapes.ts'

/** What the server adds to a refusal; `server/trpc/errors.ts` writes it. */
interface ErrorExtras {
  readonly code?: string
  readonly migrate?: ErrorData
  readonly issues?: readonly Issue[]
  readonly conflict?: ConflictData
  readonly fields?: readonly { readonly path: IssuePath; readonly message: string }[]
  readonly usedBy?: readonly PipelineReference[]
}

/** What came with a refusal; empty for anything else. */
export const extrasOf = (error: unknown): ErrorExtras =>
  error instanceof TRPCClientError ? ((error.data as ErrorExtras | null | undefined) ?? {}) : {}

/** Any thrown thing as an `ErrorData`: the runtime's own where the server sent one. */
export function errorData(error: unknown): ErrorData {
  if (!(error instanceof TRPCClientError))
    return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
  const { code, migrate } = extrasOf(error)
  if (migrate) return migrate
  return { code: code ?? 'SERVER_UNREACHABLE', message: error.message }
}

/** No answer at all, as while the server restarts; asking again may help. */
export const isTransient = (error: unknown): boolean =>
  error instanceof TRPCClientError && error.data == null
