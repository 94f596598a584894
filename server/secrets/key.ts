import { createHash, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MigrateError } from '../../runtime/error.ts'

/** A key of 32 bytes and the name under which values remember it. */
export interface SecretKey {
  readonly id: string
  readonly bytes: Buffer
}

/** The configured key, else the one in the data folder, which is made on the first start. */
export function loadSecretKey(configured: string | undefined, dataDir: string): SecretKey {
  if (configured !== undefined) return parseKey(configured, 'MIGRATEIQ_SECRET_KEY')
  const file = join(dataDir, 'secret.key')
  if (!existsSync(file)) makeKeyFile(file)
  return parseKey(readFileSync(file, 'utf8'), file)
}

/** Written aside and linked: of two servers that start at once both read the same, whole key. */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

function parseKey(text: string, from: string): SecretKey {
  const trimmed = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed, 'base64')
  if (bytes.length !== 32)
    throw new MigrateError('SECRET_UNREADABLE', `${from} does not hold a key of 32 bytes.`, {
      hint: 'Make one with: openssl rand -base64 32',
    })
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 12), bytes }
}
