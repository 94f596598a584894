import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'
import type { Issue, IssuePath } from '../../nodes/kit/issue.ts'
import type { ExitKind } from '../../runtime/error.ts'
import { errorCodes, MigrateError } from '../../runtime/error.ts'
import type { ErrorData } from '../../runtime/report.ts'
import type { ConflictData, PipelineReference } from '../shapes.ts'

/** What an error carries besides its code: `error.data` of the client. */
export interface ErrorExtras {
  /** A failure of the runtime, for `data.migrate`. */
  readonly migrate?: ErrorData
  /** Problems of a document that was refused, for `data.issues`. */
  readonly issues?: readonly Issue[]
  /** What is stored instead, for a stale save. */
  readonly conflict?: ConflictData
  /** Fields of a form that were refused, for `data.fields`. */
  readonly fields?: readonly { readonly path: IssuePath; readonly message: string }[]
  /** Pipelines that hold a connection back. */
  readonly usedBy?: readonly PipelineReference[]
}

/** The refusals of the store; the message is one sentence for people. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: TRPC_ERROR_CODE_KEY
  readonly extras: ErrorExtras

  constructor(code: TRPC_ERROR_CODE_KEY, message: string, extras: ErrorExtras = {}) {
    super(message)
    this.code = code
    this.extras = extras
  }
}

/** A foreign id and a missing id get the same answer. */
export const notFound = (what: string): RequestError =>
  new RequestError('NOT_FOUND', `There is no such ${what}.`)

const codeOfKind: Record<ExitKind, TRPC_ERROR_CODE_KEY> = {
  ok: 'INTERNAL_SERVER_ERROR',
  failed: 'UNPROCESSABLE_CONTENT',
  usage: 'BAD_REQUEST',
  gate: 'UNPROCESSABLE_CONTENT',
  connection: 'BAD_GATEWAY',
  partial: 'UNPROCESSABLE_CONTENT',
  drift: 'UNPROCESSABLE_CONTENT',
  internal: 'INTERNAL_SERVER_ERROR',
  interrupted: 'CLIENT_CLOSED_REQUEST',
}

/** The one mapping of failures to tRPC codes. */
export function toTrpcError(error: unknown): TRPCError {
  const cause = error instanceof TRPCError && error.cause ? error.cause : error
  if (cause instanceof RequestError)
    return new TRPCError({ code: cause.code, message: cause.message, cause })
  if (cause instanceof MigrateError) {
    const code = codeOfKind[errorCodes[cause.code]]
    return new TRPCError({ code, message: cause.message, cause })
  }
  if (error instanceof TRPCError) return error
  // The text of an unforeseen error may hold anything; it goes to the log, not to the client.
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'The server failed.', cause })
}

export function extrasOf(error: unknown): ErrorExtras {
  const cause = error instanceof TRPCError ? error.cause : error
  if (cause instanceof MigrateError) return { migrate: cause.toData() }
  return cause instanceof RequestError ? cause.extras : {}
}
