import type { ColumnEvidence } from './evidence.ts'
import { runShape } from './notation.ts'

const mostForms = 4
const leastShare = 0.95
const commonFrom = 0.05

/**
 * A regular expression for the forms that nearly all values of a column share: runs of digits and
 * letters with the lengths that occur, signs as they are. Undefined for free text.
 * @example '12-AB', '7-CD' → '\\d{1,2}-[A-Z]{2}'
 */
export function patternOf({ column, missing }: ColumnEvidence): string | undefined {
  const forms = new Map<string, { rows: number; codes: number[] }>()
  let filled = 0
  column.values.forEach((value, code) => {
    if (missing[code] || value.length > 40) return
    const form = runShape(value)
    const known = forms.get(form) ?? { rows: 0, codes: [] }
    known.rows += column.counts[code] as number
    known.codes.push(code)
    forms.set(form, known)
    filled += column.counts[code] as number
  })
  const common = [...forms].filter(([, { rows }]) => rows >= commonFrom * filled)
  common.sort((a, b) => b[1].rows - a[1].rows || (a[0] < b[0] ? -1 : 1))
  const covered = common.reduce((sum, [, { rows }]) => sum + rows, 0)
  const structured = common.every(([form]) => /9/.test(form) || /[^aA_9]/.test(form))
  if (common.length === 0 || common.length > mostForms || !structured) return undefined
  if (covered < leastShare * (column.codes.length - column.blanks)) return undefined
  const written = common.map(([form, { codes }]) =>
    writeForm(
      form,
      codes.map((code) => column.values[code] as string),
    ),
  )
  return [...new Set(written)].join('|')
}

const classes: Readonly<Record<string, [text: string, run: RegExp]>> = {
  '9': ['\\d', /^[0-9]+/],
  a: ['\\p{Ll}', /^\p{Ll}+/u],
  A: ['\\p{Lu}', /^\p{Lu}+/u],
  _: ['\\s', /^[ \t\u00a0]+/],
}

function writeForm(form: string, values: readonly string[]): string {
  const rest = [...values]
  let pattern = ''
  for (const kind of form) {
    const known = classes[kind]
    const lengths = rest.map((value, i) => {
      const [found = ''] = known ? (known[1].exec(value) ?? []) : [repeated(value, kind)]
      rest[i] = value.slice(found.length)
      return [...found].length
    })
    const low = lengths.reduce((a, b) => Math.min(a, b))
    const high = lengths.reduce((a, b) => Math.max(a, b))
    if (low === 0) return '.*'
    pattern += (known?.[0] ?? literally(kind)) + count(low, high)
  }
  return pattern
}

function repeated(value: string, sign: string): string {
  let end = 0
  while (value.startsWith(sign, end)) end += sign.length
  return value.slice(0, end)
}

const count = (low: number, high: number) =>
  low === high ? (low === 1 ? '' : `{${low}}`) : `{${low},${high}}`
const literally = (sign: string) => sign.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
