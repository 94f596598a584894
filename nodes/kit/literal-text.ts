import type { DataType } from './data-type.ts'

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const timePattern = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/
const zonePattern = /(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)$/i
const unit =
  '(?:microsecond|millisecond|second|minute|hour|day|week|month|quarter|year|decade|century)s?'
const intervalPattern = new RegExp(
  `^(?:-?\\d{1,9}(?:\\.\\d{1,6})? ${unit}(?: |$))*(?:-?\\d{1,6}:[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?)?$`,
  'i',
)
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Whether a literal's text is a value of a type. Stricter than the engines are,
 * so that a literal means the same in each of them.
 * @example isLiteralText('2024-02-30', date) // false
 */
export function isLiteralText(text: string, type: DataType): boolean {
  switch (type.kind) {
    case 'text':
      return type.length === undefined || [...text].length <= type.length
    case 'date':
      return isDate(text)
    case 'time':
      return timePattern.test(text)
    case 'timestamp':
      return isTimestamp(text, type.zone)
    case 'interval':
      return text !== '' && intervalPattern.test(text)
    case 'uuid':
      return uuidPattern.test(text)
    case 'json':
      return isJson(text)
    default:
      return false
  }
}

function isDate(text: string): boolean {
  const match = datePattern.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day <= days
}

/** An instant without its offset would depend on where it runs, so the offset is required. */
function isTimestamp(text: string, zone: boolean): boolean {
  const offset = text.length > 10 ? (zonePattern.exec(text.slice(10))?.[0] ?? '') : ''
  if (zone !== (offset !== '')) return false
  const wall = text.slice(0, text.length - offset.length)
  const [day = '', clock] = wall.split(/[ T]/, 2)
  if (wall !== (clock === undefined ? day : `${day}${wall[day.length]}${clock}`)) return false
  return isDate(day) && (clock === undefined ? !zone : timePattern.test(clock))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
