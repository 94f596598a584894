import { digitsOf, luhn, mod11x2, mod11x10, verhoeff, weighted } from './check-digits.ts'

export interface NationalId {
  readonly country: string
  readonly name: string
  /** Its usual written form; what matches is a candidate. */
  readonly form: RegExp
  readonly check: (text: string) => boolean
}

const month = (n: number) => n >= 1 && n <= 12
const day = (n: number) => n >= 1 && n <= 31
const part = (text: string, from: number, length: number) => Number(text.slice(from, from + length))
const last = (digits: readonly number[]) => digits.at(-1)
const dateAt = (t: string, d: number, m: number) => day(part(t, d, 2)) && month(part(t, m, 2))
const control = 'TRWAGMYFPDXBNJZSQVHLCKE'
const odd = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]

/** Personal numbers of countries: written form, and the check digits where they have some. */
export const nationalIds: readonly NationalId[] = [
  {
    country: 'US',
    name: 'Social Security number',
    form: /^\d{3}-\d{2}-\d{4}$/,
    check: (t) => !/^(000|666|9)|-00-|-0000$/.test(t),
  },
  {
    country: 'US',
    name: 'Individual Taxpayer Identification Number',
    form: /^9\d{2}-(5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}$/,
    check: () => true,
  },
  {
    country: 'CA',
    name: 'Social Insurance Number',
    form: /^\d{3}[ -]\d{3}[ -]\d{3}$/,
    check: (t) => luhn(t) && !/^[08]/.test(t),
  },
  {
    country: 'GB',
    name: 'National Insurance number',
    form: /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]$/i,
    check: (t) => !/^(BG|GB|KN|NK|NT|TN|ZZ)/i.test(t),
  },
  {
    country: 'GB',
    name: 'NHS number',
    form: /^\d{3} \d{3} \d{4}$/,
    check: (t) =>
      weighted(digitsOf(t).slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 ===
      (11 - (last(digitsOf(t)) as number)) % 11,
  },
  {
    country: 'DE',
    name: 'Steuer-Identifikationsnummer',
    form: /^[1-9]\d ?\d{3} ?\d{3} ?\d{3}$/,
    check: (t) => repeats(t) && mod11x10(digitsOf(t)),
  },
  {
    country: 'FR',
    name: 'Numéro de sécurité sociale',
    form: /^[12] ?\d\d ?(0[1-9]|1[0-2]|[2-4]\d|[5-9]\d) ?(\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d$/,
    check: (t) => {
      const plain = t.replaceAll(' ', '').replace('2A', '19').replace('2B', '18')
      return 97 - Number(BigInt(plain.slice(0, 13)) % 97n) === Number(plain.slice(13))
    },
  },
  {
    country: 'ES',
    name: 'DNI or NIE',
    form: /^[XYZ\d]\d{7}-?[A-Z]$/i,
    check: (t) => {
      const plain = t.toUpperCase().replace('-', '')
      const number = Number(
        plain.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2'),
      )
      return control[number % 23] === plain.at(-1)
    },
  },
  {
    country: 'IT',
    name: 'Codice fiscale',
    form: /^[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]$/i,
    check: (t) => {
      const sum = Array.from(t.toUpperCase().slice(0, 15)).reduce((all, c, i) => {
        const value = c <= '9' ? Number(c) : c.charCodeAt(0) - 65
        return all + (i % 2 === 0 ? (odd[value] as number) : value)
      }, 0)
      return String.fromCharCode(65 + (sum % 26)) === t.at(-1)?.toUpperCase()
    },
  },
  {
    country: 'NL',
    name: 'Burgerservicenummer',
    form: /^\d{9}$/,
    check: (t) =>
      weighted(digitsOf(t), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && t !== '000000000',
  },
  {
    country: 'BE',
    name: 'Rijksregisternummer',
    form: /^\d\d\.\d\d\.\d\d-\d{3}\.\d\d$/,
    check: (t) => {
      const digits = t.replace(/\D/g, '')
      const rest = Number(digits.slice(9))
      return [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some(
        (d) => 97 - (Number(d) % 97) === rest,
      )
    },
  },
  {
    country: 'CH',
    name: 'AHV-Nummer',
    form: /^756\.?\d{4}\.?\d{4}\.?\d\d$/,
    check: (t) => weighted(digitsOf(t).reverse(), [1, 3]) % 10 === 0,
  },
  {
    country: 'SE',
    name: 'Personnummer',
    form: /^(\d\d)?\d{6}[-+]\d{4}$/,
    check: (t) => {
      const digits = t.replace(/\D/g, '').slice(-10)
      return luhn(digits) && month(part(digits, 2, 2)) && day(part(digits, 4, 2) % 60)
    },
  },
  {
    country: 'FI',
    name: 'Henkilötunnus',
    form: /^\d{6}[-+A-FYXWVU]\d{3}[0-9A-FHJ-NPR-Y]$/i,
    check: (t) => {
      const number = Number(t.slice(0, 6) + t.slice(7, 10))
      return '0123456789ABCDEFHJKLMNPRSTUVWXY'[number % 31] === t.at(-1)?.toUpperCase()
    },
  },
  { country: 'DK', name: 'CPR-nummer', form: /^\d{6}-\d{4}$/, check: (t) => dateAt(t, 0, 2) },
  {
    country: 'NO',
    name: 'Fødselsnummer',
    form: /^\d{6} ?\d{5}$/,
    check: (t) => {
      const digits = digitsOf(t)
      return (
        weighted(digits.slice(0, 10), [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
        weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
      )
    },
  },
  {
    country: 'IS',
    name: 'Kennitala',
    form: /^\d{6}-\d{4}$/,
    check: (t) =>
      dateAt(t, 0, 2) && weighted(digitsOf(t).slice(0, 9), [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  {
    country: 'PL',
    name: 'PESEL',
    form: /^\d{11}$/,
    check: (t) =>
      weighted(digitsOf(t), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 &&
      month(part(t, 2, 2) % 20) &&
      day(part(t, 4, 2)),
  },
  {
    country: 'CZ',
    name: 'Rodné číslo',
    form: /^\d{6}\/\d{3,4}$/,
    check: (t) => t.length === 10 || Number(t.replace('/', '')) % 11 === 0,
  },
  {
    country: 'EE',
    name: 'Isikukood',
    form: /^[1-6]\d{10}$/,
    check: (t) => dateAt(t, 5, 3) && baltic(digitsOf(t)),
  },
  { country: 'HR', name: 'OIB', form: /^\d{11}$/, check: (t) => mod11x10(digitsOf(t)) },
  {
    country: 'SI',
    name: 'EMŠO',
    form: /^\d{13}$/,
    check: (t) =>
      dateAt(t, 0, 2) &&
      (11 - (weighted(digitsOf(t).slice(0, 12), [7, 6, 5, 4, 3, 2]) % 11)) % 11 ===
        last(digitsOf(t)),
  },
  {
    country: 'HU',
    name: 'TAJ',
    form: /^\d{3} \d{3} \d{3}$/,
    check: (t) => weighted(digitsOf(t).slice(0, 8), [3, 7]) % 10 === last(digitsOf(t)),
  },
  {
    country: 'RO',
    name: 'CNP',
    form: /^[1-9]\d{12}$/,
    check: (t) =>
      dateAt(t, 5, 3) &&
      (weighted(digitsOf(t).slice(0, 12), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 ===
        last(digitsOf(t)),
  },
  {
    country: 'BG',
    name: 'EGN',
    form: /^\d{10}$/,
    check: (t) =>
      month(part(t, 2, 2) % 20) &&
      day(part(t, 4, 2)) &&
      (weighted(digitsOf(t).slice(0, 9), [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 ===
        last(digitsOf(t)),
  },
  {
    country: 'PT',
    name: 'NIF',
    form: /^[125689]\d{8}$/,
    check: (t) =>
      ((11 - (weighted(digitsOf(t).slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 ===
      last(digitsOf(t)),
  },
  {
    country: 'BR',
    name: 'CPF',
    form: /^\d{3}\.\d{3}\.\d{3}-\d\d$|^\d{11}$/,
    check: (t) => {
      const d = digitsOf(t)
      const check = (n: number) =>
        ((weighted(
          d.slice(0, n),
          Array.from({ length: n }, (_, i) => n + 1 - i),
        ) *
          10) %
          11) %
        10
      return check(9) === d[9] && check(10) === d[10] && new Set(d).size > 1
    },
  },
  {
    country: 'BR',
    name: 'CNPJ',
    form: /^\d{2}\.\d{3}\.\d{3}\/\d{4}-\d\d$/,
    check: (t) => {
      const d = digitsOf(t)
      const check = (n: number) => {
        const rest = weighted(d.slice(0, n).reverse(), [2, 3, 4, 5, 6, 7, 8, 9]) % 11
        return rest < 2 ? 0 : 11 - rest
      }
      return check(12) === d[12] && check(13) === d[13]
    },
  },
  {
    country: 'ZA',
    name: 'Identity number',
    form: /^\d{6} ?\d{4} ?[01]\d\d$/,
    check: (t) => month(part(t, 2, 2)) && day(part(t, 4, 2)) && luhn(t),
  },
  {
    country: 'AU',
    name: 'Tax File Number',
    form: /^\d{3} \d{3} \d{3}$/,
    check: (t) => weighted(digitsOf(t), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  },
  {
    country: 'IN',
    name: 'Aadhaar',
    form: /^[2-9]\d{3} ?\d{4} ?\d{4}$/,
    check: (t) => verhoeff(digitsOf(t)),
  },
  { country: 'IN', name: 'PAN', form: /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/, check: () => true },
  {
    country: 'CN',
    name: 'Resident identity number',
    form: /^[1-9]\d{5}(19|20)\d{9}[\dX]$/i,
    check: (t) => month(part(t, 10, 2)) && mod11x2(t),
  },
  {
    country: 'TR',
    name: 'Kimlik No',
    form: /^[1-9]\d{10}$/,
    check: (t) => {
      const d = digitsOf(t)
      const odds = weighted(d.slice(0, 9), [1, 0])
      const evens = weighted(d.slice(0, 8), [0, 1])
      return (
        (7 * odds - evens) % 10 === d[9] && d.slice(0, 10).reduce((a, b) => a + b, 0) % 10 === d[10]
      )
    },
  },
  {
    country: 'IL',
    name: 'Teudat Zehut',
    form: /^\d{9}$/,
    check: (t) => luhn(t) && t !== '000000000',
  },
]

const repeats = (text: string) => {
  const counts = new Map<string, number>()
  for (const d of text.replace(/\D/g, '').slice(0, 10)) counts.set(d, (counts.get(d) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return most === 2 || most === 3
}

/** Estonia and Lithuania: a second row of weights where the first leaves 10. */
function baltic(d: readonly number[]): boolean {
  const first = weighted(d.slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
  const rest =
    first < 10 ? first : (weighted(d.slice(0, 10), [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10
  return rest === d[10]
}

/** The first country whose personal number a text is, with its check digits. */
export const nationalIdOf = (text: string): NationalId | undefined =>
  nationalIds.find((id) => id.form.test(text) && id.check(text))

/** VAT numbers of the European Union by their written form. */
export const isVatNumber = (text: string): boolean =>
  /^(ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR[A-Z0-9]{2}\d{9}|GB\d{9}|HR\d{11}|HU\d{8}|IE\d[A-Z0-9]\d{5}[A-Z]{1,2}|IT\d{11}|LT(\d{9}|\d{12})|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d\d|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10})$/.test(
    text.replace(/[\s.-]/g, ''),
  )
