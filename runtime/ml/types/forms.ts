import { inWords, wordKinds } from './words.ts'

const tld =
  /\.(?:[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|pro|aero|coop|museum|app|dev|shop|online|site|store|tech|cloud|blog|xyz|live|news|agency|digital|email|global|group|today|world|life|media|space|website|club|top|vip|work|jobs|mobi|travel|asia|cat|tel|berlin|london|nyc|paris|museum|io|ai)$/i

export const isEmail = (text: string): boolean =>
  text.length < 255 &&
  /^(?:mailto:)?[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u.test(
    text,
  ) &&
  !text.includes('..')
export const isUrl = (text: string): boolean =>
  /^(?:https?|ftp|ftps|sftp|file|s3|gs|jdbc:[a-z]+):\/\/[^\s]+$/i.test(text) ||
  /^www\.[^\s.]+\.[^\s]+$/i.test(text)
export const isDomain = (text: string): boolean =>
  text.length < 254 &&
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}$/u.test(text) &&
  tld.test(text)
export const isIpv4 = (text: string): boolean =>
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/(?:[12]?\d|3[0-2]))?$/.test(
    text,
  )
export function isIpv6(text: string): boolean {
  const [address = '', prefix] = text.split('/')
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return false
  if (!/^[0-9a-f:.]{2,45}$/i.test(address) || !address.includes(':')) return false
  const halves = address.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((h) => (h === '' ? [] : h.split(':')))
  const last = groups.at(-1) ?? ''
  const size = groups.length + (isIpv4(last) ? 1 : 0)
  const plain = isIpv4(last) ? groups.slice(0, -1) : groups
  return (
    plain.every((g) => /^[0-9a-f]{1,4}$/i.test(g)) && (halves.length === 2 ? size < 8 : size === 8)
  )
}
export const isMac = (text: string): boolean =>
  /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(
    text,
  )
export const isUuid = (text: string): boolean =>
  /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i.test(text)
export const isHash = (text: string): boolean =>
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(
    text,
  ) &&
  /[a-f]/i.test(text) &&
  /\d/.test(text)
