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
    const bytes = this.#join(chunk)
    if (!bytes) return
    let at = 0
    while (bytes.length - at >= 4) {
      const length = bytes.readUIntLE(at, 3)
      const start = at + 4
      const end = start + length
      if (end > bytes.length) {
        this.#keep(bytes.subarray(at), length + 4)
        return
      }
      at = end
      if (length === largest || this.#parts.length > 0) {
        this.#parts.push(Buffer.from(bytes.subarray(start, end)))
        if (length === largest) continue
        const whole = Buffer.concat(this.#parts)
        this.#parts = []
        this.#packet(whole, 0, whole.length)
      } else this.#packet(bytes, start, end)
      if (this.#ended()) return
    }
    if (at < bytes.length) this.#keep(bytes.subarray(at), 4)
  }

  #ended(): boolean {
    return this.#state === 'ended'
  }

  #keep(rest: Buffer, needed: number): void {
    this.#rest = [rest]
    this.#gathered = rest.length
    this.#needed = needed
  }

  #join(chunk: Buffer): Buffer | undefined {
    if (this.#rest.length === 0) return chunk
    this.#rest.push(chunk)
    this.#gathered += chunk.length
    if (this.#gathered < this.#needed) return undefined
    const bytes = Buffer.concat(this.#rest)
    this.#rest = []
    return bytes
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

const ok = Buffer.from([0, 0, 0, 2, 0, 0, 0])
