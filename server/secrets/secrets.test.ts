import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCipher } from './cipher.ts'
import { loadSecretKey } from './key.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'migrateiq-secrets-'))
const here = { tenantId: 'a', id: '1' }

describe('loadSecretKey', () => {
  test('makes a key once, for its owner only', () => {
    const dataDir = folder()
    const key = loadSecretKey(undefined, dataDir)
    expect(key.bytes).toHaveLength(32)
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(loadSecretKey(undefined, dataDir)).toEqual(key)
  })

  test('reads base64 and hex', () => {
    const { bytes, id } = loadSecretKey(undefined, folder())
    expect(loadSecretKey(bytes.toString('hex'), '').id).toBe(id)
    expect(loadSecretKey(bytes.toString('base64'), '').id).toBe(id)
  })

  test('refuses a short key without repeating it', () => {
    expect(() => loadSecretKey('c2hvcnQ=', '')).toThrow(/^(?!.*c2hvcnQ).*32 bytes/)
  })
})

describe('cipher', () => {
  const cipher = createCipher(loadSecretKey(undefined, folder()))

  test('opens what it sealed, where it belongs', () => {
    const sealed = cipher.seal('geheim ✓', here)
    expect(sealed.bytes.toString('latin1')).not.toContain('geheim')
    expect(cipher.open(sealed, here)).toBe('geheim ✓')
  })

  test('seals the same text differently each time', () => {
    expect(cipher.seal('x', here).bytes).not.toEqual(cipher.seal('x', here).bytes)
  })

  test.each([
    ['another id', { tenantId: 'a', id: '2' }],
    ['another tenant', { tenantId: 'b', id: '1' }],
    ['a shifted border', { tenantId: 'a1', id: '' }],
  ])('refuses to open it at %s', (_, place) => {
    expect(() => cipher.open(cipher.seal('x', here), place)).toThrow('changed or moved')
  })

  test('refuses every changed byte', () => {
    const { keyId, bytes } = cipher.seal('some settings', here)
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
      expect(() => cipher.open({ keyId, bytes: changed }, here)).toThrow('changed or moved')
    }
  })

  test('refuses a value of another key', () => {
    const sealed = createCipher(loadSecretKey(undefined, folder())).seal('x', here)
    expect(() => cipher.open(sealed, here)).toThrow('another key')
  })
})

test('the key file holds nothing but the key', () => {
  const dataDir = folder()
  loadSecretKey(undefined, dataDir)
  expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/)
})