export const isJson = (text: string): boolean => {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
export const isXml = (text: string): boolean =>
  /^\s*<(\?xml|[a-z][\w:-]*)[^>]*>[\s\S]*>\s*$/i.test(text)
export const isHtml = (text: string): boolean =>
  /<\/?(?:p|br|div|span|a|b|i|strong|em|ul|ol|li|h[1-6]|table|td|tr|img)\b[^>]*>/i.test(text)
export const isPath = (text: string): boolean =>
  /^(?:[A-Za-z]:\\|\\\\|~?\/|\.{1,2}\/)[^\s:*?"<>|][^:*?"<>|]*$/.test(text) ||
  /^[\w. -]+(?:[\\/][\w. -]+)+\.\w{1,5}$/.test(text)
export const isFileName = (text: string): boolean =>
  /^[^\\/:*?"<>|\r\n]{1,120}\.(?:jpe?g|png|gif|bmp|svg|webp|tiff?|pdf|docx?|xlsx?|pptx?|csv|tsv|json|xml|ya?ml|txt|md|log|zip|gz|tar|7z|rar|mp[34]|wav|flac|avi|mov|mkv|html?|css|js|ts|py|java|sql|parquet|ipynb|exe|dll)$/i.test(
    text,
  )
export const isMimeType = (text: string): boolean =>
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+(?:; ?\w+=[\w"-]+)?$/i.test(
    text,
  )
export const isHexColour = (text: string): boolean =>
  /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text)
export const isRgbColour = (text: string): boolean => /^(?:rgb|hsl)a?\([\d\s,.%/]+\)$/i.test(text)
export const isVersion = (text: string): boolean =>
  /^v?\d{1,4}\.\d{1,4}\.\d{1,6}(?:[-+.][\w.-]+)?$/.test(text) && !isIpv4(text)
export const isUserAgent = (text: string): boolean =>
  /^(?:Mozilla|Opera|curl|Wget|Dalvik|okhttp|PostmanRuntime)\/\d/.test(text)
export const isDoi = (text: string): boolean =>
  /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?10\.\d{4,9}\/\S+$/i.test(text)
export const isLocale = (text: string): boolean =>
  /^[a-z]{2,3}[-_](?:[A-Z][a-z]{3}[-_])?(?:[A-Z]{2}|\d{3})$/.test(text)
export const isDuration = (text: string): boolean =>
  /^-?P(?=\d|T\d)(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?(?:T(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?$/.test(
    text,
  ) ||
  /^\d+ ?(?:h|hrs?|hours?|min(?:utes?)?|m|s|secs?|seconds?|days?|weeks?|months?|years?)(?:[ ,]+\d+ ?(?:m|min(?:utes?)?|s|secs?|seconds?))?$/i.test(
    text,
  )
export const isMoney = (text: string): boolean =>
  /^[-(]?(?:[$€£¥₹₽]|US\$|USD|EUR|GBP|CHF|JPY|CAD|AUD|INR|Rs\.?|kr\.?)\s?-?\d[\d.,' ]*\)?(?:\s*[-–]\s*[$€£]?\d[\d.,]*)?$/i.test(
    text,
  ) || /^-?\d[\d.,' ]*\s?(?:[$€£¥₹₽]|USD|EUR|GBP|CHF|JPY|CAD|AUD|kr|zł|Kč|Ft)$/i.test(text)
export const isPercent = (text: string): boolean => /^[+-]?\d+(?:[.,]\d+)? ?%$/.test(text)
export const isMeasure = (text: string): boolean =>
  /^[+-]?\d+(?:[.,]\d+)?\s?(?:kg|g|mg|lbs?|oz|t|km|m|cm|mm|in|inch(?:es)?|ft|feet|yd|mi|miles?|ml|cl|l|liters?|gal|kb|mb|gb|tb|w|kw|kwh|v|hz|mhz|ghz|kcal|cal|calories|kj|°c|°f|["″'])\.?$/i.test(
    text,
  )

/** A telephone number as people write them: enough digits, and signs that numbers lack. */
export function isPhone(text: string): boolean {
  const bare = text
    .replace(/^(?:tel|phone|fax)[.:]*\s*/i, '')
    .replace(/\s*(?:x|ext\.?|extension|#)\s*\d{1,6}$/i, '')
  const digits = bare.replace(/\D/g, '').length
  if (digits < 6 || digits > 15 || !/^\+?[\d\s().\-/–]+$/.test(bare)) return false
  if (/^\d+(?:\.\d*)?$/.test(bare) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(bare)) return false
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(bare) || /^\d{5}-\d{4}$/.test(bare)) return false
  if (/^(?:19|20)\d\d ?[-/–] ?(?:19|20)?\d\d$/.test(bare)) return false
  // Numbered by year, as orders and invoices are.
  if (/^(?:19|20)\d\d[-/–]\d{3,6}$/.test(bare)) return false
  return (
    /^\+?\(?\d/.test(bare) &&
    !/\d{9,}.*\D\d{9,}/.test(bare) &&
    bare.split(/\D+/).filter(Boolean).length <= 7
  )
}
/** Digits only, as databases keep telephone numbers: it takes more than a value to say so. */
export const isBarePhone = (text: string): boolean =>
  /^(?:\+|00)[1-9]\d{7,13}$|^0[1-9]\d{8,9}$|^[2-9]\d{2}[2-9]\d{6}$/.test(text)

const nameWord = /^(?:\p{Lu}[\p{L}'’]*(?:-\p{L}[\p{L}'’]*)*|\p{Lu}\.?)$/u
const particle =
  /^(?:de|da|di|do|dos|das|del|della|der|den|van|von|zu|la|le|el|al|bin|ibn|y|e|ter|ten|du|af|av|st\.?|mc|o['’]?)$/i

/** How much a word looks like part of a person's name, from 0 to 1. */
export function nameness(word: string): number {
  if (inWords('first', word) || inWords('last', word)) return inWords('common', word) ? 0.7 : 1
  if (inWords('common', word)) return 0
  const kinds = wordKinds(word)
  const looks = kinds.first + kinds.last
  return inWords('word', word) ? looks / 3 : looks
}

/** Two to four words, each like a name, the first or last known: a whole person's name. */
export function isFullName(text: string): boolean {
  const plain = text
    .replace(/^(?:mr|mrs|ms|miss|dr|prof|sir|herr|frau|rev)\.?\s+/i, '')
    .replace(/,?\s+(?:jr|sr|ii|iii|iv|phd|md|esq)\.?$/i, '')
  const words = plain.includes(',') ? plain.split(/,\s*|\s+/) : plain.split(/\s+/)
  if (words.length < 2 || words.length > 5 || plain.length > 50) return false
  if (!words.every((w) => nameWord.test(w) || particle.test(w))) return false
  const real = words.filter((w) => !particle.test(w) && w.replace('.', '').length > 1)
  if (real.length < 1) return false
  const scores = real.map(nameness)
  const known = real.filter(
    (w) => (inWords('first', w) || inWords('last', w)) && !inWords('common', w),
  )
  return known.length > 0 && scores.reduce((a, b) => a + b, 0) / scores.length >= 0.7
}
export const isSingleName = (text: string): boolean =>
  text.length > 1 &&
  text.length < 25 &&
  /^\p{L}[\p{L}'’. -]*$/u.test(text) &&
  text.split(/\s/).length <= 3
export const isFreeText = (text: string): boolean =>
  text.length > 60 || text.trim().split(/\s+/).length > 8
