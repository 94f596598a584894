import { describe, expect, test } from 'vitest'
import { driverConfig } from './driver.ts'
import { describeMssql, mssqlSettings, parseMssqlUrl } from './settings.ts'

const parse = (url: string) => parseMssqlUrl(new URL(url))
const config = (url: string) => driverConfig(parse(url), 'migrateiq')

describe('URLs', () => {
  test('encrypt, trust and intent in the spellings of other drivers', () => {
    expect(config('mssql://me:p%40ss@db.example/shop').options).toMatchObject({
      port: 1433,
      database: 'shop',
      encrypt: true,
      trustServerCertificate: false,
      requestTimeout: 0,
      abortTransactionOnError: true,
    })
    const trusting = config(
      'sqlserver://me:x@db.example:1444/shop?encrypt=true&trustServerCertificate=true',
    )
    expect(trusting.options).toMatchObject({
      port: 1444,
      encrypt: true,
      trustServerCertificate: true,
    })
    expect(config('mssql://me:x@db.example/shop?encrypt=false').options.encrypt).toBe(false)
    expect(config('mssql://me:x@db.example/shop?tls=require').options).toMatchObject({
      encrypt: true,
      trustServerCertificate: true,
    })
    expect(
      config('mssql://me:x@db.example/shop?ApplicationIntent=ReadOnly&MultiSubnetFailover=True')
        .options,
    ).toMatchObject({ readOnlyIntent: true, multiSubnetFailover: true })
  })

  test('on this machine a certificate that nobody signed will do, until told otherwise', () => {
    expect(config('mssql://sa:x@localhost/shop').options).toMatchObject({
      encrypt: true,
      trustServerCertificate: true,
    })
    expect(config('mssql://sa:x@localhost/shop?tls=verify').options.trustServerCertificate).toBe(
      false,
    )
  })

  test('instances', () => {
    const { options } = config('mssql://sa:x@db.example/shop?instance=SQLEXPRESS')
    expect(options).toMatchObject({ instanceName: 'SQLEXPRESS' })
    expect(options).not.toHaveProperty('port')
    const typed = mssqlSettings.parse({ host: 'db\\DEV', database: 'shop', user: 'me' })
    expect(driverConfig(typed, 'x')).toMatchObject({
      server: 'db',
      options: { instanceName: 'DEV' },
    })
    expect(describeMssql(typed)).toBe('me@db\\DEV/shop')
  })

  test('unknown options are refused', () => {
    expect(() => parse('mssql://x/y?connector=evil')).toThrow('no option')
    expect(() => parse('mssql://x/y?encrypt=maybe')).toThrow('true or false')
    expect(() => mssqlSettings.parse({ host: '/var/run/x', database: 'y' })).toThrow()
  })
})

describe('logins', () => {
  const logins: readonly [string, object][] = [
    ['mssql://me:x@h/d', { type: 'default', options: { userName: 'me', password: 'x' } }],
    [
      'mssql://corp%5Cme:x@h/d?login=windows',
      { type: 'ntlm', options: { userName: 'me', password: 'x', domain: 'CORP' } },
    ],
    [
      'mssql://me:x@h/d?login=windows&domain=corp',
      { type: 'ntlm', options: { userName: 'me', password: 'x', domain: 'CORP' } },
    ],
    [
      'mssql://h/d?login=entra-service-principal&clientId=c&clientSecret=s&tenantId=t',
      {
        type: 'azure-active-directory-service-principal-secret',
        options: { clientId: 'c', clientSecret: 's', tenantId: 't' },
      },
    ],
    [
      'mssql://me:x@h/d?login=entra-password&clientId=c&tenantId=t',
      {
        type: 'azure-active-directory-password',
        options: { userName: 'me', password: 'x', clientId: 'c', tenantId: 't' },
      },
    ],
    [
      'mssql://h/d?login=entra-token&token=abc',
      { type: 'azure-active-directory-access-token', options: { token: 'abc' } },
    ],
    [
      'mssql://h/d?login=entra-managed-identity',
      { type: 'azure-active-directory-msi-vm', options: {} },
    ],
    ['mssql://h/d?login=entra-default', { type: 'azure-active-directory-default', options: {} }],
  ]
  test.each(logins)('%s', (url, expected) => {
    expect(config(url).authentication).toEqual(expected)
  })

  test('what is missing is named, and secrets are not told', () => {
    expect(() => config('mssql://h/d?login=entra-service-principal')).toThrow('clientId')
    expect(describeMssql(parse('mssql://me:s3cret@h/d'))).toBe('me@h:1433/d')
    expect(describeMssql(parse('mssql://h/d?login=entra-token&token=s3cret'))).toBe(
      'entra-token@h:1433/d',
    )
  })
})
