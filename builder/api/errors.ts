import { TRPCClientError } from '@trpc/client'
import type { ErrorData } from '../../runtime/engine/report.ts'

const isErrorData = (value: unknown): value is ErrorData =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value

/** Any thrown thing as an `ErrorData`: the server's own one where it sent one. */
export function errorData(error: unknown): ErrorData {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data
    if (typeof data === 'object' && data !== null && 'error' in data && isErrorData(data.error))
      return data.error
    if (isErrorData(error.cause)) return error.cause
    if (error.data == null) return { code: 'SERVER_UNREACHABLE', message: error.message }
    const code = String((error.data as { code?: unknown }).code ?? 'INTERNAL')
    return { code, message: error.message }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message }
}

/** No answer at all, as when the server restarts; asking again may help. */
export const isTransient = (error: unknown): boolean =>
  error instanceof TRPCClientError && error.data == null
