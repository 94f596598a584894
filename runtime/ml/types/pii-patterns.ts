import { luhn } from './check-digits.ts'
import { datesInText } from './date-forms.ts'
import * as forms from './forms.ts'
import { isCard, isIban } from './identifiers.ts'
import { nationalIdOf } from './national-ids.ts'
import type { PiiKind } from './pii-kinds.ts'

/** A piece of a text that is personal data; places count UTF-16 units. */
export interface PiiSpan {
  readonly kind: PiiKind
  readonly start: number
  readonly end: number
  readonly text: string
  readonly confidence: number
  readonly reason: string
}

interface Recognizer {
  readonly kind: PiiKind
  readonly pattern: RegExp
  /** How sure a match is; 0: none. `around` is the text before it. */
  readonly sure: (match: string, before: string, after: string) => number
  readonly reason: string
}

const near = (before: string, words: RegExp) => words.test(before.slice(-60))
const phoneWords =
  /phone|call|tel|mobile|cell|fax|desk|office|number|reach|contact|text|sms|whats ?app|dial/i
const numberWords = /licen[sc]e|order|invoice|account|policy|ticket|reference|case|passport/i

/** From the surest on: what a recogniser has taken, later ones leave. */
const recognizers: readonly Recognizer[] = [
  {
    kind: 'EMAIL_ADDRESS',
    pattern: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu,
    sure: (m) => (forms.isEmail(m) ? 0.99 : 0),
    reason: 'form of an e-mail address',
  },
  {
    kind: 'DOMAIN_NAME',
    pattern:
      /(?:https?|ftp):\/\/[^\s<>"'|\])},]+|(?<![\w@.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,12}(?:\/[^\s<>"'|\])},]*)?(?![\w@])/giu,
    sure: (m) =>
      forms.isUrl(m)
        ? 0.98
        : forms.isDomain(m.split('/')[0] ?? '') &&
            /\p{L}{2,}\.\p{L}{2,}/u.test(m) &&
            !/\.[A-Z][a-z]+$/.test(m)
          ? 0.9
          : 0,
    reason: 'form of a URL or domain name',
  },
  {
    kind: 'IBAN_CODE',
    pattern: /(?<![\w])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\w])/gi,
    sure: (m) => (isIban(m) ? 1 : 0),
    reason: 'length of its country and check digits (mod 97)',
  },
  {
    kind: 'IP_ADDRESS',
    pattern:
      /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])/gi,
    sure: (m, before) =>
      forms.isIpv4(m) && !/\b(?:version|v)\.? ?$/i.test(before)
        ? 0.97
        : forms.isIpv6(m) && /[0-9a-f]{3}/i.test(m)
          ? 0.95
          : 0,
    reason: 'form of an IP address',
  },
  {
    kind: 'MAC_ADDRESS',
    pattern: /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/gi,
    sure: (m) => (forms.isMac(m) ? 0.98 : 0),
    reason: 'form of a MAC address',
  },
  {
    kind: 'CREDIT_CARD',
    pattern: /(?<![\w.+-])\d(?:[ -]?\d){11,18}(?![\w-])/g,
    sure: (m, before) =>
      isCard(m)
        ? 0.99
        : luhn(m) && /^[1-6]/.test(m) && near(before, /\b(?:card|visa|cc)\b/i)
          ? 0.85
          : 0,
    reason: 'prefix of a card brand and Luhn check digit',
  },
  {
    kind: 'US_DRIVER_LICENSE',
    pattern:
      /(?<=driv(?:er|ing)(?:['’]?s)?(?: |-)?licen[sc]e(?: number| no\.?| #)?(?: is|:| -)? *)[A-Z0-9][A-Z0-9-]{4,18}(?![\w])/gi,
    sure: (m) => (/\d/.test(m) ? 0.9 : 0),
    reason: 'stands behind “driver’s license”',
  },
  {
    kind: 'US_SSN',
    pattern: /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g,
    sure: (m, before) =>
      nationalIdOf(m)?.country === 'US' && !near(before, numberWords) ? 0.95 : 0,
    reason: 'form and ranges of a US Social Security number',
  },
  {
    kind: 'NATIONAL_ID',
    pattern:
      /(?<![\w-])(?:[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]|[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]|\d{8}-?[A-Z]|\d{3}\.\d{3}\.\d{3}-\d\d|\d{6}[-+A]\d{3,4}[0-9A-Z]?|756\.\d{4}\.\d{4}\.\d\d)(?![\w-])/g,
    sure: (m) => (nationalIdOf(m) ? 0.85 : 0),
    reason: 'form and check digits of a national number',
  },
  {
    kind: 'PHONE_NUMBER',
    pattern:
      /(?<![\w.,-])(?:\+|00|\()?\d(?:[\d() ./-]{4,20})\d(?: ?(?:x|ext\.? ?)\d{1,6})?(?![\w]|[.,-]\d)/g,
    sure: phoneSure,
    reason: 'form of a telephone number',
  },
]

function phoneSure(match: string, before: string, after: string): number {
  if (
    /^\d{4}-\d{3}$|^\d{5}-\d{3,4}$|^\d{3} \d{2}$|^\d{4}[-/.]\d|\d{4}-\d\d-\d\d|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(
      match,
    )
  )
    return 0
  if (
    /^\d+\/\d+$/.test(match) ||
    near(
      before,
      /\b(?:zip|postal|licen[sc]e|psc|box|order|invoice|iban|account no)\b[^.\n]{0,15}$/i,
    )
  )
    return 0
  if (/^\s*(?:%|€|\$|kg|km|years?)\b/i.test(after)) return 0
  // House numbers stand so: `3536 1659 Hoog St`.
  if (
    /^\d{2,5} \d{1,5}$/.test(match) &&
    (/^,? *\p{Lu}/u.test(after) || !near(before, phoneWords)) &&
    !/^\d{3,4} \d{4}$/.test(match)
  )
    return 0
  if (/^\d+ \d+$/.test(match) && /^ *\p{Lu}\p{Ll}|^ *\p{L}+ (?:street|avenue|road)/u.test(after))
    return 0
  const digits = match.replace(/ ?(?:x|ext).*$/i, '').replace(/\D/g, '').length
  if (forms.isPhone(match)) {
    if (digits < 7) return near(before, phoneWords) ? 0.7 : 0
    return /^[+(]|^00|^0|x\d/.test(match) || /\D/.test(match) ? 0.9 : 0.6
  }
  return digits >= 7 &&
    digits <= 13 &&
    /^\+?\d+$/.test(match) &&
    near(before, phoneWords) &&
    !near(before, /card|zip|account/i)
    ? 0.8
    : 0
}

/** What is written so that its form, its check digits or the words before it give it away. */
export function findPatterns(text: string): PiiSpan[] {
  const found: PiiSpan[] = []
  const free = (start: number, end: number) => found.every((s) => end <= s.start || start >= s.end)
  const add = (kind: PiiKind, start: number, match: string, confidence: number, reason: string) => {
    const end = start + match.length
    if (confidence > 0 && free(start, end))
      found.push({ kind, start, end, text: match, confidence, reason })
  }
  for (const { kind, pattern, sure, reason } of recognizers)
    for (const m of text.matchAll(pattern)) {
      const match =
        kind === 'PHONE_NUMBER' || kind === 'CREDIT_CARD'
          ? m[0].trimEnd()
          : m[0].replace(/[.,;:!?]+$/, '')
      const whole = kind === 'IBAN_CODE' ? withoutWords(match) : balanced(match)
      const after = text.slice(m.index + whole.length)
      add(kind, m.index, whole, sure(whole, text.slice(0, m.index), after), reason)
    }
  for (const { pattern, kind, reason } of inContext)
    for (const m of text.matchAll(pattern)) add(kind, m.index, m[0], 0.85, reason)
  return found.sort((a, b) => a.start - b.start)
}

/** Words behind an IBAN look like more groups of it. */
function withoutWords(match: string): string {
  const groups = match.split(' ')
  while (groups.length > 1 && !isIban(groups.join(' '))) groups.pop()
  return groups.join(' ')
}

/** `(37) 788-063` keeps its bracket, `788-063)` loses it. */
const balanced = (match: string) =>
  match.endsWith(')') && !match.includes('(') ? match.slice(0, -1) : match

const inContext: readonly { kind: PiiKind; pattern: RegExp; reason: string }[] = [
  {
    kind: 'AGE',
    pattern:
      /(?<![\w.-])(?:1[01]\d|\d{1,2})(?=(?:[ -]years?[ -]old|[ -]?(?:y\/?o|yrs? old)\b))|(?<=\b(?:aged?|age of|age is|age:|turn(?:ed|s|ing)?|(?:he|she|i) (?:was|is|am) (?:only )?) ?)(?:1[01]\d|\d{1,2})(?=\s*(?:[.,;!?\n]|$|years? old))/gi,
    reason: 'a number of years beside words of age',
  },
  {
    kind: 'ZIP_CODE',
    pattern:
      /(?<=\b(?:zip|zip ?code|postal code|postcode|plz)(?: is| ?:| ?-)? *)(?=[A-Z\d -]*\d)[A-Z\d]{2,5}(?:[ -][A-Z\d]{2,4})?(?![\w])/gi,
    reason: 'stands behind “zip code”',
  },
  { kind: 'DATE_TIME', pattern: datesInText, reason: 'form of a date or time' },
]
