import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../e2e/support/eventually.ts'
import type { TestServer } from '../e2e/support/server.ts'
import { startTestServer } from '../e2e/support/server.ts'
import { startServer } from './main.ts'

let server: TestServer

beforeAll(async () => {
  const builderDir = mkdtempSync(join(tmpdir(), 'migrateiq-page-'))
  mkdirSync(join(builderDir, 'assets'))
  writeFileSync(
    join(builderDir, 'index.html'),
    `<!doctype html><title>page</title>${' '.repeat(2000)}`,
  )
  writeFileSync(join(builderDir, 'assets/app-1a2b.js'), `//${'x'.repeat(5000)}`)
  writeFileSync(join(tmpdir(), 'migrateiq-outside.txt'), 'outside')
  const flags = { uploadLimit: '1MB', allowedHosts: 'proxy.example.org, other.example.org:8443' }
  server = await startTestServer({ builderDir, flags, env: { MIGRATEIQ_REQUEST_LIMIT: '100KB' } })
})
afterAll(() => server.stop())

/** `fetch` sets Host and drops forbidden headers itself; this sends what it is told. */
function raw(path: string, headers: Record<string, string>, method = 'GET', body = '') {
  const { hostname, port } = new URL(server.url)
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('probes', () => {
  test('health and readiness', async () => {
    const health = await server.fetch('/health')
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok' }])
    const ready = async () => {
      const response = await server.fetch('/ready')
      return [response.status, await response.json()]
    }
    // Ready as soon as the worker process has loaded.
    await eventually(ready).toMatchObject([200, { database: true, worker: true, draining: false }])
  })
})

describe('headers', () => {
  test('a strict policy for scripts, a request id on everything', async () => {
    const { headers } = await server.fetch('/')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

describe('the page', () => {
  test.each(['/', '/pipelines/abc', '/runs'])(
    '%s is its index, asked for each time',
    async (path) => {
      const response = await server.fetch(path)
      expect(await response.text()).toContain('<title>page')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      const headers = { host: 'localhost', 'if-none-match': response.headers.get('etag') ?? '' }
      expect((await raw(path, headers)).status).toBe(304)
    },
  )

  test('an asset is compressed and kept', async () => {
    const response = await server.fetch('/assets/app-1a2b.js')
    expect(response.headers.get('content-encoding')).toMatch(/br|gzip/)
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-type')).toContain('javascript')
  })

  test('what is not there is a problem document', async () => {
    const response = await server.fetch('/assets/absent.js')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 404, title: 'Not Found' })
  })

  test.each([
    '/../migrateiq-outside.txt',
    '/..%2fmigrateiq-outside.txt',
    '/%2e%2e/migrateiq-outside.txt',
    '/assets/..%2f..%2fmigrateiq-outside.txt',
    '/%00.txt',
    '/%ff.txt',
  ])('%s leads nowhere', async (path) => {
    const { status, text } = await raw(path, { host: '127.0.0.1' })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(text).not.toContain('outside"')
  })
})

describe('who may ask', () => {
  const path = '/trpc/system.info'

  test.each([
    '127.0.0.1',
    'localhost:4400',
    '[::1]:9',
    'proxy.example.org',
    'Proxy.example.org:99',
    'other.example.org:8443',
  ])('the host %s is ours', async (host) => {
    expect((await raw(path, { host })).status).toBe(200)
  })

  test.each([
    'evil.example.org',
    'localhost.evil.org',
    '127.0.0.1.evil.org',
    'other.example.org:80',
    '169.254.169.254',
  ])('the host “%s” is not (DNS rebinding)', async (host) => {
    const { status, text } = await raw(path, { host })
    expect([status, JSON.parse(text).status]).toEqual([421, 421])
  })

  test.each(['http://evil.example.org', 'null', 'http://localhost:1', 'not a url'])(
    'a page of %s is refused',
    async (origin) => {
      const headers = { host: 'localhost:4400', origin }
      expect((await raw(path, headers)).status).toBe(403)
      expect((await raw('/uploads', headers, 'POST')).status).toBe(403)
    },
  )

  test('our own page is not', async () => {
    const headers = { host: 'localhost:4400', origin: 'http://localhost:4400' }
    expect((await raw(path, { ...headers, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test('an image of another page may not ask, a link may lead here', async () => {
    const headers = { host: 'localhost', 'sec-fetch-site': 'cross-site' }
    expect((await raw(path, headers)).status).toBe(403)
    expect((await raw('/', headers)).status).toBe(200)
  })
})

describe('limits', () => {
  test('a body that is too large is refused, announced or not', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(200_000) })
    const headers = { 'content-type': 'application/json' }
    const options = { method: 'POST', headers, body }
    expect((await server.fetch('/trpc/pipelines.import', options)).status).toBe(413)
    const stream = new Blob([body]).stream()
    const chunked = { ...options, body: stream, duplex: 'half' } as RequestInit
    expect((await server.fetch('/trpc/pipelines.import', chunked)).status).toBe(413)
  })

  test.each([
    ['pipelines.create', (deep: string) => `{"document":${deep}}`],
    ['pipelines.import', (deep: string) => JSON.stringify({ text: deep })],
    [
      'connections.create',
      (deep: string) => `{"name":"x","system":"postgres","settings":{"a":${deep}}}`,
    ],
    ['runs.start', (deep: string) => `{"pipelineId":"x","parameters":{"__proto__":${deep}}}`],
  ])('a document as deep as its limit allows does no harm to %s', async (path, input) => {
    const deep = '['.repeat(45_000) + ']'.repeat(45_000)
    const headers = { 'content-type': 'application/json' }
    const response = await server.fetch(`/trpc/${path}`, {
      method: 'POST',
      headers,
      body: input(deep),
    })
    expect([200, 400]).toContain(response.status)
    expect((await server.fetch('/health')).status).toBe(200)
  })

  test('a body that is no JSON, and an unknown procedure, are told as such', async () => {
    const headers = { 'content-type': 'application/json' }
    const broken = await server.fetch('/trpc/pipelines.import', {
      method: 'POST',
      headers,
      body: '{',
    })
    expect(broken.status).toBe(400)
    expect(await broken.text()).not.toContain('/server/')
    expect((await server.fetch('/trpc/no.such')).status).toBe(404)
  })
})

describe('uploads', () => {
  const upload = (name: string, content: string | Uint8Array<ArrayBuffer>, field = 'file') => {
    const form = new FormData()
    form.append(field, new Blob([content]), name)
    return server.fetch('/uploads', { method: 'POST', body: form })
  }
  const folder = () => readdirSync(join(server.dataDir, 'uploads'), { recursive: true }) as string[]

  test('a file arrives under an id of ours', async () => {
    const response = await upload('Kunden März.csv', 'a,b\n1,2\n')
    expect(response.status).toBe(201)
    const { id, name, size } = await response.json()
    expect({ name, size }).toEqual({ name: 'Kunden März.csv', size: 8 })
    expect(folder().some((it) => it.endsWith(id))).toBe(true)
    expect(await server.client.uploads.list.query()).toMatchObject([{ id, name, size }])
    await server.client.uploads.remove.mutate({ id })
    expect(folder().some((it) => it.endsWith(id))).toBe(false)
    expect(await server.client.uploads.list.query()).toEqual([])
  })

  test.each(['../../../escaped.csv', '..\\..\\escaped.csv', '/etc/escaped.csv'])(
    'a file called %j stays inside',
    async (name) => {
      const { id, name: kept } = await (await upload(name, 'x')).json()
      expect(kept).toBe('escaped.csv')
      expect(folder().filter((it) => it.includes('escaped'))).toEqual([])
      await server.client.uploads.remove.mutate({ id })
    },
  )

  test.each(['../../secret.key', '..', '/etc/passwd', 'a'.repeat(36)])(
    'removing “%s” removes nothing',
    async (id) => {
      await expect(server.client.uploads.remove.mutate({ id })).rejects.toThrow()
      expect(existsSync(join(server.dataDir, 'secret.key'))).toBe(true)
    },
  )

  test('a file over the limit leaves nothing behind', async () => {
    const before = folder()
    const response = await upload('large.csv', new Uint8Array(2_000_000))
    expect([response.status, (await response.json()).detail]).toEqual([
      413,
      'The file is larger than 1MB, the limit.',
    ])
    expect(folder()).toEqual(before)
  })

  test('two files, another field, and no multipart at all are refused', async () => {
    const before = folder()
    const form = new FormData()
    for (const name of ['a', 'b']) form.append('file', new Blob(['x']), name)
    expect((await server.fetch('/uploads', { method: 'POST', body: form })).status).toBe(400)
    expect((await upload('x', 'x', 'other')).status).toBe(400)
    expect((await server.fetch('/uploads', { method: 'POST', body: 'x' })).status).toBe(400)
    expect((await server.fetch('/uploads')).status).toBe(405)
    expect(folder()).toEqual(before)
  })

  test('a client that goes away in the middle leaves nothing behind', async () => {
    const before = folder()
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="half"\r\n\r\n`
    socket.write(
      `POST /uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000\r\n\r\n${head}${'x'.repeat(1000)}`,
    )
    await eventually(() => folder().length).toBe(before.length + 1)
    socket.destroy()
    await eventually(folder).toEqual(before)
  })
})

describe('starting', () => {
  test.each(['0.0.0.0', '::', '192.168.1.7', 'example.org'])(
    'listening on %s is refused while there are no accounts',
    async (host) => {
      const dataDir = join(tmpdir(), 'migrateiq-never-made')
      const start = startServer({ flags: { host, dataDir, port: 0 }, env: {} })
      await expect(start).rejects.toThrow(/would let everybody in/)
      expect(existsSync(dataDir)).toBe(false)
    },
  )

  test('a data folder has one server at a time', async () => {
    const again = startTestServer({ dataDir: server.dataDir })
    await expect(again).rejects.toThrow('Another server is using the data folder')
  })

  test('a taken port is told, and gives the data folder back', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'migrateiq-server-'))
    const flags = { port: new URL(server.url).port }
    await expect(startTestServer({ dataDir, flags })).rejects.toThrow('another program is using it')
    await (await startTestServer({ dataDir })).stop()
  })

  test('the log has no queries and one line per request', async () => {
    await server.fetch('/trpc/system.info?input=%7B%22hidden%22%3A1%7D')
    await eventually(() => server.log.join('')).toContain('"path":"/trpc/system.info"')
    expect(server.log.join('')).not.toContain('hidden')
  })
})
