import { digitsOf, gs1, luhn, mod11x2, mod97, weighted } from './check-digits.ts'

/** Lengths by country of the IBAN registry (SWIFT). */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 ' +
    'DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 ' +
    'IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 ' +
    'MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 ' +
    'SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

export function isIban(text: string): boolean {
  const plain = text.replace(/[\s-]/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d\d[A-Z0-9]{11,29}$/.test(plain)) return false
  return (
    ibanLengths[plain.slice(0, 2)] === plain.length &&
    mod97(plain.slice(4) + plain.slice(0, 4)) === 1
  )
}

const cardPrefixes =
  /^(4|5[1-5]|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)|3[47]|3(0[0-5]|[689])|35(2[89]|[3-8]\d)|1800|2131|6(011|4[4-9]|5)|62|50|5[6-9]|6[37])/

/** A payment card by prefix, length and Luhn's digit. */
export function isCard(text: string): boolean {
  if (!/^\d(?:[ -]?\d){11,18}$/.test(text)) return false
  const digits = text.replace(/\D/g, '')
  return cardPrefixes.test(digits) && luhn(digits) && !/^(\d)\1+$/.test(digits)
}

/** A card number that went through a spreadsheet: `4.92954E+15`; nothing is left to check. */
export const isRoundedCard = (text: string): boolean =>
  /^(3\.[4-7]\d*E\+14|[23456]\.\d+E\+15)$/i.test(text)

const vinValues = Object.fromEntries(
  [...'ABCDEFGH']
    .map((c, i) => [c, i + 1])
    .concat(
      [...'JKLMN'].map((c, i) => [c, i + 1]),
      [
        ['P', 7],
        ['R', 9],
      ],
      [...'STUVWXYZ'].map((c, i) => [c, i + 2]),
    ),
) as Record<string, number>

export function isVin(text: string): boolean {
  const vin = text.toUpperCase()
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin) || /^\d+$/.test(vin)) return false
  const values = Array.from(vin, (c) => vinValues[c] ?? Number(c))
  const rest = weighted(values, [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return vin[8] === (rest === 10 ? 'X' : String(rest))
}

export function isIsbn(text: string): boolean {
  const plain = text.replace(/^ISBN(?:-1[03])?:?\s*/i, '').replace(/[ -]/g, '')
  if (/^97[89]\d{10}$/.test(plain)) return gs1(plain)
  if (!/^\d{9}[\dX]$/i.test(plain)) return false
  const digits = Array.from(plain.toUpperCase(), (c) => (c === 'X' ? 10 : Number(c)))
  return weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
}

export function isIssn(text: string): boolean {
  if (!/^\d{4}-\d{3}[\dX]$/i.test(text)) return false
  const digits = Array.from(text.replace('-', '').toUpperCase(), (c) =>
    c === 'X' ? 10 : Number(c),
  )
  return weighted(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
}

export const isEan = (text: string): boolean =>
  /^(\d{8}|\d{12,14})$/.test(text) && gs1(text) && !/^0+$/.test(text)
export const isImei = (text: string): boolean =>
  /^\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d$/.test(text) && luhn(text) && !/^0+$/.test(text)
export const isLei = (text: string): boolean =>
  /^[A-Z0-9]{18}\d\d$/.test(text) && /[A-Z]/.test(text) && mod97(text) === 1
export const isOrcid = (text: string): boolean =>
  /^(https:\/\/orcid\.org\/)?(\d{4}-){3}\d{3}[\dX]$/.test(text) &&
  mod11x2(text.slice(-19).replaceAll('-', ''))
export const isIsin = (text: string): boolean =>
  /^[A-Z]{2}[A-Z0-9]{9}\d$/.test(text) && luhn(Array.from(text, (c) => parseInt(c, 36)).join(''))

export function isAba(text: string): boolean {
  const first = Number(text.slice(0, 2))
  const known =
    first <= 12 || (first >= 21 && first <= 32) || (first >= 61 && first <= 72) || first === 80
  return (
    /^\d{9}$/.test(text) &&
    known &&
    text !== '000000000' &&
    weighted(digitsOf(text), [3, 7, 1]) % 10 === 0
  )
}

export const isBic = (text: string): boolean =>
  /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text) && regions.has(text.slice(4, 6))

export const isCusip = (text: string): boolean => {
  if (!/^[0-9A-Z]{8}\d$/.test(text) || !/[A-Z]/.test(text)) return false
  const sum = Array.from(text.slice(0, 8)).reduce((all, c, i) => {
    const value = parseInt(c, 36) * (i % 2 === 0 ? 1 : 2)
    return all + Math.floor(value / 10) + (value % 10)
  }, 0)
  return (10 - (sum % 10)) % 10 === Number(text[8])
}

export const isSedol = (text: string): boolean =>
  /^[0-9BCDFGHJ-NP-TV-Z]{6}\d$/.test(text) &&
  /[A-Z]/.test(text) &&
  weighted(
    Array.from(text, (c) => parseInt(c, 36)),
    [1, 3, 1, 7, 3, 9, 1],
  ) %
    10 ===
    0

export const isBitcoin = (text: string): boolean =>
  /^(bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/.test(text) &&
  /[a-z]/.test(text) &&
  /\d/.test(text)
export const isEthereum = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text)

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))
/** ISO 3166-1 alpha-2, as far as the platform has a name for it. */
export const regions: ReadonlySet<string> = new Set(
  letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => {
      const known = names.of(code)
      return known !== undefined && known !== code && !/^(EU|EZ|UN|QO|XA|XB|ZZ)$/.test(code)
    }),
)
