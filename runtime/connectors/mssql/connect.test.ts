import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { closeAll, openAt, serve, urlOf } from '../../../e2e/support/mssql-script.ts'
import type { TdsAnswer } from '../../../e2e/support/tds-peer.ts'
import type { TestStep } from '../connector.ts'
import { connectors, parseConnectionUrl } from '../registry.ts'

vi.setConfig({ testTimeout: 20_000 })
// The real driver over a real socket; only what the server answers is a script.
afterEach(closeAll)

describe('connections', () => {
  const refusals: readonly [number, string, string][] = [
    [18456, "Login failed for user 'sa'.", 'LOGIN_FAILED'],
    [4060, 'Cannot open database "shop" requested by the login.', 'DATABASE_NOT_FOUND'],
    [40615, 'Client is not allowed to access the server.', 'LOGIN_FAILED'],
  ]
  test.each(refusals)('%i: %s', async (number, message, code) => {
    const peer = await serve({}, { number, message })
    await expect(openAt(urlOf(peer))).rejects.toMatchObject({
      code,
      data: { hint: expect.any(String), details: { number } },
    })
  })

  test('a test step by step', async () => {
    const facts: TdsAnswer = {
      columns: [
        ['version', 'nvarchar'],
        ['edition', 'nvarchar'],
        ['user', 'nvarchar'],
        ['schema', 'nvarchar'],
      ],
      rows: [['16.0.4135.4', 'Developer Edition', 'sa', 'dbo']],
    }
    const may: TdsAnswer = {
      columns: [
        ['create', 'int'],
        ['alter', 'int'],
        ['bulk', 'int'],
      ],
      rows: [[1, 1, 1]],
    }
    const peer = await serve({
      answer: ({ sql }) =>
        /ProductVersion/.test(sql) ? facts : /HAS_PERMS/.test(sql) ? may : undefined,
    })
    const steps: TestStep[] = []
    const { settings } = parseConnectionUrl(urlOf(peer))
    const tested = connectors.get('mssql')?.test(settings, new AbortController().signal)
    for await (const step of tested ?? []) steps.push(step)
    expect(steps.map((s) => [s.step, s.ok])).toEqual([
      ['resolve', true],
      ['connect', true],
      ['tls', true],
      ['login', true],
      ['privileges', true],
      ['read', true],
    ])
    expect(steps.map((s) => s.detail).join(' ')).toMatch(
      /16\.0\.4135\.4.*May create.*Snapshots are off/,
    )
    expect(JSON.stringify(steps)).not.toContain('s3cret')
  })

  test('a server that cannot encrypt is refused where encryption is wanted', async () => {
    const peer = await serve()
    const url = urlOf(peer).replace('encrypt=false', 'encrypt=true')
    await expect(openAt(url)).rejects.toMatchObject({ code: 'TLS_FAILED' })
  })

  test('a connection that is being made can be cancelled', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const stop = new AbortController()
    const { settings } = parseConnectionUrl(`mssql://sa:x@127.0.0.1:${port}/shop?connectTimeout=5`)
    const opened = connectors.get('mssql')?.open(settings, stop.signal)
    const refused = expect(opened).rejects.toMatchObject({ code: 'CANCELLED' })
    await once(silent, 'connection')
    stop.abort()
    await refused
    silent.close()
  })
})
