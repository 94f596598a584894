/** Reads the format's numbers of one to nine bytes; `at` is where the next one begins. */
export class Varints {
  at = 0

  /** @returns a number, exact up to 2^53; for sizes and types. */
  next(bytes: Uint8Array): number {
    const first = bytes[this.at++] as number
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let i = 1; i < 8; i++) {
      const byte = bytes[this.at++] as number
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
    return value * 256 + (bytes[this.at++] as number)
  }

  /** @returns a signed number of 64 bits, as `bigint` only where it has to be. */
  nextRowid(bytes: Uint8Array): number | bigint {
    const start = this.at
    const value = this.next(bytes)
    if (value <= Number.MAX_SAFE_INTEGER && this.at - start < 9) return value
    let exact = 0n
    for (let at = start; at < this.at; at++) {
      const byte = bytes[at] as number
      exact = at - start < 8 ? (exact << 7n) | BigInt(byte & 0x7f) : (exact << 8n) | BigInt(byte)
    }
    const signed = BigInt.asIntN(64, exact)
    return signed >= -9007199254740991n && signed <= 9007199254740991n ? Number(signed) : signed
  }
}
