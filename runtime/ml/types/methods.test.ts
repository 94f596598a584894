import { expect, test } from 'vitest'
import { fitBoosting } from '../../../bench/train/types-boosting.ts'
import { seededRandom } from '../random.ts'
import { predictTrees } from './boosted-trees.ts'
import { classifyColumns, trainColumns } from './column-classifier.ts'
import { featureNames, featuresOf } from './feature-kind-inputs.ts'
import { featureKind, pack, shippedFeatureKinds, summaryOf, unpack } from './feature-kinds.ts'
import { bloomFilter, fromBase64, mayContain, toBase64 } from './hashing.ts'
import { FeatureBag, loadLinear, predictLinear, storeLinear, trainLinear } from './linear-model.ts'
import { findPatterns } from './pii-patterns.ts'
import { findSpans } from './spans.ts'
import { shippedTagger } from './tagger.ts'

test('a Bloom filter holds its members and little else', () => {
  const members = new Set(Array.from({ length: 2000 }, (_, i) => `member ${i}`))
  const { bits, hashes } = bloomFilter(members)
  const stored = { bits: fromBase64(toBase64(bits)), hashes }
  expect([...members].every((m) => mayContain(stored, m))).toBe(true)
  const others = Array.from({ length: 2000 }, (_, i) => mayContain(stored, `other ${i}`))
  expect(others.filter(Boolean).length).toBeLessThan(40)
})

test('a linear model learns what words tell apart, and is much the same when stored', async () => {
  const of = (text: string) => {
    const bag = new FeatureBag(256)
    for (const word of text.split(' ')) bag.add(word)
    return bag.features(1)
  }
  const texts = ['red apple', 'green apple', 'fast car', 'red car', 'green pear', 'fast bike']
  const labels = [0, 0, 1, 1, 0, 1]
  const examples = texts.map((text, i) => ({ features: of(text), label: labels[i] ?? 0 }))
  const model = await trainLinear(examples, ['fruit', 'vehicle'], {
    dimensions: 256,
    epochs: 30,
    rate: 0.2,
    l2: 0,
    seed: 1,
  })
  const stored = loadLinear(storeLinear(model))
  for (const m of [model, stored]) {
    expect(predictLinear(m, of('fast apple car'))[1]).toBeGreaterThan(0.5)
    expect(predictLinear(m, of('green'))[0]).toBeGreaterThan(0.6)
  }
})

test('boosted trees learn a rule of two features', () => {
  const random = seededRandom(4)
  const rows = Array.from({ length: 400 }, () => [random(), random(), random()])
  const rule = (row: readonly number[]) => Number((row[0] ?? 0) > 0.5 !== (row[1] ?? 0) > 0.5)
  const options = {
    rounds: 30,
    leaves: 6,
    rate: 0.3,
    least: 1,
    l2: 1,
    features: 1,
    rows: 1,
    seed: 1,
  }
  const model = fitBoosting(
    rows.slice(0, 300),
    rows.slice(0, 300).map(rule),
    ['same', 'other'],
    ['a', 'b', 'c'],
    options,
  )
  const packed = unpack(pack(model))
  let right = 0
  for (const row of rows.slice(300)) {
    const shares = predictTrees(model, row)
    expect(Array.from(predictTrees(packed, row))).toEqual(Array.from(shares))
    if (Number((shares[1] as number) > 0.5) === rule(row)) right++
  }
  expect(right).toBeGreaterThan(90)
})

test('the shipped feature kinds know plain cases', async () => {
  const model = await shippedFeatureKinds()
  const kindOf = (name: string, values: (string | null)[]) =>
    featureKind(model, summaryOf({ name, values })).kind
  const many = Array.from({ length: 300 }, (_, i) => i)
  expect(
    kindOf(
      'salary',
      many.map((i) => String(((i * 7919) % 3001) + 0.5)),
    ),
  ).toBe('numeric')
  expect(
    kindOf(
      'created_at',
      many.map((i) => `2021-0${(i % 9) + 1}-1${i % 10} 10:0${i % 6}:00`),
    ),
  ).toBe('datetime')
  expect(
    kindOf(
      'gender',
      many.map((i) => (i % 2 ? 'male' : 'female')),
    ),
  ).toBe('categorical')
  expect(
    kindOf(
      'url',
      many.map((i) => `https://example.org/page/${i}`),
    ),
  ).toBe('url')
  expect(featuresOf(summaryOf({ name: '', values: [] }))).toHaveLength(featureNames.length)
  expect(featuresOf(summaryOf({ name: '', values: [null] })).every(Number.isFinite)).toBe(true)
})

test('columns are told apart by examples, values and neighbours', async () => {
  const tables = Array.from({ length: 12 }, (_, i) => ({
    name: `t${i}`,
    columns: [
      [`Hotel ${i}`, `Inn ${i + 1}`],
      [`${10 + i}:30`, '12:00'],
      [`room ${i} with bath`, 'breakfast'],
    ],
    labels: ['name', 'time', 'text'],
  }))
  const classifier = await trainColumns(tables, { labels: ['name', 'time', 'text'], seed: 1 })
  const shares = classifyColumns(classifier, [
    ['Hotel Sun', 'Inn Moon'],
    ['09:15', '23:00'],
  ])
  expect(shares.map((s) => s.indexOf(Math.max(...s)))).toEqual([0, 1])
  for (const s of shares) expect(s.reduce((a, b) => a + b, 0)).toBeCloseTo(1)
})

test.each([
  ['my card 4111111111111111 is lost', 'CREDIT_CARD', '4111111111111111'],
  ['transfer to DE89 3704 0044 0532 0130 00 please', 'IBAN_CODE', 'DE89 3704 0044 0532 0130 00'],
  ['His SSN is 536-90-4399.', 'US_SSN', '536-90-4399'],
  ['blocked 41.173.96.26 again', 'IP_ADDRESS', '41.173.96.26'],
  ['call me at 618-226-1460, thanks', 'PHONE_NUMBER', '618-226-1460'],
  ['write to a.b@example.org.', 'EMAIL_ADDRESS', 'a.b@example.org'],
  ['see https://www.example.org/a?b=c.', 'DOMAIN_NAME', 'https://www.example.org/a?b=c'],
  ['a 35-year-old male', 'AGE', '35'],
  ['my driver’s license number is F162823540116', 'US_DRIVER_LICENSE', 'F162823540116'],
])('%s', (text, kind, expected) => {
  expect(findPatterns(text)).toMatchObject([{ kind, text: expected }])
})

test('numbers of another sort are nothing', () => {
  for (const text of [
    'order 4111111111111112',
    'version 1.2.3',
    'room 12',
    '3 of 4',
    'IBAN DE00370400440532013000',
  ])
    expect(findPatterns(text), text).toEqual([])
})

test('names are told from the words around them', async () => {
  const tagger = await shippedTagger()
  const kinds = (text: string) => findSpans(text, tagger).map((s) => `${s.kind} ${s.text}`)
  expect(kinds('My name is Anna Johansson and I live in Germany.')).toEqual(
    expect.arrayContaining(['PERSON Anna Johansson', 'GPE Germany']),
  )
  expect(kinds('How do I open my statement?')).toEqual([])
})
