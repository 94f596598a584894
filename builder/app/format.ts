import { useLingui } from '@lingui/react'
import { useMemo } from 'react'

export interface Formats {
  /** 12,480 */
  readonly number: (value: number) => string
  /** 12K; for narrow places, with `number` as the tooltip. */
  readonly compact: (value: number) => string
  /** 4.2 % of a share between 0 and 1. */
  readonly percent: (share: number) => string
  /** 1 min 4 s */
  readonly duration: (seconds: number) => string
  readonly bytes: (bytes: number) => string
  readonly date: (iso: string) => string
  /** 5 minutes ago */
  readonly ago: (iso: string) => string
}

const AGO: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function formatsOf(locale: string | readonly string[]): Formats {
  const locales = locale as string | string[]
  const plain = new Intl.NumberFormat(locales)
  const compact = new Intl.NumberFormat(locales, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locales, { style: 'percent', maximumFractionDigits: 1 })
  const date = new Intl.DateTimeFormat(locales, { dateStyle: 'medium', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locales, { numeric: 'auto' })
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(locales, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value)

  return {
    number: plain.format,
    compact: compact.format,
    percent: percent.format,
    duration(seconds) {
      if (seconds < 1) return unit(seconds * 1000, 'millisecond')
      if (seconds < 60) return unit(seconds, 'second', 1)
      const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
      if (minutes < 60) return `${unit(minutes, 'minute')} ${unit(rest, 'second')}`
      return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`
    },
    bytes(bytes) {
      const step = Math.min(BYTES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
      return unit(bytes / 1000 ** step, BYTES[step] ?? 'byte', 1)
    },
    date: (iso) => date.format(new Date(iso)),
    ago(iso) {
      const seconds = (Date.parse(iso) - Date.now()) / 1000
      const [name, size] = AGO.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
      return relative.format(Math.round(seconds / size), name)
    },
  }
}

/** Numbers, sizes and times in the page's language. */
export function useFormats(): Formats {
  const { i18n } = useLingui()
  const locales = i18n.locales ?? i18n.locale
  return useMemo(() => formatsOf(locales), [locales])
}
