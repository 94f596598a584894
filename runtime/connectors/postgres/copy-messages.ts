const headerBytes = 5
const copyData = 0x64
const copyDone = 0x63
const errorResponse = 0x45

/**
 * Takes the rows out of the messages of COPY … TO STDOUT. A server sends a message for every
 * row, so nothing here may cost anything per message: the rows of a chunk are moved together
 * within the chunk itself.
 * Protocol: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */
export class CopyMessages {
  /** Bytes of the current message that are still to come. */
  #left = 0
  #isRow = false
  /** A header that came in two chunks. */
  readonly #header = Buffer.alloc(headerBytes)
  #gathered = 0
  /** After the last row: what comes next, from an error's first byte on. */
  rest: Buffer | undefined

  /** @returns the rows of `chunk`, in the memory of the chunk, which is used up by that. */
  take(chunk: Buffer): Buffer {
    let at = 0
    let out = 0
    while (at < chunk.length) {
      if (this.#left > 0) {
        const end = Math.min(at + this.#left, chunk.length)
        if (this.#isRow) {
          if (out < at) chunk.copyWithin(out, at, end)
          out += end - at
        }
        this.#left -= end - at
        at = end
        continue
      }
      at = this.#readHeader(chunk, at)
      if (this.rest) break
    }
    return chunk.subarray(0, out)
  }

  /** @returns where the message’s content begins. */
  #readHeader(chunk: Buffer, at: number): number {
    if (this.#gathered === 0 && chunk.length - at >= headerBytes) {
      this.#begin(chunk[at] as number, chunk.readInt32BE(at + 1) - 4, chunk, at + headerBytes)
      return at + headerBytes
    }
    const copied = chunk.copy(this.#header, this.#gathered, at, at + headerBytes - this.#gathered)
    this.#gathered += copied
    if (this.#gathered < headerBytes) return at + copied
    this.#gathered = 0
    const code = this.#header[0] as number
    this.#begin(code, this.#header.readInt32BE(1) - 4, chunk, at + copied)
    return at + copied
  }

  #begin(code: number, length: number, chunk: Buffer, content: number): void {
    if (code === copyDone) this.rest = chunk.subarray(content)
    else if (code === errorResponse) this.rest = withHeader(code, length, chunk.subarray(content))
    this.#left = length
    this.#isRow = code === copyData
  }
}

/** Whether the rows have been broken off. */
export const isError = (rest: Buffer): boolean => rest[0] === errorResponse

function withHeader(code: number, length: number, content: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes)
  header[0] = code
  header.writeInt32BE(length + 4, 1)
  return Buffer.concat([header, content])
}
