import { msg } from '@lingui/core/macro'
import type { Message } from '../../nodes/kit/message.ts'
import type { ProfileAlert } from '../../runtime/report.ts'

interface AlertText {
  readonly text: Message
  readonly tone: 'warning' | 'info'
  /** How `value` is written. */
  readonly value?: 'share' | 'number'
}

const warning = (text: Message, value?: AlertText['value']): AlertText => ({
  text,
  tone: 'warning',
  ...(value && { value }),
})
const info = (text: Message, value?: AlertText['value']): AlertText => ({
  ...warning(text, value),
  tone: 'info',
})

/** What a profile points out, by code; `column`, `other` and `value` are filled in. */
export const alertTexts: Readonly<Record<ProfileAlert['code'], AlertText>> = {
  EMPTY_TABLE: warning(msg({ message: 'There are no rows.' })),
  CONSTANT: info(msg({ message: '“{column}” has the same value everywhere.' })),
  EMPTY: warning(msg({ message: '“{column}” is always empty.' })),
  MOSTLY_MISSING: warning(msg({ message: '“{column}” is empty in {value} of the rows.' }), 'share'),
  UNIQUE: info(msg({ message: '“{column}” has another value in each row: it may be a key.' })),
  HIGH_CARDINALITY: info(
    msg({ message: '“{column}” has very many different texts: {value}.' }),
    'number',
  ),
  IMBALANCE: info(msg({ message: '“{column}” has one value in {value} of its rows.' }), 'share'),
  ZEROS: info(msg({ message: '“{column}” is zero in {value} of its rows.' }), 'share'),
  SKEWED: info(
    msg({ message: '“{column}” is very skewed: a few values lie far away (skewness {value}).' }),
    'number',
  ),
  INFINITE: warning(msg({ message: '“{column}” has infinite numbers: {value}.' }), 'number'),
  NUMBERS_AS_TEXT: warning(
    msg({ message: '“{column}” holds numbers written as text ({value}).' }),
    'share',
  ),
  DATES_AS_TEXT: warning(
    msg({ message: '“{column}” holds dates written as text ({value}).' }),
    'share',
  ),
  PADDED_TEXT: warning(
    msg({ message: '“{column}” has spaces before or after its texts ({value}).' }),
    'share',
  ),
  MIXED_CASE: warning(
    msg({ message: '“{column}” has texts that differ in upper and lower case only.' }),
  ),
  CORRELATED: info(
    msg({ message: '“{column}” and “{other}” go together almost perfectly ({value}).' }),
    'number',
  ),
  DUPLICATE_ROWS: warning(msg({ message: 'Rows that occur more than once: {value}.' }), 'number'),
}
