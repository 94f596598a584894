/** A 32-bit hash of a text (FNV-1a with the finisher of MurmurHash3). */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A set of texts as bits: says yes for every member, and for few others (B. H. Bloom, 1970). */
export interface BloomFilter {
  readonly bits: Uint8Array
  readonly hashes: number
}

/** About 0.5 % of other texts are let through. */
export function bloomFilter(texts: ReadonlySet<string>): BloomFilter {
  const bits = new Uint8Array(Math.ceil((Math.max(1, texts.size) * 11) / 8))
  const filter = { bits, hashes: 7 }
  for (const text of texts)
    for (const at of places(filter, text))
      bits[at >>> 3] = (bits[at >>> 3] as number) | (1 << (at & 7))
  return filter
}

export function mayContain(filter: BloomFilter, text: string): boolean {
  for (const at of places(filter, text))
    if (((filter.bits[at >>> 3] as number) & (1 << (at & 7))) === 0) return false
  return true
}

function* places({ bits, hashes }: BloomFilter, text: string): Generator<number> {
  const first = hashText(text)
  const step = hashText(text, 0x9e3779b9) | 1
  const size = bits.length * 8
  for (let i = 0; i < hashes; i++) yield ((first + Math.imul(i, step)) >>> 0) % size
}

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
