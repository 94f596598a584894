import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { didYouMean } from '../../nodes/kit/did-you-mean.ts'
import { field } from '../../nodes/kit/field.ts'
import { MigrateError } from '../error.ts'

/** The settings of a database server. Nothing else ever reaches a driver. */
export const networkSettings = (defaults: { port: number; user: string }) =>
  z.strictObject({
    host: z
      .string()
      .min(1)
      .max(255)
      .default('localhost')
      .meta(
        field({
          title: msg({ message: 'Host' }),
          help: msg({ message: 'A name, an address, or the path of a Unix socket.' }),
        }),
      ),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(defaults.port)
      .meta(field({ title: msg({ message: 'Port' }) })),
    database: z
      .string()
      .min(1)
      .max(128)
      .meta(field({ title: msg({ message: 'Database' }) })),
    user: z
      .string()
      .min(1)
      .max(128)
      .default(defaults.user)
      .meta(field({ title: msg({ message: 'User' }) })),
    password: z
      .string()
      .max(1024)
      .optional()
      .meta(field({ title: msg({ message: 'Password' }), secret: true })),
    tls: z
      .enum(['verify', 'require', 'off'])
      .optional()
      .meta(
        field({
          title: msg({ message: 'Encryption (TLS)' }),
          help: msg({
            message:
              'Verified by default; off by default only on this machine. “Require” encrypts without checking who answers.',
          }),
          options: {
            verify: msg({ message: 'Encrypt and verify the server' }),
            require: msg({ message: 'Encrypt only' }),
            off: msg({ message: 'Off' }),
          },
        }),
      ),
    ca: z
      .string()
      .max(200_000)
      .optional()
      .meta(
        field({
          title: msg({ message: 'CA certificate' }),
          help: msg({
            message: 'PEM text, where the server’s certificate is not publicly signed.',
          }),
          widget: 'text-area',
          advanced: true,
        }),
      ),
    caFile: z
      .string()
      .max(4096)
      .optional()
      .meta(
        field({
          title: msg({ message: 'CA file' }),
          help: msg({ message: 'Path of a PEM file on the machine that runs the pipeline.' }),
          advanced: true,
        }),
      ),
    connectTimeout: z
      .number()
      .min(1)
      .max(300)
      .default(15)
      .meta(field({ title: msg({ message: 'Seconds to wait for a connection' }), advanced: true })),
  })

export type NetworkSettings = z.output<ReturnType<typeof networkSettings>>

export const isSocketPath = (host: string): boolean => host.startsWith('/')

/** True where no packet leaves this machine. */
export const isLocal = (host: string): boolean =>
  isSocketPath(host) ||
  host === 'localhost' ||
  host === '::1' ||
  (isIP(host) === 4 && host.startsWith('127.'))

export const tlsMode = (settings: NetworkSettings): 'verify' | 'require' | 'off' =>
  isSocketPath(settings.host)
    ? 'off'
    : (settings.tls ?? (isLocal(settings.host) ? 'off' : 'verify'))

/** Options for Node's TLS, or undefined for a plain connection. */
export function tlsOptions(settings: NetworkSettings): ConnectionOptions | undefined {
  const mode = tlsMode(settings)
  if (mode === 'off') return undefined
  const ca = settings.ca ?? (settings.caFile === undefined ? undefined : readCa(settings.caFile))
  return {
    rejectUnauthorized: mode === 'verify',
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(settings.host) === 0 ? { servername: settings.host } : {}),
  }
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new MigrateError('INVALID_CONNECTION', `The CA file “${path}” cannot be read.`, {
      hint: 'Check the path and its permissions.',
      cause,
    })
  }
}

/** `user@host:port/database`, without secrets. */
export const describeNetwork = (s: NetworkSettings): string =>
  isSocketPath(s.host)
    ? `${s.user}@${s.host}/${s.database}`
    : `${s.user}@${s.host.includes(':') ? `[${s.host}]` : s.host}:${s.port}/${s.database}`

const urlOptions = [
  'tls',
  'ca',
  'caFile',
  'connectTimeout',
  'host',
  'sslmode',
  'sslrootcert',
  'ssl-mode',
  'ssl-ca',
]

/** Settings from `scheme://user:password@host:port/database?tls=verify&caFile=…`. */
export function parseNetworkUrl(url: URL): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part)
    } catch {
      throw new MigrateError('INVALID_CONNECTION', 'The URL has a “%” that escapes nothing.', {
        hint: 'Write “%25” for a percent sign in a user name or password.',
      })
    }
  }
  if (url.hostname) settings.host = decode(url.hostname).replace(/^\[|\]$/g, '')
  if (url.port) settings.port = Number(url.port)
  if (url.username) settings.user = decode(url.username)
  if (url.password) settings.password = decode(url.password)
  const database = decode(url.pathname.slice(1))
  if (database) settings.database = database
  for (const [name, value] of url.searchParams) Object.assign(settings, urlOption(name, value))
  return settings
}

function urlOption(name: string, value: string): Record<string, unknown> {
  switch (name) {
    case 'tls':
    case 'ca':
    case 'caFile':
    case 'host':
      return { [name]: value }
    case 'connectTimeout':
      return { connectTimeout: Number(value) }
    case 'sslrootcert':
    case 'ssl-ca':
      return { caFile: value }
    case 'sslmode':
    case 'ssl-mode':
      return { tls: tlsOfSslMode(value) }
    default: {
      const near = didYouMean(name, urlOptions)
      throw new MigrateError('INVALID_CONNECTION', `A connection URL has no option “${name}”.`, {
        hint: near ? `Did you mean “${near}”?` : `There are: ${urlOptions.join(', ')}.`,
      })
    }
  }
}

function tlsOfSslMode(mode: string): 'verify' | 'require' | 'off' {
  switch (mode.toLowerCase().replaceAll('_', '-')) {
    case 'disable':
    case 'disabled':
      return 'off'
    case 'require':
    case 'required':
      return 'require'
    case 'verify-ca':
    case 'verify-full':
    case 'verify-identity':
      return 'verify'
    default:
      throw new MigrateError('INVALID_CONNECTION', `“${mode}” is no TLS mode.`, {
        hint: 'Use tls=verify, tls=require or tls=off.',
      })
  }
}
