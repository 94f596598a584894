import { sampleColumn } from './column-sample.ts'
import type { Features } from './linear-model.ts'
import { FeatureBag, joinFeatures } from './linear-model.ts'
import { semanticTypes } from './semantic-types.ts'
import { inWords } from './words.ts'

/** Places of hashed features: the model of columns has this many rows. */
export const COLUMN_DIMENSIONS = 1 << 16

/** How much the other columns of its table count for a column. */
const NEIGHBOURS = 0.7

/** What the column classifier sees of every column of a table; names are not looked at. */
export function tableFeatures(columns: readonly (readonly string[])[]): Features[] {
  const own = columns.map(ownFeatures)
  const seen = columns.map(outline)
  return columns.map((_, i) => {
    const around = new FeatureBag(COLUMN_DIMENSIONS)
    for (const [j, outlines] of seen.entries())
      if (j !== i)
        for (const name of outlines) around.add(`around ${name}`, 1 / Math.sqrt(seen.length))
    around.add(`columns ${Math.min(6, columns.length)}`, 0.5)
    around.add(`place ${Math.min(5, i)}`, 0.5)
    return joinFeatures([...(own[i] as Features[]), around.features(NEIGHBOURS)])
  })
}

function ownFeatures(values: readonly string[]): Features[] {
  const letters = new FeatureBag(COLUMN_DIMENSIONS)
  const words = new FeatureBag(COLUMN_DIMENSIONS)
  const whole = new FeatureBag(COLUMN_DIMENSIONS)
  for (const value of values.slice(0, 40)) {
    const text = value.trim().slice(0, 160)
    const lower = `^${text.toLowerCase().replace(/\d/g, '0')}$`
    for (let n = 2; n <= 5; n++)
      for (let i = 0; i + n <= lower.length; i++) letters.add(`${lower.slice(i, i + n)}`)
    const list = lower
      .slice(1, -1)
      .split(/[^\p{L}\p{N}$€£%]+/u)
      .filter((w) => w !== '')
    for (const [i, word] of list.entries()) {
      words.add(`word ${word}`)
      if (i > 0) words.add(`words ${list[i - 1]} ${word}`)
    }
    if (list.length > 0) words.add(`first ${list[0]}`)
    whole.add(`value ${lower}`)
    whole.add(`shape ${shapeOf(text)}`)
    whole.add(`start ${shapeOf(text).slice(0, 4)}`)
  }
  return [logged(letters, 1.2), logged(words, 1), logged(whole, 0.9), figures(values).features(1)]
}

function logged(bag: FeatureBag, length: number): Features {
  const { at, value } = bag.features()
  const logs = value.map((v) => Math.log(1 + v))
  const size = Math.sqrt(logs.reduce((sum, v) => sum + v * v, 0)) || 1
  return { at, value: logs.map((v) => (v * length) / size) }
}

/** `Anna-2` is `Aa-9`: kinds of characters, repeats dropped. */
export const shapeOf = (text: string): string =>
  text
    .slice(0, 60)
    .replace(/\p{Ll}+/gu, 'a')
    .replace(/\p{Lu}+/gu, 'A')
    .replace(/\d+/g, '9')
    .replace(/\s+/g, ' ')

function figures(values: readonly string[]): FeatureBag {
  const bag = new FeatureBag(COLUMN_DIMENSIONS)
  const filled = sampleColumn({ name: '', values }, 40).values
  const count = Math.max(1, filled.length)
  const lengths = filled.map((v) => v.length)
  const mean = lengths.reduce((a, b) => a + b, 0) / count
  const spread = Math.sqrt(lengths.reduce((sum, l) => sum + (l - mean) ** 2, 0) / count)
  const grade = (x: number) => Math.min(12, Math.round(1.5 * Math.log2(1 + x)))
  const words = filled
    .flatMap((v) => v.split(/[\s,]+/))
    .filter((w) => /\p{L}/u.test(w))
    .slice(0, 200)
  const share = (test: (w: string) => boolean) =>
    words.filter(test).length / Math.max(1, words.length)
  bag.add(`length ${grade(mean)}`)
  bag.add(`spread ${grade(spread)}`)
  bag.add(`words ${grade(words.length / count)}`)
  bag.add(`empty ${Math.round((4 * filled.length) / Math.max(1, values.length))}`)
  bag.add(`distinct ${Math.round((4 * new Set(filled).size) / count)}`)
  bag.add('first names', share((w) => inWords('first', w)) * 2)
  bag.add('last names', share((w) => inWords('last', w)) * 2)
  bag.add('towns', share((w) => inWords('town', w)) * 2)
  bag.add('common words', share((w) => inWords('common', w)) * 2)
  const numbers = filled.map(Number).filter((n) => Number.isFinite(n))
  bag.add('numbers', numbers.length / count)
  if (numbers.length > 0) {
    const middle = numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
    bag.add(`number ${Math.sign(middle) * grade(Math.abs(middle))}`)
    bag.add(`whole ${numbers.every(Number.isInteger)}`)
  }
  const few = filled.slice(0, 8)
  for (const type of semanticTypes) {
    const passed = few.reduce((sum, v) => sum + Number(type.test(v)), 0) / Math.max(1, few.length)
    if (passed > 0.2) bag.add(`type ${type.id}`, passed)
  }
  return bag
}

/** A rough picture of a column, for its neighbours. */
function outline(values: readonly string[]): string[] {
  const found = new Set<string>()
  for (const value of values.slice(0, 20)) {
    const shape = shapeOf(value.trim())
    found.add(`shape ${shape.slice(0, 8)}`)
    for (const word of value
      .toLowerCase()
      .slice(0, 120)
      .split(/[^\p{L}]+/u))
      if (word.length > 2) found.add(`word ${word}`)
  }
  return [...found]
}
