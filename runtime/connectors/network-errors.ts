import type { ErrorCode } from '../error.ts'
import { MigrateError } from '../error.ts'

interface Known {
  readonly code: ErrorCode
  readonly message: (where: string) => string
  readonly hint: string
}

const refused: Known = {
  code: 'CONNECTION_REFUSED',
  message: (where) => `Nothing answers at ${where}.`,
  hint: 'Check host and port, that the server runs, and that a firewall lets you through.',
}
const notFound: Known = {
  code: 'HOST_NOT_FOUND',
  message: (where) => `The host of ${where} has no address.`,
  hint: 'Check the spelling of the host name and the name service of this machine.',
}
const timeout: Known = {
  code: 'CONNECTION_TIMEOUT',
  message: (where) => `${where} did not answer in time.`,
  hint: 'Check host and port; a firewall that drops packets looks like this.',
}
const lost: Known = {
  code: 'CONNECTION_LOST',
  message: (where) => `The connection to ${where} broke off.`,
  hint: 'Resume the run: what is already in the target is not loaded twice.',
}
const tls: Known = {
  code: 'TLS_FAILED',
  message: (where) => `No trusted TLS connection to ${where}.`,
  hint: 'Give the CA certificate of the server, or choose another TLS mode if you accept the risk.',
}

const byCode: Readonly<Record<string, Known>> = {
  ECONNREFUSED: refused,
  ENOENT: refused,
  EACCES: refused,
  ENOTFOUND: notFound,
  EAI_AGAIN: notFound,
  ETIMEDOUT: timeout,
  EHOSTUNREACH: timeout,
  ENETUNREACH: timeout,
  ECONNRESET: lost,
  EPIPE: lost,
  ECONNABORTED: lost,
  PROTOCOL_CONNECTION_LOST: lost,
  HANDSHAKE_NO_SSL_SUPPORT: tls,
  HANDSHAKE_SSL_ERROR: tls,
  EPROTO: tls,
}

const tlsCode = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/
const lostText =
  /connection (terminated|ended|lost)|server closed the connection|in closed state|not queryable/i

/** A socket's or TLS's failure as MigrateError; undefined for anything else. */
export function networkError(error: unknown, where: string): MigrateError | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof AggregateError && error.errors.length > 0)
    return networkError(error.errors[0], where)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known =
    byCode[code] ??
    (tlsCode.test(code) || /does not support SSL|secure connection/i.test(error.message)
      ? tls
      : /timeout expired/i.test(error.message)
        ? timeout
        : lostText.test(error.message)
          ? lost
          : undefined)
  if (!known) return undefined
  return new MigrateError(known.code, known.message(where), {
    hint: known.hint,
    details: { cause: error.message, ...(code ? { code } : {}) },
    cause: error,
  })
}

/** The failure of a cancelled run, whatever the broken pieces said. */
export const cancelled = (cause?: unknown): MigrateError =>
  new MigrateError('CANCELLED', 'Stopped on request.', { cause })

/** The first text that is safe to show: one line, at most 200 characters. */
export const shorten = (text: string, length = 200): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
