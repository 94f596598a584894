import type { Duplex, Writable } from 'node:stream'
import type { Connection } from 'mysql2'
import { MigrateError } from '../../error.ts'
import type { RowEncoder } from './encode.ts'
import { breakOff } from './links.ts'

/** The driver's parts this file stands in for while a result is read. */
interface Driver {
  stream: Duplex
  packetParser: { execute(chunk: Buffer): void }
}

const largest = 0xff_ff_ff
const headerBytes = 4

/**
 * Sends a query and gives the packets of its rows, as they lie in the socket's buffers,
 * to the encoder. The driver sends the query and sees its end; between the two its packet
 * parser is replaced, because it makes objects of every row.
 */
export function streamRows(link: Connection, sql: string, encoder: RowEncoder): Promise<void> {
  const driver = link as unknown as Driver
  const original = driver.packetParser
  return new Promise<void>((resolve, reject) => {
    const packets = new PacketReader(encoder, {
      end(answer) {
        driver.packetParser = original
        original.execute(answer)
      },
      refuse(error) {
        reject(error)
        breakOff(link)
      },
    })
    link.query(sql, (error) => {
      driver.packetParser = original
      if (error) return reject(error)
      encoder.flush()
      resolve()
    })
    driver.packetParser = packets
  })
}

/** Lets the socket wait while `output` is full; `release` gives it back for other work. */
export function writeTo(
  link: Connection,
  output: Writable,
): { emit: (block: Buffer) => void; release: () => void } {
  const { stream } = link as unknown as Driver
  const resume = () => void stream.resume()
  output.on('drain', resume)
  return {
    emit(block) {
      if (!output.write(block)) stream.pause()
    },
    release() {
      // An output that ends never drains.
      output.off('drain', resume)
      resume()
    },
  }
}

interface Ending {
  /** The last packet; the driver still waits for its first one. */
  end(answer: Buffer): void
  refuse(error: MigrateError): void
}

/** Cuts the stream of a result into its packets. */
export class PacketReader {
  readonly #encoder: RowEncoder
  readonly #ending: Ending
  /** The beginning of a packet, until `#needed` bytes are there. */
  #rest: Buffer[] = []
  #gathered = 0
  #needed = 0
  /** Payloads of a packet of more than 16 MB. */
  #parts: Buffer[] = []
  #state: 'header' | 'fields' | 'rows' | 'ended' = 'header'

  constructor(encoder: RowEncoder, ending: Ending) {
    this.#encoder = encoder
    this.#ending = ending
  }

  execute(chunk: Buffer): void {
    if (this.#state === 'ended') return
    let at = this.#complete(chunk)
    while (chunk.length - at >= headerBytes && !this.#ended()) {
      const start = at + headerBytes
      const end = start + chunk.readUIntLE(at, 3)
      if (end > chunk.length) break
      this.#whole(chunk, start, end)
      at = end
    }
    if (at < chunk.length && !this.#ended()) this.#keep(chunk.subarray(at))
  }

  /** Ends the packet that has begun in earlier chunks. @returns how much of the chunk that took. */
  #complete(chunk: Buffer): number {
    let at = 0
    while (this.#rest.length > 0 && at < chunk.length) {
      const taken = chunk.subarray(at, at + this.#needed - this.#gathered)
      this.#rest.push(taken)
      this.#gathered += taken.length
      at += taken.length
      if (this.#gathered < this.#needed) return at
      const packet = Buffer.concat(this.#rest)
      if (packet.length < sizeOf(packet)) this.#keep(packet)
      else {
        this.#rest = []
        this.#whole(packet, headerBytes, packet.length)
      }
    }
    return at
  }

  /** A packet as it came over the wire: one of the server's, or a part of a larger one. */
  #whole(bytes: Buffer, start: number, end: number): void {
    const isPart = end - start === largest
    if (!isPart && this.#parts.length === 0) {
      this.#packet(bytes, start, end)
      return
    }
    this.#parts.push(Buffer.from(bytes.subarray(start, end)))
    if (isPart) return
    const joined = Buffer.concat(this.#parts)
    this.#parts = []
    this.#packet(joined, 0, joined.length)
  }

  #ended(): boolean {
    return this.#state === 'ended'
  }

  #keep(rest: Buffer): void {
    this.#rest = [rest]
    this.#gathered = rest.length
    this.#needed = sizeOf(rest)
  }

  #packet(bytes: Buffer, start: number, end: number): void {
    const first = bytes[start]
    if (first === 0xff) {
      this.#end(bytes.subarray(start, end))
      return
    }
    const isEnd = first === 0xfe && end - start < 9
    switch (this.#state) {
      case 'rows':
        if (isEnd) this.#end(ok)
        else this.#encoder.row(bytes, start, end)
        return
      case 'fields':
        if (isEnd) this.#state = 'rows'
        return
      case 'header':
        // 0xfb asks for a file of this machine; 0 is an answer without rows.
        if (first === 0xfb || first === 0) this.#refuse()
        else this.#state = 'fields'
        return
    }
  }

  #end(payload: Buffer): void {
    this.#state = 'ended'
    const header = Buffer.from([payload.length & 255, payload.length >> 8, 0, 1])
    this.#ending.end(Buffer.concat([header, payload]))
  }

  #refuse(): void {
    this.#state = 'ended'
    this.#ending.refuse(
      new MigrateError('QUERY_FAILED', 'The server’s answer to a query is not a table.', {
        hint: 'Only queries that return rows can be read; a server that asks for files is refused.',
      }),
    )
  }
}

/** Bytes of the packet that begins so, with its header; as long as that is not whole, of the header. */
const sizeOf = (bytes: Buffer): number =>
  bytes.length < headerBytes ? headerBytes : headerBytes + bytes.readUIntLE(0, 3)

const ok = Buffer.from([0, 0, 0, 2, 0, 0, 0])
