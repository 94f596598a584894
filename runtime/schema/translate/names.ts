import type { DatabaseSystem } from '../model.ts'
import type { IdentifierPolicy } from './types.ts'

const limits: Readonly<Record<DatabaseSystem, number>> = {
  postgres: 63,
  mysql: 64,
  sqlite: 10_000,
  mssql: 128,
}

/** @example applyPolicy('CustomerID', 'snake_case') // customer_id */
export function applyPolicy(name: string, policy: IdentifierPolicy): string {
  if (policy === 'keep') return name
  if (policy === 'lower') return name.toLowerCase()
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
}

/**
 * Names of one namespace of the target. The same wishes in the same order give the same
 * names: too long ones end in a hash of the whole, and so do those that are taken.
 */
export class Names {
  readonly #taken = new Set<string>()
  readonly #system: DatabaseSystem

  constructor(system: DatabaseSystem) {
    this.#system = system
  }

  /** `whole` tells apart what wishes the same name. */
  take(wish: string, whole = wish): string {
    const name = this.fit(wish === '' ? 'unnamed' : wish, whole)
    if (this.#add(name)) return name
    for (let i = 0; ; i++) {
      const other = this.#shortened(name, `${whole}${i === 0 ? '' : i}`)
      if (this.#add(other)) return other
    }
  }

  has(name: string): boolean {
    return this.#taken.has(this.#folded(name))
  }

  /** A name that the engine keeps whole. */
  fit(name: string, whole = name): string {
    const allowed = this.#system === 'mysql' ? mysqlName(name) : name
    return size(allowed, this.#system) <= limits[this.#system]
      ? allowed
      : this.#shortened(allowed, whole)
  }

  #add(name: string): boolean {
    const key = this.#folded(name)
    if (this.#taken.has(key)) return false
    this.#taken.add(key)
    return true
  }

  #folded(name: string): string {
    return this.#system === 'postgres' ? name : name.toLowerCase()
  }

  #shortened(name: string, whole: string): string {
    const tail = `_${hash(whole)}`
    const characters = [...name]
    while (size(characters.join('') + tail, this.#system) > limits[this.#system]) characters.pop()
    return characters.join('') + tail
  }
}

const size = (name: string, system: DatabaseSystem) =>
  system === 'postgres' ? new TextEncoder().encode(name).length : name.length

/** No blank at the end, nothing beyond the basic plane. */
const mysqlName = (name: string) => name.replace(/[\u{10000}-\u{10FFFF}]/gu, '_').replace(/ +$/, '')

/** FNV-1a, 32 bits. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text))
    value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value.toString(16).padStart(8, '0')
}
