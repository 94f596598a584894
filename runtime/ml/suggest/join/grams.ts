/** Letter trigrams of the words of a text, for comparing values that are written differently. */
export function gramsOf(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  const grams = new Set<string>()
  for (const [word] of plain.matchAll(/\p{L}+|[0-9]+/gu)) {
    if (/^[0-9]/.test(word)) {
      grams.add(`#${word}`)
      continue
    }
    const padded = ` ${word} `
    for (let i = 0; i + 3 <= padded.length; i++) grams.add(padded.slice(i, i + 3))
  }
  return [...grams]
}

/** Texts by their weighted grams; rare grams weigh more. */
export class GramIndex {
  readonly grams: readonly (readonly string[])[]
  private readonly holders = new Map<string, number[]>()
  private readonly weight = new Map<string, number>()
  private readonly sums: readonly number[]

  constructor(texts: readonly string[], others: readonly string[]) {
    this.grams = texts.map(gramsOf)
    const all = [...this.grams, ...others.map(gramsOf)]
    const counts = new Map<string, number>()
    for (const grams of all) for (const g of grams) counts.set(g, (counts.get(g) ?? 0) + 1)
    for (const [g, count] of counts) this.weight.set(g, Math.log(1 + all.length / count))
    for (const [i, grams] of this.grams.entries())
      for (const g of grams) {
        const list = this.holders.get(g)
        if (list) list.push(i)
        else this.holders.set(g, [i])
      }
    this.sums = this.grams.map((grams) => this.sum(grams))
  }

  /** Similarity (0 … 1) of a text to each indexed one that shares a gram with it. */
  similar(text: string): Map<number, number> {
    const grams = gramsOf(text)
    const total = this.sum(grams)
    const shared = new Map<number, number>()
    for (const g of grams) {
      const w = this.weight.get(g) ?? 0
      for (const i of this.holders.get(g) ?? []) shared.set(i, (shared.get(i) ?? 0) + w)
    }
    for (const [i, sum] of shared) {
      const own = this.sums[i] as number
      const contained = sum / Math.max(1e-9, Math.min(own, total))
      const cosine = sum / Math.max(1e-9, Math.sqrt(own * total))
      shared.set(i, 0.5 * contained + 0.5 * cosine)
    }
    return shared
  }

  private sum(grams: readonly string[]): number {
    return grams.reduce((total, g) => total + (this.weight.get(g) ?? 0), 0)
  }
}
