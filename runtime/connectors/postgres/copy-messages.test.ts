import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CopyMessages, isError } from './copy-messages.ts'

const message = (code: string, content: Uint8Array): Buffer => {
  const header = Buffer.alloc(5)
  header.write(code, 0, 'latin1')
  header.writeInt32BE(content.length + 4, 1)
  return Buffer.concat([header, content])
}

/** The stream cut at `cuts`, each piece in memory of its own as from a socket. */
function feed(stream: Buffer, cuts: readonly number[]) {
  const messages = new CopyMessages()
  const rows: Buffer[] = []
  const at = [...cuts.map((c) => c % (stream.length + 1)), stream.length].sort((a, b) => a - b)
  let from = 0
  for (const to of at) {
    const piece = Buffer.from(stream.subarray(from, to))
    from = to
    if (messages.rest) messages.rest = Buffer.concat([messages.rest, piece])
    else rows.push(Buffer.from(messages.take(piece)))
  }
  return { rows: Buffer.concat(rows), rest: messages.rest }
}

const bytes = fc.uint8Array({ maxLength: 300 })
const others = fc.constantFrom('H', 'N', 'S', 'A')
const stream = fc.array(fc.tuple(fc.oneof(fc.constant('d'), others), bytes), { maxLength: 30 })
const cuts = fc.array(fc.nat(), { maxLength: 12 })

describe('messages of COPY', () => {
  it('gives the content of the rows, wherever the network cuts', () => {
    fc.assert(
      fc.property(stream, cuts, bytes, (parts, at, after) => {
        const rest = message('C', after)
        const all = [
          ...parts.map(([code, content]) => message(code, content)),
          message('c', Buffer.alloc(0)),
          rest,
        ]
        const found = feed(Buffer.concat(all), at)
        const rows = parts.filter(([code]) => code === 'd').map(([, content]) => content)
        expect(found.rows.equals(Buffer.concat(rows))).toBe(true)
        expect(found.rest?.equals(rest)).toBe(true)
      }),
    )
  })

  it('leaves an error to the driver from its first byte on', () => {
    fc.assert(
      fc.property(stream, cuts, bytes, (parts, at, text) => {
        const error = message('E', text)
        const all = [...parts.map(([code, content]) => message(code, content)), error]
        const { rest } = feed(Buffer.concat(all), at)
        expect(rest?.equals(error)).toBe(true)
        expect(rest && isError(rest)).toBe(true)
      }),
    )
  })
})
