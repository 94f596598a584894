import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeSegments } from './segments.ts'

/** Feeds `text` in pieces of `size` bytes, keeping what is written. */
async function cut(
  text: string,
  rows: number,
  size: number,
  committed = new Map<string, number>(),
) {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
  const written = new Map<string, string>()
  let resumed = 0
  await writeSegments(Readable.from(pieces, { objectMode: false }), {
    rows,
    committed,
    async write(id, stream) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const content = Buffer.concat(chunks).toString()
      written.set(id, content)
      return { rows: content.split('\n').length - 1 }
    },
    done: (segment) => {
      if (segment.resumed) resumed++
    },
  })
  return { written: [...written.values()], resumed }
}

describe('segments', () => {
  test('together they are the stream, each with its share of the rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string().map((s) => s.replaceAll('\n', ' ')),
          { maxLength: 40 },
        ),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 30 }),
        async (lines, rows, size) => {
          const text = lines.map((l) => `${l}\n`).join('')
          const { written } = await cut(text, rows, size)
          expect(written.join('')).toBe(text)
          expect(written).toHaveLength(Math.ceil(lines.length / rows))
          for (const piece of written.slice(0, -1)) expect(piece.split('\n')).toHaveLength(rows + 1)
        },
      ),
    )
  })

  test('segments that are in already are passed over, whatever their order', async () => {
    const committed = new Map([
      ['segment-000000', 2],
      ['segment-000002', 2],
    ])
    const { written, resumed } = await cut('1\n2\n3\n4\n5\n6\n7\n', 2, 3, committed)
    expect(written).toEqual(['3\n4\n', '7\n'])
    expect(resumed).toBe(2)
  })

  test('a source that has changed is not mixed with what is in', async () => {
    const committed = new Map([['segment-000000', 2]])
    await expect(cut('1\n', 2, 3, committed)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
    const longer = new Map([...committed, ['segment-000001', 2]])
    await expect(cut('1\n2\n', 2, 3, longer)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
  })

  test('a target that takes other rows than it was given is not believed', async () => {
    const segments = writeSegments(Readable.from([Buffer.from('1\n2\n')], { objectMode: false }), {
      rows: 10,
      committed: new Map(),
      async write(_, stream) {
        for await (const _ of stream);
        return { rows: 1 }
      },
      done: () => undefined,
    })
    await expect(segments).rejects.toMatchObject({ code: 'COUNT_MISMATCH' })
  })
})
