import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../../nodes/kit/field.ts'
import { MigrateError } from '../../error.ts'
import type { NetworkSettings } from '../network-settings.ts'
import { describeNetwork, isLocal, networkSettings, parseNetworkUrl } from '../network-settings.ts'

const logins = [
  'sql',
  'windows',
  'entra-password',
  'entra-service-principal',
  'entra-managed-identity',
  'entra-token',
  'entra-default',
] as const

export const mssqlSettings = networkSettings({ port: 1433, user: 'sa' }).extend({
  host: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^/\\]+(?:\\[A-Za-z_#$][\w#$]*)?$/)
    .default('localhost')
    .meta(
      field({
        title: msg({ message: 'Host' }),
        help: msg({ message: 'A name or an address; a named instance may follow a backslash.' }),
      }),
    ),
  tls: z
    .enum(['verify', 'require', 'off'])
    .optional()
    .meta(
      field({
        title: msg({ message: 'Encryption (TLS)' }),
        help: msg({
          message:
            'Verified by default; on this machine encrypted without checking the certificate, which nobody has signed there.',
        }),
        options: {
          verify: msg({ message: 'Encrypt and verify the server' }),
          require: msg({ message: 'Encrypt only' }),
          off: msg({ message: 'Off' }),
        },
      }),
    ),
  login: z
    .enum(logins)
    .default('sql')
    .meta(
      field({
        title: msg({ message: 'Kind of login' }),
        options: {
          sql: msg({ message: 'SQL Server login' }),
          windows: msg({ message: 'Windows account (NTLM)' }),
          'entra-password': msg({ message: 'Entra ID: user and password' }),
          'entra-service-principal': msg({ message: 'Entra ID: service principal' }),
          'entra-managed-identity': msg({ message: 'Entra ID: managed identity' }),
          'entra-token': msg({ message: 'Entra ID: access token' }),
          'entra-default': msg({ message: 'Entra ID: what this machine is logged in as' }),
        },
      }),
    ),
  domain: z
    .string()
    .max(128)
    .optional()
    .meta(
      field({
        title: msg({ message: 'Windows domain' }),
        when: { field: 'login', is: ['windows'] },
      }),
    ),
  tenantId: z
    .string()
    .max(128)
    .optional()
    .meta(
      field({
        title: msg({ message: 'Entra tenant' }),
        when: { field: 'login', is: ['entra-password', 'entra-service-principal'] },
      }),
    ),
  clientId: z
    .string()
    .max(128)
    .optional()
    .meta(
      field({
        title: msg({ message: 'Entra client' }),
        help: msg({ message: 'The application, or a managed identity that is not the only one.' }),
        when: {
          field: 'login',
          is: [
            'entra-password',
            'entra-service-principal',
            'entra-managed-identity',
            'entra-default',
          ],
        },
      }),
    ),
  clientSecret: z
    .string()
    .max(4096)
    .optional()
    .meta(
      field({
        title: msg({ message: 'Client secret' }),
        secret: true,
        when: { field: 'login', is: ['entra-service-principal'] },
      }),
    ),
  token: z
    .string()
    .max(16_384)
    .optional()
    .meta(
      field({
        title: msg({ message: 'Access token' }),
        secret: true,
        when: { field: 'login', is: ['entra-token'] },
      }),
    ),
  instance: z
    .string()
    .max(64)
    .regex(/^[A-Za-z_#$][\w#$]*$/)
    .optional()
    .meta(
      field({
        title: msg({ message: 'Instance' }),
        help: msg({ message: 'A named instance; the SQL Server Browser then tells the port.' }),
        advanced: true,
      }),
    ),
  readOnly: z
    .boolean()
    .default(false)
    .meta(
      field({
        title: msg({ message: 'Read from a replica' }),
        help: msg({
          message: 'Application intent “read-only”, for availability groups and Azure.',
        }),
        advanced: true,
      }),
    ),
  multiSubnet: z
    .boolean()
    .default(false)
    .meta(
      field({
        title: msg({ message: 'Try all addresses at once' }),
        help: msg({ message: 'For availability groups over several subnets.' }),
        advanced: true,
      }),
    ),
})

export type MssqlSettings = z.output<typeof mssqlSettings>

/**
 * Encrypted everywhere. On this machine the certificate is not verified unless told: a
 * server makes itself one that nobody has signed. `host\\instance` is taken apart.
 */
export function settled(given: MssqlSettings): MssqlSettings & { tls: string } {
  const [host = given.host, instance = given.instance] = given.host.split('\\')
  return {
    ...given,
    host,
    instance,
    tls: given.tls ?? (isLocal(host) ? 'require' : 'verify'),
  }
}

export const describeMssql = (given: MssqlSettings): string => {
  const settings = settled(given)
  const line = describeNetwork(settings as NetworkSettings)
  const user = usesUser(settings) ? '' : `${settings.login}@`
  const shown = user ? user + line.slice(line.indexOf('@') + 1) : line
  return settings.instance ? shown.replace(`:${settings.port}/`, `\\${settings.instance}/`) : shown
}

export const usesUser = ({ login }: MssqlSettings): boolean =>
  login === 'sql' || login === 'windows' || login === 'entra-password'

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
}

/** Spellings of JDBC and ADO.NET beside ours, compared without case and spaces. */
const ours: Readonly<Record<string, string>> = {
  login: 'login',
  domain: 'domain',
  tenantid: 'tenantId',
  clientid: 'clientId',
  clientsecret: 'clientSecret',
  token: 'token',
  instance: 'instance',
  instancename: 'instance',
  readonly: 'readOnly',
  multisubnet: 'multiSubnet',
  multisubnetfailover: 'multiSubnet',
}

/** `mssql://user:password@host:1433/database?login=sql&instance=…&encrypt=true&trustServerCertificate=true` */
export function parseMssqlUrl(url: URL): MssqlSettings {
  const rest = new URL(url.href.replace(/^[a-z]+:/i, 'mssql:'))
  const own: Record<string, unknown> = {}
  let encrypt: boolean | undefined
  let trust: boolean | undefined
  for (const [key, value] of [...rest.searchParams]) {
    const plain = key.toLowerCase().replaceAll(/[ _-]/g, '')
    const setting = ours[plain]
    if (setting)
      own[setting] = setting === 'readOnly' || setting === 'multiSubnet' ? flag(key, value) : value
    else if (plain === 'encrypt') encrypt = /^(strict|mandatory)$/i.test(value) || flag(key, value)
    else if (plain === 'trustservercertificate') trust = flag(key, value)
    else if (plain === 'applicationintent') own.readOnly = /^readonly$/i.test(value)
    else continue
    rest.searchParams.delete(key)
  }
  const network = parseNetworkUrl(rest)
  const tls =
    encrypt === false
      ? 'off'
      : trust
        ? 'require'
        : encrypt || trust === false
          ? 'verify'
          : undefined
  return mssqlSettings.parse({ ...(tls === undefined ? {} : { tls }), ...network, ...own })
}

function flag(name: string, value: string): boolean {
  const known = booleans[value.toLowerCase()]
  if (known !== undefined) return known
  throw new MigrateError('INVALID_CONNECTION', `“${name}” is either true or false.`, {
    hint: `Write ${name}=true or ${name}=false.`,
  })
}
