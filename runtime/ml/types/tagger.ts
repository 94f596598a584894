import { countryNames, honorifics, isJobWord, legalForm, nationalities } from './dictionaries.ts'
import { regions } from './identifiers.ts'
import type { Features, LinearModel, StoredLinearModel } from './linear-model.ts'
import { FeatureBag, loadLinear, predictLinear } from './linear-model.ts'
import type { PiiKind } from './pii-kinds.ts'
import type { PiiSpan } from './pii-patterns.ts'
import { streetEnding, streetWord } from './place-words.ts'
import type { Token } from './tokens.ts'
import { inWords, wordKinds } from './words.ts'

export const TAGGER_DIMENSIONS = 1 << 13

/** Kinds that need the words around them; the others are told by their form. */
export const taggedKinds: readonly PiiKind[] = [
  'PERSON',
  'STREET_ADDRESS',
  'GPE',
  'ORGANIZATION',
  'TITLE',
  'NRP',
  'ZIP_CODE',
  'DATE_TIME',
  'AGE',
]
/** `O`, then where a span begins and goes on, for every kind. */
export const tags: readonly string[] = ['O', ...taggedKinds.flatMap((k) => [`B-${k}`, `I-${k}`])]

/** What the tagger sees of a token, but for the tag before it: said once, as names. */
export function tokenFeatures(tokens: readonly Token[], patterns: readonly PiiSpan[]): string[][] {
  const own = tokens.map((t, i) => describe(t, tokens, i, patterns))
  return tokens.map((_, i) => {
    const names = [...(own[i] as string[])]
    for (const by of [-3, -2, -1, 1, 2, 3]) {
      const around = own[i + by]
      if (!around) names.push(`${by} edge`)
      else
        for (const name of around.slice(0, Math.abs(by) === 3 ? 2 : 8)) names.push(`${by} ${name}`)
    }
    names.push(
      `pair ${own[i - 1]?.[0]} ${own[i - 2]?.[0]}`,
      `both ${own[i - 1]?.[0]} ${own[i + 1]?.[0]}`,
    )
    names.push(`shapes ${own[i - 1]?.[1]} ${own[i]?.[1]} ${own[i + 1]?.[1]}`)
    return names
  })
}

/** Words that are no names stand for themselves; of others only what they look like is kept. */
function describe(
  token: Token,
  tokens: readonly Token[],
  i: number,
  patterns: readonly PiiSpan[],
): string[] {
  const { text } = token
  const lower = text.toLowerCase()
  const letters = /^\p{L}/u.test(text)
  const known = letters && inWords('common', text)
  const pattern = patterns.find((p) => token.start >= p.start && token.end <= p.end)
  const word = known || !letters ? (/\d/.test(text) ? text.replace(/\d/g, '0') : lower) : '*'
  const names = [`w ${word}`, `s ${shape(text)}`]
  if (pattern) names.push(`p ${pattern.kind}`)
  if (token.begins) names.push('begins')
  if (letters) {
    const kinds = wordKinds(text)
    const grade = (x: number) => (x > 0.7 ? 'high' : x > 0.3 ? 'some' : 'low')
    const flags = [
      inWords('first', text) ? 'first' : '',
      inWords('last', text) ? 'last' : '',
      inWords('town', text) ? 'town' : '',
      inWords('region', text) ? 'region' : '',
      known ? 'common' : inWords('word', text) ? 'word' : 'strange',
      countryNames(regions).has(lower) || isCountryPart(tokens, i) ? 'country' : '',
      nationalities.has(lower) || nationalities.has(lower.replace(/s$/, '')) ? 'people' : '',
      streetWord.test(text) ? 'street' : streetEnding.test(text) ? 'street end' : '',
      honorifics.has(lower) ? 'honorific' : '',
      legalForm.test(text) ? 'legal' : '',
      isJobWord(text) ? 'job' : '',
    ].filter((f) => f !== '')
    names.push(`all ${flags.join(' ')}`, ...flags.map((f) => `f ${f}`))
    names.push(`k ${grade(kinds.first + kinds.last)} ${grade(kinds.place)} ${grade(kinds.word)}`)
    names.push(`end ${lower.slice(-3)}`)
  }
  return names
}

function isCountryPart(tokens: readonly Token[], i: number): boolean {
  for (const [from, to] of [
    [i - 1, i],
    [i, i + 1],
    [i - 2, i],
    [i, i + 2],
    [i - 1, i + 1],
  ] as const) {
    const name = tokens
      .slice(Math.max(0, from), to + 1)
      .map((t) => t.text.toLowerCase())
      .join(' ')
    if (from >= 0 && countryNames(regions).has(name)) return true
  }
  return false
}

const shape = (text: string): string => {
  if (/^\d+$/.test(text)) return `${Math.min(6, text.length)} digits`
  if (!/^\p{L}/u.test(text)) return /\d/.test(text) ? 'number' : text
  if (/^\p{Lu}$/u.test(text)) return 'X'
  if (/^\p{Lu}+$/u.test(text)) return 'XX'
  if (/^\p{Lu}/u.test(text)) return /\p{Ll}\p{Lu}/u.test(text) ? 'XxX' : 'Xx'
  return 'x'
}

export function hashFeatures(names: readonly string[], before: string): Features {
  const bag = new FeatureBag(TAGGER_DIMENSIONS)
  for (const name of names) bag.add(name)
  bag.add(`before ${before}`, 1)
  bag.add(`before ${before} ${names[0]}`, 1)
  bag.add(`before ${before} ${names[1]}`, 1)
  return bag.features(3)
}

const BEAM = 6

/** The likeliest row of tags (a maximum-entropy Markov model: McCallum et al., 2000). */
export function tagTokens(
  model: LinearModel,
  tokens: readonly Token[],
  patterns: readonly PiiSpan[],
): string[] {
  const features = tokenFeatures(tokens, patterns)
  let beam: { tags: string[]; score: number }[] = [{ tags: [], score: 0 }]
  for (const names of features) {
    const next: typeof beam = []
    for (const { tags: before, score } of beam) {
      const last = before.at(-1) ?? 'O'
      const shares = predictLinear(model, hashFeatures(names, last))
      for (const [t, tag] of model.labels.entries()) {
        if (tag.startsWith('I-') && last.slice(2) !== tag.slice(2)) continue
        const share = shares[t] as number
        if (share > 0.001) next.push({ tags: [...before, tag], score: score + Math.log(share) })
      }
    }
    // Of rows that end alike only the best can win.
    const best = new Map<string, (typeof next)[number]>()
    for (const row of next) {
      const end = row.tags.at(-1) as string
      if (row.score > (best.get(end)?.score ?? Number.NEGATIVE_INFINITY)) best.set(end, row)
    }
    beam = [...best.values()].sort((a, b) => b.score - a.score).slice(0, BEAM)
  }
  return beam[0]?.tags ?? []
}

let shipped: LinearModel | undefined
/** The tagger that ships with the program; see README.md. */
export async function shippedTagger(): Promise<LinearModel> {
  if (!shipped) {
    const stored = (await import('./tagger.json', { with: { type: 'json' } })).default
    shipped = loadLinear(stored as StoredLinearModel)
  }
  return shipped
}
