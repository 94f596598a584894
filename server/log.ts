import type { DestinationStream, Logger } from 'pino'
import pino from 'pino'
import type { Config } from './config.ts'

/** Names under which secrets travel inside the program; their values never reach the log. */
const secretNames = ['password', 'secretKey', 'databaseUrl', 'settings', 'authorization', 'cookie']

/** One JSON line per entry on stderr: stdout is for data. */
export const createLog = (
  { logLevel }: Pick<Config, 'logLevel'>,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger =>
  pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[secret]',
      },
      serializers: { err: describeError },
    },
    destination,
  )

/** Drivers hang the statement, its parameters and the connection on their errors: left out. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return {
    name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    stack,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  }
}
