import type { DataType } from '../../../nodes/kit/data-type.ts'
import { formatColumn } from '../../../nodes/kit/format-expression.ts'
import type { PiiKind } from './pii-kinds.ts'

/**
 * An expression of the project's language that hides what a column holds, but keeps what is
 * needed to work with it: last digits of a card, the domain of an e-mail address, the year of a
 * birthday. Equal values stay equal where a key or a join may need it (digests).
 */
export function maskOf(kind: PiiKind, column: string, type: DataType | undefined): string {
  const name = formatColumn(column)
  const text = type === undefined || type.kind === 'text' ? name : `cast(${name} as text)`
  switch (kind) {
    case 'EMAIL_ADDRESS':
      return `left(${text}, 1) || '***@' || text_after(${text}, '@')`
    case 'CREDIT_CARD':
    case 'IBAN_CODE':
    case 'PHONE_NUMBER':
      return `lpad(right(${text}, 4), greatest(length(${text}), 4), '*')`
    case 'US_SSN':
    case 'NATIONAL_ID':
    case 'US_DRIVER_LICENSE':
    case 'USERNAME':
    case 'MAC_ADDRESS':
    case 'VEHICLE':
    case 'CRYPTO':
      return `left(sha256(${text}), 16)`
    case 'IP_ADDRESS':
      return `regex_replace(${text}, '[0-9a-fA-F]+$', '0')`
    case 'PERSON':
      return `regex_replace(${text}, '([^ ])[^ ]*', '\\1.')`
    case 'DATE_TIME':
      return type?.kind === 'date' || type?.kind === 'timestamp'
        ? `date_trunc('year', ${name})`
        : `regex_extract(${text}, '[0-9]{4}')`
    case 'AGE':
      return `cast(floor(cast(${text} as double) / 10) * 10 as integer)`
    case 'STREET_ADDRESS':
      return `regex_replace(${text}, '[0-9]+', '#')`
    case 'ZIP_CODE':
      return `rpad(left(${text}, 2), greatest(length(${text}), 2), '*')`
    case 'COORDINATES':
      return `regex_replace(${text}, '([.][0-9])[0-9]+', '\\1')`
    case 'DOMAIN_NAME':
      return `regex_replace(${text}, '^(https?://[^/]+).*$', '\\1')`
    case 'GPE':
    case 'NRP':
    case 'TITLE':
    case 'ORGANIZATION':
    case 'PASSWORD':
      return `if(${text} is null, null, '[${kind.toLowerCase()}]')`
  }
}

const inText: Partial<Record<PiiKind, string>> = {
  EMAIL_ADDRESS: '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+',
  DOMAIN_NAME: 'https?://[^ ]+',
  IBAN_CODE: '[A-Z]{2}[0-9]{2}( ?[A-Z0-9]){11,30}',
  IP_ADDRESS: '([0-9]{1,3}[.]){3}[0-9]{1,3}',
  CREDIT_CARD: '[0-9]([ -]?[0-9]){11,18}',
  US_SSN: '[0-9]{3}-[0-9]{2}-[0-9]{4}',
  PHONE_NUMBER: '[+(]?[0-9][0-9() ./-]{5,18}[0-9]',
}

/**
 * For a column of free text: replaces what has a form. Names and places have none; where a text
 * holds them, only leaving it out hides them, and then that is what is proposed.
 */
export function maskText(kinds: readonly PiiKind[], column: string): string {
  if (kinds.some((k) => inText[k] === undefined)) return 'cast(null as text)'
  return (Object.keys(inText) as PiiKind[])
    .filter((kind) => kinds.includes(kind))
    .reduce(
      (sql, kind) => `regex_replace(${sql}, '${inText[kind]}', '[${kind.toLowerCase()}]')`,
      formatColumn(column),
    )
}
