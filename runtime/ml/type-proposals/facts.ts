import { numberForm } from './value-forms.ts'

/** Sizes of a column's values, which the lengths and places of types follow. */
export interface ColumnFacts {
  readonly filled: number
  readonly nulls: number
  /** Of numbers: digits before and after the point. */
  readonly wholeDigits: number
  readonly scale: number
  /** Of times: digits of the seconds' fraction that are not zeros at its end. */
  readonly fractionDigits: number
  /** Characters of the longest text. */
  readonly longest: number
  readonly ascii: boolean
}

export function factsOf(values: readonly (string | null)[]): ColumnFacts {
  let [filled, wholeDigits, scale, fractionDigits, longest] = [0, 0, 0, 0, 0]
  let ascii = true
  for (const text of values) {
    if (text === null) continue
    filled++
    longest = Math.max(longest, text.length <= longest ? 0 : lengthOf(text))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
    ascii &&= /^[\x00-\x7f]*$/.test(text)
    const form = numberForm(text)
    if (form && !form.exponent) {
      wholeDigits = Math.max(wholeDigits, form.whole === '0' ? 0 : form.whole.length)
      scale = Math.max(scale, form.fraction.length)
    }
    const fraction = /:\d\d\.(\d{1,6})/.exec(text)?.[1]
    if (fraction) fractionDigits = Math.max(fractionDigits, fraction.replace(/0+$/, '').length)
  }
  return {
    filled,
    nulls: values.length - filled,
    wholeDigits,
    scale,
    fractionDigits,
    longest,
    ascii,
  }
}

const lengthOf = (text: string) => Array.from(text).length
