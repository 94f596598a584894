import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextToJson } from './text-to-json.ts'

const letters: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
}
const field = (value: string | null) =>
  value === null ? '\\N' : value.replace(/[\b\t\n\v\f\r\\]/g, (c) => letters[c] ?? c)

test('any rows, cut anywhere, come out as the same values', async () => {
  const value = fc.option(fc.string({ unit: 'binary', maxLength: 12 }).filter(isWellFormed))
  const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (given, size) => {
      const wire = Buffer.from(given.map((row) => `${row.map(field).join('\t')}\n`).join(''))
      const pieces: Buffer[] = []
      for (let at = 0; at < wire.length; at += size) pieces.push(wire.subarray(at, at + size))
      const lines = await text(Readable.from(pieces).pipe(new TextToJson()))
      expect(
        lines
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line)),
      ).toEqual(given)
    }),
  )
})

const isWellFormed = (value: string) => !/\p{Surrogate}/u.test(value)
