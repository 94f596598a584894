import { msg } from '@lingui/core/macro'
import { useCallback } from 'react'
import type { Message } from '../../nodes/kit/message.ts'
import { useMessage } from '../app/translate.ts'

/** The matcher's sentences, whose groups are the values of the message beside them. */
const known: readonly (readonly [RegExp, Message])[] = [
  [/^same name$/, msg({ message: 'same name' })],
  [/^names: (?<words>.+)$/, msg({ message: 'names: {words}' })],
  [/^names written alike$/, msg({ message: 'names written alike' })],
  [/^names of near meaning$/, msg({ message: 'names of near meaning' })],
  [/^comments alike$/, msg({ message: 'comments alike' })],
  [/^numbers spread alike$/, msg({ message: 'numbers spread alike' })],
  [
    /^(?<share>\d+ %) of its values occur in the target$/,
    msg({ message: '{share} of its values occur in the target' }),
  ],
  [/^values have parts in common$/, msg({ message: 'values have parts in common' })],
  [/^values share words$/, msg({ message: 'values share words' })],
  [/^weak evidence only$/, msg({ message: 'weak evidence only' })],
  [
    /^same value in (?<share>\d+ %) of (?<rows>\d+) rows that share (?<keys>.+)$/,
    msg({ message: 'same value in {share} of {rows} rows that share {keys}' }),
  ],
  [
    /^each value stands for one of the other in (?<rows>\d+) rows that share (?<keys>.+)$/,
    msg({ message: 'each value stands for one of the other in {rows} rows that share {keys}' }),
  ],
  [/^both (?<families>.+)$/, msg({ message: 'both {families}' })],
  [/^but (?<left>.+) against (?<right>.+)$/, msg({ message: 'but {left} against {right}' })],
]

const families: Readonly<Record<string, Message>> = {
  numbers: msg({ message: 'numbers' }),
  dates: msg({ message: 'dates' }),
  'yes or no': msg({ message: 'yes or no' }),
  texts: msg({ message: 'texts' }),
  'of unknown type': msg({ message: 'of unknown type' }),
}
const namesFamilies = new Set(['families', 'left', 'right'])

/** The message of a reason and its values; undefined for one that is not known here. */
export function readReason(reason: string) {
  for (const [pattern, message] of known) {
    const found = pattern.exec(reason)
    if (found) return { message, values: { ...found.groups } }
  }
  return undefined
}

/** Names and figures keep their own direction inside a sentence of the other one. */
const isolate = (value: string) => `\u2068${value}\u2069`

/** Why two columns were matched, in the page's language; unknown reasons stay as they are. */
export function useReasonText(): (reason: string) => string {
  const message = useMessage()
  return useCallback(
    (reason) => {
      const found = readReason(reason)
      if (!found) return reason
      const values = Object.entries(found.values).map(([name, value]) => {
        const family = namesFamilies.has(name) ? families[value] : undefined
        return [name, family ? message(family) : isolate(value)]
      })
      return message(found.message, Object.fromEntries(values))
    },
    [message],
  )
}
