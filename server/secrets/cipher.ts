import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { MigrateError } from '../../runtime/error.ts'
import type { SecretKey } from './key.ts'

/** Where a sealed value belongs; it opens nowhere else. */
export interface SealedPlace {
  readonly tenantId: string
  readonly id: string
}

export interface Sealed {
  readonly keyId: string
  /** Nonce, tag, ciphertext. */
  readonly bytes: Buffer
}

export interface Cipher {
  seal(plain: string, place: SealedPlace): Sealed
  open(sealed: Sealed, place: SealedPlace): string
}

const nonceLength = 12
const tagLength = 16

/** AES-256-GCM; tenant and id are authenticated, so a value copied to another row is refused. */
export function createCipher(key: SecretKey): Cipher {
  return {
    seal(plain, place) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(aad(place))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return { keyId: key.id, bytes: Buffer.concat([nonce, cipher.getAuthTag(), text]) }
    },
    open({ keyId, bytes }, place) {
      if (keyId !== key.id) throw unreadable('it was encrypted with another key')
      const nonce = bytes.subarray(0, nonceLength)
      const tag = bytes.subarray(nonceLength, nonceLength + tagLength)
      try {
        const options = { authTagLength: tagLength }
        const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, options)
        decipher.setAAD(aad(place)).setAuthTag(tag)
        const text = bytes.subarray(nonceLength + tagLength)
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
      } catch {
        throw unreadable('it was changed or moved in the database')
      }
    },
  }
}

/** As JSON, so that no two places read the same. */
const aad = ({ tenantId, id }: SealedPlace) => Buffer.from(JSON.stringify([tenantId, id]))

const unreadable = (reason: string) =>
  new MigrateError('SECRET_UNREADABLE', `The settings of a connection cannot be read: ${reason}.`, {
    hint: 'Start the server with the right MIGRATEIQ_SECRET_KEY, or enter the settings again.',
  })
