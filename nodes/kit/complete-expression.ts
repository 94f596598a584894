import { formatType } from './data-type.ts'
import { formatColumn } from './format-expression.ts'
import { signaturesOf } from './functions/define.ts'
import { functionCatalogue } from './functions/index.ts'
import type { Message } from './message.ts'
import { typeNames } from './parse-type.ts'
import type { Schema } from './schema.ts'

export interface Completion {
  /** What is put in the place of the word before the cursor. */
  readonly label: string
  readonly kind: 'column' | 'function' | 'keyword' | 'type'
  /** A column's type, a function's first signature. */
  readonly detail: string
  readonly info?: Message
}

export interface Completions {
  /** Where the word begins that the chosen label replaces, up to the cursor. */
  readonly from: number
  readonly options: readonly Completion[]
}

const keywords = ['and', 'or', 'not', 'is', 'null', 'true', 'false', 'in', 'between', 'like']
const moreKeywords = ['ilike', 'case', 'when', 'then', 'else', 'end', 'cast', 'try_cast', 'as']
const wordBefore = /[\p{L}_][\p{L}\p{M}\p{N}_]*$/u

/**
 * What may stand at a position, best first: columns, then functions and keywords that
 * begin with what is typed, then those that contain it; after `as` and `::` types.
 * @example completions('upper(na', 8, schema) // { from: 6, options: [{ label: 'name', … }] }
 */
export function completions(source: string, position: number, schema: Schema): Completions {
  const before = source.slice(0, position)
  const open = openQuote(before)
  if (open?.mark === "'") return { from: position, options: [] }
  const from = open?.at ?? position - (wordBefore.exec(before)?.[0].length ?? 0)
  const typed = before.slice(from)
  const wantsType = /(?:::|\bas)\s*$/i.test(before.slice(0, from))
  // After a complete word or a digit only an operator can follow, and those are short.
  if (/\.$|\d$/.test(before.slice(0, from)) && typed === '') return { from, options: [] }
  const options = wantsType ? types : [...columnOptions(schema), ...functions, ...words]
  return { from, options: rank(options, typed.replace(/^"/, '').toLowerCase()) }
}

/** The quote that is open at the end of a text. */
function openQuote(text: string): { mark: string; at: number } | undefined {
  let open: { mark: string; at: number } | undefined
  for (const { 0: mark, index: at } of text.matchAll(/['"]/g)) {
    if (!open) open = { mark, at }
    else if (open.mark === mark) open = undefined
  }
  return open
}

const types: readonly Completion[] = typeNames.map((label) => ({
  label: { decimal: 'decimal(18,2)', list: 'list(text)', struct: 'struct(a text)' }[label] ?? label,
  kind: 'type',
  detail: '',
}))

const words: readonly Completion[] = [...keywords, ...moreKeywords].map((label) => ({
  label,
  kind: 'keyword',
  detail: '',
}))

const functions: readonly Completion[] = [...functionCatalogue.values()]
  .filter((f) => f.group !== 'operator')
  .map((f) => ({
    label: f.name,
    kind: 'function',
    detail: signaturesOf(f)[0] ?? '',
    info: f.summary,
  }))

const columnOptions = (schema: Schema): Completion[] =>
  schema.map(({ name, type }) => ({
    label: formatColumn(name),
    kind: 'column',
    detail: formatType(type),
  }))

function rank(options: readonly Completion[], typed: string): Completion[] {
  const placed = options.flatMap((option) => {
    const at = option.label.replace(/^"/, '').toLowerCase().indexOf(typed)
    return at < 0 ? [] : [{ option, place: Math.min(at, 1) }]
  })
  return [0, 1].flatMap((place) => placed.filter((p) => p.place === place).map((p) => p.option))
}
