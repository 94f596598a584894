import { countryNames, nationalities } from './dictionaries.ts'
import { regions } from './identifiers.ts'
import type { LinearModel } from './linear-model.ts'
import type { PiiKind } from './pii-kinds.ts'
import type { PiiSpan } from './pii-patterns.ts'
import { findPatterns } from './pii-patterns.ts'
import { tagTokens } from './tagger.ts'
import type { Token } from './tokens.ts'
import { tokenize } from './tokens.ts'

export type { PiiSpan } from './pii-patterns.ts'

/** Longest text that is looked at; what lies behind is left alone. */
const LONGEST = 4000

/** Told by their form, whatever the tagger says. */
const sure: ReadonlySet<PiiKind> = new Set<PiiKind>([
  'EMAIL_ADDRESS',
  'DOMAIN_NAME',
  'IBAN_CODE',
  'IP_ADDRESS',
  'MAC_ADDRESS',
  'CREDIT_CARD',
  'US_SSN',
  'NATIONAL_ID',
  'US_DRIVER_LICENSE',
  'PHONE_NUMBER',
  'AGE',
])

/** Personal data in a text: by form and check digits, and names and places by the tagger. */
export function findSpans(text: string, tagger: LinearModel): PiiSpan[] {
  const seen = text.slice(0, LONGEST)
  const patterns = findPatterns(seen)
  const tokens = tokenize(seen)
  const tagged = spansOf(seen, tokens, tagTokens(tagger, tokens, patterns))
  const fixed = patterns.filter((p) => sure.has(p.kind) && !inAddress(p, tagged))
  const free = (s: PiiSpan) => fixed.every((p) => s.end <= p.start || s.start >= p.end)
  const rest = tagged.filter(free)
  const found = [...fixed, ...rest]
  for (const more of [
    ...patterns.filter((p) => !sure.has(p.kind) && isClear(p, seen)),
    ...listed(tokens),
  ])
    if (found.every((s) => more.end <= s.start || more.start >= s.end)) found.push(more)
  return found.sort((a, b) => a.start - b.start)
}

/** A year alone is just a number, unless a word before it says otherwise. */
const isClear = (p: PiiSpan, text: string) =>
  p.kind !== 'DATE_TIME' ||
  !/^\d{4}$/.test(p.text) ||
  /\b(?:in|of|since|during|until|from|by|before|after|year|to|a|the|late|early)\s+$/i.test(
    text.slice(0, p.start),
  )

/** Countries and peoples by name, where the tagger saw nothing. */
function listed(tokens: readonly Token[]): PiiSpan[] {
  const found: PiiSpan[] = []
  for (const [i, token] of tokens.entries())
    for (let words = 3; words >= 1; words--) {
      const last = tokens[i + words - 1]
      if (!last || !/^\p{Lu}/u.test(token.text)) continue
      const text = tokens
        .slice(i, i + words)
        .map((t) => t.text)
        .join(' ')
      const lower = text.toLowerCase()
      const kind = nationalities.has(lower)
        ? 'NRP'
        : text.length > 3 && countryNames(regions).has(lower)
          ? 'GPE'
          : undefined
      if (!kind) continue
      found.push({
        kind,
        start: token.start,
        end: last.end,
        text,
        confidence: 0.7,
        reason: 'a name from a list',
      })
      break
    }
  return found
}

/** Groups of digits inside an address look like a telephone number now and then. */
const inAddress = (p: PiiSpan, tagged: readonly PiiSpan[]) =>
  p.kind === 'PHONE_NUMBER' &&
  tagged.some((s) => s.kind === 'STREET_ADDRESS' && s.start < p.start && s.end > p.end)

export function spansOf(
  text: string,
  tokens: readonly { start: number; end: number }[],
  tags: readonly string[],
): PiiSpan[] {
  const spans: PiiSpan[] = []
  let open: { kind: PiiKind; start: number; end: number } | undefined
  const close = () => {
    if (open)
      spans.push({
        ...open,
        text: text.slice(open.start, open.end),
        confidence: 0.7,
        reason: 'its words and those around it',
      })
    open = undefined
  }
  for (const [i, token] of tokens.entries()) {
    const tag = tags[i] ?? 'O'
    if (!tag.startsWith('I-') || !open) close()
    if (tag.startsWith('B-'))
      open = { kind: tag.slice(2) as PiiKind, start: token.start, end: token.end }
    else if (tag.startsWith('I-') && open) open = { ...open, end: token.end }
  }
  close()
  return spans
}
