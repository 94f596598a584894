import { isIP } from 'node:net'
import type { Connection, ConnectionAuthentication, ConnectionOptions } from 'tedious'
import { MigrateError } from '../../error.ts'
import { tlsOptions } from '../network-settings.ts'
import type { MssqlSettings } from './settings.ts'
import { settled } from './settings.ts'

/** What the `mssql` package hands on to tedious. */
export interface DriverConfig {
  readonly server: string
  readonly authentication: ConnectionAuthentication
  readonly options: ConnectionOptions
}

/** Pure: the whole of what a driver ever learns of a connection's settings. */
export function driverConfig(given: MssqlSettings, applicationName: string): DriverConfig {
  const settings = settled(given)
  const tls = tlsOptions(settings)
  const trusting = tls !== undefined && tls.rejectUnauthorized === false
  return {
    server: settings.host,
    authentication: authenticationOf(settings),
    options: {
      database: settings.database,
      ...(settings.instance ? { instanceName: settings.instance } : { port: settings.port }),
      encrypt: tls !== undefined,
      trustServerCertificate: trusting,
      // An address is no name to ask for; who checks nothing may ask for any.
      ...(trusting && isIP(settings.host) > 0 ? { serverName: 'localhost' } : {}),
      ...(tls?.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: tls.ca } }),
      connectTimeout: settings.connectTimeout * 1000,
      requestTimeout: 0,
      cancelTimeout: 5000,
      maxRetriesOnTransientErrors: 3,
      readOnlyIntent: settings.readOnly,
      multiSubnetFailover: settings.multiSubnet,
      appName: applicationName,
      packetSize: 16_000,
      tdsVersion: '7_4',
      useUTC: true,
      lowerCaseGuids: true,
      abortTransactionOnError: true,
      enableArithAbort: true,
      enableQuotedIdentifier: true,
      enableNumericRoundabort: false,
      dateFormat: 'ymd',
      language: 'us_english',
      textsize: 2_147_483_647,
    },
  }
}

function authenticationOf(settings: MssqlSettings): ConnectionAuthentication {
  const { user, password = '', domain = '', clientId, tenantId, clientSecret, token } = settings
  const identity = clientId === undefined ? {} : { clientId }
  switch (settings.login) {
    case 'sql':
      return { type: 'default', options: { userName: user, password } }
    case 'windows': {
      const [given, name] = user.includes('\\') ? user.split('\\', 2) : [domain, user]
      return {
        type: 'ntlm',
        options: { userName: name ?? user, password, domain: (given ?? domain).toUpperCase() },
      }
    }
    case 'entra-password':
      return {
        type: 'azure-active-directory-password',
        options: {
          userName: user,
          password,
          clientId: need(clientId, 'clientId', settings),
          tenantId: need(tenantId, 'tenantId', settings),
        },
      }
    case 'entra-service-principal':
      return {
        type: 'azure-active-directory-service-principal-secret',
        options: {
          clientId: need(clientId, 'clientId', settings),
          clientSecret: need(clientSecret, 'clientSecret', settings),
          tenantId: need(tenantId, 'tenantId', settings),
        },
      }
    case 'entra-managed-identity':
      return process.env.IDENTITY_ENDPOINT
        ? { type: 'azure-active-directory-msi-app-service', options: identity }
        : { type: 'azure-active-directory-msi-vm', options: identity }
    case 'entra-token':
      return {
        type: 'azure-active-directory-access-token',
        options: { token: need(token, 'token', settings) },
      }
    case 'entra-default':
      return { type: 'azure-active-directory-default', options: identity }
  }
}

function need(value: string | undefined, field: string, { login }: MssqlSettings): string {
  if (value) return value
  throw new MigrateError('INVALID_CONNECTION', `A login of kind “${login}” needs “${field}”.`, {
    hint: `Fill in ${field}, or choose another kind of login.`,
  })
}

interface Negotiation {
  performTlsNegotiation(prelogin: { encryptionString: string }, signal: AbortSignal): Promise<void>
}

/**
 * The driver logs in without encryption when a server, or whoever answers in its place, says
 * that it has none. Asked for encryption, we end there, before the password is sent.
 */
export function refuseDowngrade(connection: Connection): void {
  const inside = connection as unknown as Negotiation
  const negotiate = inside.performTlsNegotiation
  inside.performTlsNegotiation = async function (this: unknown, prelogin, signal) {
    if (prelogin.encryptionString !== 'ON' && prelogin.encryptionString !== 'REQ')
      throw Object.assign(new Error('The server does not encrypt.'), { code: 'EENCRYPT' })
    return negotiate.call(this, prelogin, signal)
  }
}
