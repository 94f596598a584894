/** Meanings of frequent English words as directions: near words have a cosine near 1. */
export interface WordVectors {
  readonly dimensions: number
  /** Of length 1; undefined for a word that is not known. */
  vector(word: string): Float32Array | undefined
  /** 0 for the most frequent word; undefined for a word that is not known. */
  rank(word: string): number | undefined
}

let loaded: Promise<WordVectors> | undefined

/** Read once; some 3 MB. */
export function loadWordVectors(): Promise<WordVectors> {
  loaded ??= import('./words.json').then((file) => unpack(file.default))
  return loaded
}

function unpack(file: { dimensions: number; words: string; vectors: string }): WordVectors {
  const { dimensions } = file
  const ranks = new Map(file.words.split(' ').map((word, i) => [word, i]))
  const bytes = Buffer.from(file.vectors, 'base64')
  const cache = new Map<number, Float32Array>()
  const at = (rank: number) => {
    const known = cache.get(rank)
    if (known) return known
    const made = new Float32Array(dimensions)
    for (let i = 0; i < dimensions; i++) made[i] = bytes.readInt8(rank * dimensions + i)
    normalise(made)
    cache.set(rank, made)
    return made
  }
  return {
    dimensions,
    vector: (word) => {
      const rank = ranks.get(word)
      return rank === undefined ? undefined : at(rank)
    },
    rank: (word) => ranks.get(word),
  }
}

/** Scales to length 1 in place; a zero vector stays. */
export function normalise(vector: Float32Array): void {
  let square = 0
  for (const x of vector) square += x * x
  if (square === 0) return
  const scale = 1 / Math.sqrt(square)
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) * scale
}

export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
