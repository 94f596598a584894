import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as forms from './forms.ts'
import * as ids from './identifiers.ts'
import { isVatNumber, nationalIds } from './national-ids.ts'

type Test = (text: string) => boolean

/** Published examples; a changed digit must make each of them wrong. */
const checked: [string, Test, string[]][] = [
  [
    'IBAN',
    ids.isIban,
    ['DE89370400440532013000', 'GB29NWBK60161331926819', 'FR1420041010050500013M02606'],
  ],
  [
    'card',
    ids.isCard,
    ['4111111111111111', '5555555555554444', '378282246310005', '30569309025904'],
  ],
  ['ISBN', ids.isIsbn, ['9780306406157', '0306406152', '080442957X']],
  ['ISSN', ids.isIssn, ['0378-5955', '2049-3630']],
  ['EAN', ids.isEan, ['4006381333931', '96385074']],
  ['IMEI', ids.isImei, ['490154203237518']],
  ['ABA', ids.isAba, ['021000021', '011401533']],
  ['LEI', ids.isLei, ['5493001KJTIIGC8Y1R12', 'HWUPKR0MPOU8FGXBT394']],
  ['ISIN', ids.isIsin, ['US0378331005', 'DE0007164600']],
  ['CUSIP', ids.isCusip, ['38259P508', '68389X105']],
  ['ORCID', ids.isOrcid, ['0000-0002-1825-0097']],
  ['VIN', ids.isVin, ['1M8GDM9AXKP042788']],
]

describe.each(checked)('%s', (_, isValid, examples) => {
  test('takes its published examples', () => {
    for (const example of examples) expect(isValid(example), example).toBe(true)
  })

  test('refuses every one of them with another digit', () => {
    for (const example of examples) {
      const places = [...example].flatMap((c, i) => (/\d/.test(c) ? [i] : []))
      for (const at of places) {
        const other = (Number(example[at]) + 1) % 10
        const changed = example.slice(0, at) + other + example.slice(at + 1)
        expect(isValid(changed), changed).toBe(false)
      }
    }
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => typeof isValid(text) === 'boolean'),
    )
  })
})

const persons: Record<string, [good: string, bad: string]> = {
  'Social Security number': ['536-90-4399', '666-12-1234'],
  'Social Insurance Number': ['130 692 544', '130 692 545'],
  'National Insurance number': ['AB123456C', 'BG123456C'],
  'NHS number': ['943 476 5919', '943 476 5918'],
  'Steuer-Identifikationsnummer': ['86095742719', '86095742718'],
  'DNI or NIE': ['12345678Z', '12345678A'],
  'Codice fiscale': ['RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
  Burgerservicenummer: ['111222333', '111222334'],
  'AHV-Nummer': ['756.9217.0769.85', '756.9217.0769.86'],
  Personnummer: ['811218-9876', '811218-9875'],
  Henkilötunnus: ['131052-308T', '131052-308U'],
  PESEL: ['44051401359', '44051401358'],
  OIB: ['33392005961', '33392005962'],
  CPF: ['529.982.247-25', '529.982.247-26'],
  CNPJ: ['11.222.333/0001-81', '11.222.333/0001-82'],
  'Tax File Number': ['123 456 782', '123 456 783'],
  Aadhaar: ['2341 2341 2346', '2341 2341 2347'],
  'Resident identity number': ['11010519491231002X', '110105194912310021'],
  'Kimlik No': ['10000000146', '10000000147'],
}

test.each(Object.entries(persons))('%s', (name, [good, bad]) => {
  const id = nationalIds.find((it) => it.name === name)
  const takes = (text: string) => id?.form.test(text) && id.check(text)
  expect([takes(good), takes(bad)]).toEqual([true, false])
})

test.each<[string, Test, string[], string[]]>([
  [
    'e-mail',
    forms.isEmail,
    ['a@b.org', 'Jörg.O+x@mail.example.com'],
    ['a@b', '@b.org', 'a b@c.org', 'a..b@c.org'],
  ],
  [
    'IPv4',
    forms.isIpv4,
    ['10.0.0.1', '255.255.255.255', '10.0.0.0/8'],
    ['256.1.1.1', '1.2.3', '01.2.3.4.5'],
  ],
  [
    'IPv6',
    forms.isIpv6,
    ['::1', '2001:db8::8a2e:370:7334', '::ffff:10.0.0.1'],
    [':::', '12:30:45', '1:2:3'],
  ],
  [
    'MAC',
    forms.isMac,
    ['00:1B:44:11:3A:B7', '001b.4411.3ab7'],
    ['00:1B:44:11:3A', '00:1B-44:11:3A:B7'],
  ],
  [
    'UUID',
    forms.isUuid,
    ['123e4567-e89b-12d3-a456-426614174000'],
    ['123e4567e89b12d3a456426614174000'],
  ],
  [
    'phone',
    forms.isPhone,
    ['+49 (0)30 123456', '618-226-1460', '(602)272-9781', '01.84.17.61.18'],
    ['2012-2013', '12345678', '1.2.3.4', '2024-01-31', '53650-1234', '2021-001'],
  ],
  ['duration', forms.isDuration, ['PT1H30M', 'P1Y2M', '3 hours 20 min'], ['P', 'PT', 'hours']],
  ['VAT', isVatNumber, ['DE123456789', 'ATU12345678'], ['DE12', 'XX123456789']],
])('%s', (_, isValid, good, bad) => {
  for (const text of good) expect(isValid(text), text).toBe(true)
  for (const text of bad) expect(isValid(text), text).toBe(false)
})
