import type { TextTable } from '../table.ts'
import { username } from './catalogue/scores.ts'
import { dateFormOf, isMonthYear, timestampFormOf, yearOf } from './date-forms.ts'
import { callingCodes, states } from './dictionaries.ts'
import type { PiiKind } from './pii-kinds.ts'
import { isPostalCode } from './place-words.ts'
import type { ColumnMeaning, SemanticFinding } from './semantic.ts'

/** What the other columns of a table say about one whose values alone say little. */
interface Context {
  readonly persons: boolean
  readonly firstNames: boolean
  readonly cards: boolean
  readonly phones: boolean
  readonly places: boolean
  readonly births: readonly (number | undefined)[] | undefined
}

const has = (meanings: readonly ColumnMeaning[], ids: string, least = 0.7) =>
  meanings.some((m) => {
    const best = m.findings[0]
    return best !== undefined && best.confidence >= least && ids.split(' ').includes(best.id)
  })

/** The same meanings with what only a table's other columns tell. */
export function inContext(meanings: readonly ColumnMeaning[], table: TextTable): ColumnMeaning[] {
  const persons = has(
    meanings,
    'first_name last_name person_name email national_id us_ssn credit_card_number',
  )
  const withBirths = persons ? meanings.map((m, i) => birthDate(m, table, i)) : meanings
  const birthAt = withBirths.findIndex((m) => m.findings[0]?.id === 'birth_date')
  const context: Context = {
    persons,
    firstNames: has(meanings, 'first_name'),
    cards: has(meanings, 'credit_card_number credit_card_number_rounded'),
    phones: has(meanings, 'phone'),
    places: has(meanings, 'city street_address country country_code region'),
    births: table.columns[birthAt]?.values.map((v) => (v === null ? undefined : yearOf(v))),
  }
  return withBirths.map((m, i) => {
    const found = rules.flatMap((rule) => rule(m, context, table, i) ?? [])
    const findings = [...found, ...m.findings].sort((a, b) => b.confidence - a.confidence)
    return { ...m, findings: findings.slice(0, 4) }
  })
}

type Rule = (
  m: ColumnMeaning,
  context: Context,
  table: TextTable,
  at: number,
) => SemanticFinding | undefined

const finding = (
  id: string,
  title: string,
  confidence: number,
  evidence: string,
  pii?: PiiKind,
): SemanticFinding => ({
  id,
  title,
  confidence,
  pii,
  share: 1,
  evidence: [evidence],
})

/** In a long column a stray value, as a head read as data, says nothing against the others. */
const all = (m: ColumnMeaning, test: (text: string) => boolean, least = 1) => {
  const { values } = m.sample
  const needed = values.length >= 100 ? Math.min(least, 0.99) : least
  return values.length > 0 && values.filter(test).length >= needed * values.length
}

const integers = (m: ColumnMeaning) => all(m, (t) => /^-?\d{1,18}$/.test(t))
const best = (m: ColumnMeaning) => m.findings[0]?.confidence ?? 0

const rowNumber: Rule = (m, _, table, at) => {
  const cells = table.columns[at]?.values ?? []
  const values =
    cells.length < 100 ? cells : cells.filter((v) => v === null || /^-?\d+$/.test(v.trim()))
  if (values.length < 4 || m.sample.distinct < m.sample.values.length || !integers(m))
    return undefined
  if (values.some((v) => v === null)) return undefined
  const steps = values.slice(1).map((v, i) => Number(v) - Number(values[i]))
  const rising = steps.every((s) => s > 0)
  const even = steps.filter((s) => s === steps[0]).length > 0.9 * steps.length
  if (!rising)
    return /\b(?:id|key|no|nr|number)$/.test(m.sample.words) ? identifier(0.75) : undefined
  return identifier(even ? 0.9 : 0.8)
}
const identifier = (confidence: number) =>
  finding('identifier', 'Identifier', confidence, 'whole numbers, none twice')

const middleInitial: Rule = (m, context) =>
  context.firstNames && m.sample.distinct >= 5 && all(m, (t) => /^\p{Lu}\.?$/u.test(t), 0.97)
    ? finding('initial', 'Initial of a name', 0.9, 'single capitals beside first names')
    : undefined

const age: Rule = (m, context, table, at) => {
  if (!context.persons && !/\bage\b/.test(m.sample.words)) return undefined
  if (!all(m, (t) => /^(?:\d{1,2}|1[01]\d)$/.test(t))) return undefined
  const named = /\bage\b|\balter\b/.test(m.sample.words)
  const values = table.columns[at]?.values ?? []
  const sums = values.flatMap((v, i) => {
    const born = context.births?.[i]
    return v !== null && /^\d+$/.test(v) && born !== undefined ? [Number(v) + born] : []
  })
  const middle = sums.toSorted((a, b) => a - b)[sums.length >> 1] ?? 0
  const fits = sums.filter((s) => Math.abs(s - middle) <= 1).length
  if (sums.length > 3 && fits >= 0.9 * sums.length)
    return finding('age', 'Age in years', 0.95, 'it adds up with the year of birth', 'AGE')
  return named
    ? finding('age', 'Age in years', 0.85, `the column is called “${m.sample.name}”`, 'AGE')
    : undefined
}

