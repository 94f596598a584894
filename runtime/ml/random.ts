/** Numbers in [0, 1) that depend on the seed alone, on every machine (sfc32, by C. Doty-Humphrey). */
export type Random = () => number

export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0
  let b = 0x243f6a88 | 0
  let c = 0xb7e15162 ^ Math.trunc(seed)
  let counter = Math.trunc(seed / 2 ** 32) | 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  // The first numbers of near seeds resemble each other.
  for (let i = 0; i < 15; i++) next()
  return () => next() / 2 ** 32
}

/** A whole number from 0 up to, but not including, `limit`. */
export const below = (random: Random, limit: number): number => Math.floor(random() * limit)

/** `count` different numbers of 0 … size - 1, in random order; all of them where there are fewer. */
export function sampleWithout(random: Random, size: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, i) => i)
  const wanted = Math.min(count, size)
  for (let i = 0; i < wanted; i++) {
    const j = i + below(random, size - i)
    const moved = order[i] as number
    order[i] = order[j] as number
    order[j] = moved
  }
  return order.subarray(0, wanted)
}
