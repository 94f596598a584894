import type { CodedColumn } from './cells.ts'

/**
 * How unusual the letters of each value are in its column: minus the log probability of its least
 * likely trigram given the bigram before, counted over the other distinct values (leave one out).
 */
export function spellingSurprise(column: CodedColumn): Float32Array {
  const pairs = new Map<string, number>()
  const triples = new Map<string, number>()
  const weights = column.values.map((_, code) => 1 + Math.log(column.counts[code] as number))
  const texts = column.values.map(
    (value) => `\u0002\u0002${value.slice(0, 300).toLowerCase()}\u0003`,
  )
  const add = (map: Map<string, number>, key: string, weight: number) =>
    map.set(key, (map.get(key) ?? 0) + weight)
  texts.forEach((text, code) => {
    for (let i = 2; i < text.length; i++) {
      add(pairs, text.slice(i - 2, i), weights[code] as number)
      add(triples, text.slice(i - 2, i + 1), weights[code] as number)
    }
  })
  const surprise = new Float32Array(texts.length)
  texts.forEach((text, code) => {
    const weight = weights[code] as number
    let most = 0
    for (let i = 2; i < text.length; i++) {
      const pair = (pairs.get(text.slice(i - 2, i)) ?? 0) - weight
      const triple = (triples.get(text.slice(i - 2, i + 1)) ?? 0) - weight
      const one = -Math.log((Math.max(0, triple) + 0.1) / (Math.max(0, pair) + 4))
      if (one > most) most = one
    }
    surprise[code] = most
  })
  return surprise
}
