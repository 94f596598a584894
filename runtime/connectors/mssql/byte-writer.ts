/** A buffer that grows, with the number formats of TDS. */
export class ByteWriter {
  #bytes: Buffer
  #at = 0

  constructor(size = 256 * 1024) {
    this.#bytes = Buffer.allocUnsafe(size)
  }

  get length(): number {
    return this.#at
  }

  /** Everything written so far; what is written next starts anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#at)
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length)
    this.#at = 0
    return taken
  }

  u8(value: number): void {
    this.#room(1)
    this.#bytes[this.#at++] = value
  }

  /** `width` ≤ 6 bytes, least significant first. */
  uint(value: number, width: number): void {
    this.#room(width)
    this.#at = this.#bytes.writeUIntLE(value, this.#at, width)
  }

  int(value: number, width: number): void {
    this.#room(width)
    this.#at = this.#bytes.writeIntLE(value, this.#at, width)
  }

  /** `width` bytes, a multiple of four, of a whole number of any size. */
  big(value: bigint, width: number): void {
    this.#room(width)
    let rest = BigInt.asUintN(width * 8, value)
    for (let i = 0; i < width; i += 4) {
      this.#at = this.#bytes.writeUInt32LE(Number(rest & 0xffff_ffffn), this.#at)
      rest >>= 32n
    }
  }

  /** `width` bytes, a multiple of four, of a whole number that a double holds. */
  whole(value: number, width: number): void {
    this.#room(width)
    this.#at = this.#bytes.writeUInt32LE(value % 2 ** 32, this.#at)
    let rest = Math.floor(value / 2 ** 32)
    for (let i = 4; i < width; i += 4) {
      this.#at = this.#bytes.writeUInt32LE(rest, this.#at)
      rest = 0
    }
  }

  float(value: number): void {
    this.#room(4)
    this.#at = this.#bytes.writeFloatLE(value, this.#at)
  }

  double(value: number): void {
    this.#room(8)
    this.#at = this.#bytes.writeDoubleLE(value, this.#at)
  }

  utf16(text: string): void {
    this.#room(text.length * 2)
    this.#at += this.#bytes.write(text, this.#at, 'utf16le')
  }

  bytes(value: Buffer): void {
    this.#room(value.length)
    this.#at += value.copy(this.#bytes, this.#at)
  }

  fill(value: number, count: number): void {
    this.#room(count)
    this.#bytes.fill(value, this.#at, this.#at + count)
    this.#at += count
  }

  #room(count: number): void {
    const needed = this.#at + count
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}