const cardCheck: Rule = (m, context) =>
  context.cards &&
  m.sample.distinct > 10 &&
  all(m, (t) => /^\d{1,4}$/.test(t)) &&
  all(m, (t) => t.length > 2, 0.8) &&
  !all(m, (t) => t.length > 3, 0.3)
    ? finding(
        'card_security_code',
        'Card security code',
        0.88,
        'numbers of three digits beside card numbers',
        'CREDIT_CARD',
      )
    : undefined

const cardExpiry: Rule = (m, context) =>
  context.cards && all(m, isMonthYear, 0.9)
    ? finding(
        'card_expiry',
        'Expiry of a card',
        0.97,
        'months with their year beside card numbers',
        'CREDIT_CARD',
      )
    : undefined

const callingCode: Rule = (m, context) =>
  context.phones &&
  m.sample.distinct >= 3 &&
  all(m, (t) => /^(?:\+|00)?\d{1,3}$/.test(t) && callingCodes.has(Number(t))) &&
  (m.sample.distinct >= 8 || /code|country|prefix/.test(m.sample.words))
    ? finding(
        'calling_code',
        'Country calling code',
        0.9,
        'all are calling codes, beside telephone numbers',
      )
    : undefined

const regionCode: Rule = (m, context) =>
  context.places &&
  m.sample.distinct >= 4 &&
  best(m) < 0.9 &&
  !isCountry(m) &&
  all(m, (t) => /^(?:[\p{Lu}\d]{1,3}|\p{Lu}{1,2}-[\p{Lu}\d]{1,3})$/u.test(t), 0.95) &&
  all(m, (t) => t.length > 1, 0.8) &&
  all(m, (t) => /\p{Lu}/u.test(t), 0.6)
    ? finding(
        'region_code',
        'Code of a region or state',
        all(m, (t) => states.has(t.toLowerCase()), 0.8) ? 0.93 : 0.89,
        'short codes in capitals beside places',
      )
    : undefined

/** Also codes of regions may all be those of countries; hardly so where they are many. */
const isCountry = (m: ColumnMeaning) =>
  m.findings.some((f) => f.id === 'country_code' && f.share >= 0.99) &&
  !/state|region|prov/.test(m.sample.words)

const postalCode: Rule = (m, context) => {
  const plain =
    context.places && m.sample.distinct > 0.3 * m.sample.values.length && m.sample.distinct > 3
  if (!plain || best(m) > 0.86 || !all(m, isPostalCode, 0.9)) return undefined
  const long = all(m, (t) => t.length >= 4 && t.length <= 8, 0.8)
  const mixed =
    new Set(m.sample.values.map((t) => t.length)).size > 1 ||
    m.sample.values.some((t) => /^0/.test(t))
  return long && mixed
    ? finding('postal_code', 'Postal code', 0.88, 'forms of postal codes beside places', 'ZIP_CODE')
    : undefined
}

const userName: Rule = (m, context) => {
  const named = /user|login|nick|account/.test(m.sample.words)
  const unique = m.sample.distinct >= 0.9 * m.sample.values.length && m.sample.distinct > 3
  if (
    !context.persons ||
    !unique ||
    !all(m, username, 0.95) ||
    all(m, (t) => t === t.toUpperCase(), 0.5)
  )
    return undefined
  const numbered =
    m.sample.values.filter((t) => /[a-z]\d+$/i.test(t)).length / m.sample.values.length
  return numbered > 0.15 || named
    ? finding(
        'username',
        'User name',
        named ? 0.9 : 0.8,
        'one word each, many with a number, beside persons',
        'USERNAME',
      )
    : undefined
}

const rules: readonly Rule[] = [
  rowNumber,
  middleInitial,
  age,
  cardCheck,
  cardExpiry,
  callingCode,
  regionCode,
  postalCode,
  userName,
]

/** Dates beside persons that spread over a life are birthdays, unless the name says otherwise. */
function birthDate(m: ColumnMeaning, table: TextTable, at: number): ColumnMeaning {
  const first = m.findings[0]
  if (first?.id !== 'date' && first?.id !== 'timestamp') return m
  const named = /birth|dob|born|geburt/.test(m.sample.words)
  const values = (table.columns[at]?.values ?? []).filter((v) => v !== null)
  const years = values
    .filter((v) => dateFormOf(v.trim()) !== undefined || timestampFormOf(v.trim()) !== undefined)
    .map((v) => yearOf(v) ?? 0)
    .toSorted((a, b) => a - b)
  const at10 = (share: number) => years[Math.floor(share * (years.length - 1))] ?? 0
  const wide =
    years.length > 3 && at10(0.9) - at10(0.1) >= 20 && at10(0.05) > 1900 && at10(0.5) < 2005
  if (!named && !wide) return m
  const evidence = named
    ? `the column is called “${m.sample.name}”`
    : 'dates over many years beside persons'
  const birth = {
    ...finding('birth_date', 'Date of birth', named ? 0.98 : 0.98, evidence, 'DATE_TIME'),
    share: first.share,
  }
  return { ...m, findings: [birth, ...m.findings] }
}
