const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const weekday =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\\.?'
const clock = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?: ?[ap]\\.?m\\.?)?'
const zone = '(?: ?(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\\d\\d:?(?:\\d\\d)?))?'
const d = '(?:0?[1-9]|[12]\\d|3[01])'
const m = '(?:0?[1-9]|1[0-2])'
const y = '(?:1[5-9]|20|21)\\d\\d'
const two = '\\d\\d'

/** Written forms of dates by name, from the strictest on; a day is checked against its month. */
export const dateForms: Readonly<Record<string, string>> = {
  'yyyy-mm-dd': `${y}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])`,
  'yyyy/mm/dd': `${y}[/.]${m}[/.]${d}`,
  'dd/mm/yyyy': `${d}([/.-])${m}\\1(?:${y}|${two})`,
  'mm/dd/yyyy': `${m}([/-])${d}\\1(?:${y}|${two})`,
  'd month yyyy': `(?:${weekday},? )?${d}(?:st|nd|rd|th|\\.)?[ -](?:of )?${month},?[ -](?:${y}|${two})`,
  'month d, yyyy': `(?:${weekday},? )?${month} ${d}(?:st|nd|rd|th)?,? ${y}`,
  yyyymmdd: `(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])`,
}

const whole = (form: string) => new RegExp(`^(?:${form})$`, 'i')
const dates = Object.entries(dateForms).map(([name, form]) => [name, whole(form)] as const)
const timestamps = Object.entries(dateForms)
  .filter(([name]) => name !== 'yyyymmdd')
  .map(([name, form]) => [name, whole(`(?:${form})(?:T|,? (?:at )?)${clock}${zone}`)] as const)

/** The name of the form that a date is written in. */
export const dateFormOf = (text: string): string | undefined =>
  text.length > 5 && text.length < 40 && /\d/.test(text)
    ? dates.find(([, form]) => form.test(text))?.[0]
    : undefined

export const timestampFormOf = (text: string): string | undefined =>
  text.length > 10 && text.length < 60 && text.includes(':')
    ? timestamps.find(([, form]) => form.test(text))?.[0]
    : undefined

export const isTime = (text: string): boolean => time.test(text)
const time = whole(`T?${clock}${zone}`)
export const isMonthYear = (text: string): boolean => monthYear.test(text)
const monthYear = whole(
  `${month}[ -/']?(?:${y}|${two})|(?:0[1-9]|1[0-2])[/-](?:${y}|${two})|${y}-(?:0[1-9]|1[0-2])`,
)
export const isMonthName = (text: string): boolean => monthName.test(text)
const monthName = whole(month)
export const isWeekday = (text: string): boolean => dayName.test(text)
const dayName = whole(`(?:https?://schema\\.org/)?${weekday}`)

/** Dates, times and weekdays inside a text. */
export const datesInText = new RegExp(
  `(?<![\\w.-])(?:(?:${[
    'yyyy-mm-dd',
    'yyyy/mm/dd',
    'mm/dd/yyyy',
    'dd/mm/yyyy',
    'd month yyyy',
    'month d, yyyy',
  ]
    .map((name) => dateForms[name]?.replace('\\1', '[/.-]').replace(/\((\[[^\]]+\])\)/, '$1'))
    .join(
      '|',
    )})(?:(?:T|,? (?:at )?)${clock}${zone})?|${month} (?:of )?${y}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:1[89]|20)\\d\\d(?=[\\s.,;:!?)]|$)|(?:[01]?\\d|2[0-3]):[0-5]\\d(?: ?[ap]m)?)(?![\\w-])`,
  'gi',
)

const year = (text: string) => Number(/\d{4}/.exec(text)?.[0])
/** A date of which a living person may have been born, for columns of birthdays. */
export const yearOf = (text: string): number | undefined => {
  const found = year(text)
  return Number.isNaN(found) ? undefined : found
}
