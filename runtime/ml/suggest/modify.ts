import { call, literal } from '../../../nodes/kit/expression.ts'
import { applyFunction } from './evaluate.ts'
import type { Extractor, Piece } from './extract.ts'
import { escapePattern } from './extract.ts'

type Step = readonly [cost: number, fn: string, ...args: (string | number)[]]

/** Ways to write a whole value differently. */
const rewrites: readonly Step[] = [
  [0.3, 'trim'],
  [0.5, 'normalize_space'],
  [1.4, 'digits_only'],
  [1.4, 'strip_accents'],
  [1.6, 'ltrim', '0'],
  [1.9, 'reverse'],
  [1.8, 'regex_replace', '[^A-Za-z]+', ''],
  [1.8, 'regex_replace', '[^A-Za-z0-9]+', ''],
  [2.0, 'regex_replace', '[^A-Za-z0-9]+', ' '],
  [2.0, 'regex_replace', '[^A-Z]+', ''],
  [2.2, 'regex_replace', '[A-Za-z]+', ''],
  [2.2, 'regex_replace', '[0-9]+', ''],
  [2.0, 'regex_replace', ' *\\([^)]*\\)', ''],
  [2.0, 'regex_replace', ' *\\[[^\\]]*\\]', ''],
  [2.0, 'regex_replace', '<[^>]*>', ''],
  [2.2, 'regex_replace', '(<[^>]*>)+', ' '],
  [2.2, 'regex_replace', '<([A-Za-z0-9]+) [^>]*>', '<\\1>'],
  [2.0, 'regex_replace', '([a-z])([A-Z])', '\\1 \\2'],
  [2.2, 'regex_replace', '([a-z])([A-Z])', '\\1_\\2'],
  [2.2, 'regex_replace', '([a-z])([A-Z])', '\\1-\\2'],
  [2.2, 'regex_replace', '^[a-z]+://', ''],
  [2.2, 'regex_replace', '^(?:[a-z]+://)?(?:www\\.)?', ''],
  [2.4, 'regex_replace', '^(?:[a-z]+://)?(?:www\\.)?([^/]*).*$', '\\1'],
  [2.2, 'regex_replace', '^[^A-Za-z0-9]+|[^A-Za-z0-9]+$', ''],
  [2.4, 'regex_replace', '\\.[A-Za-z0-9]+$', ''],
  [2.4, 'regex_replace', '\\.?0+$', ''],
]

export function rewriteParts(out: Extractor, from: Piece): void {
  for (const [cost, fn, ...args] of rewrites) out.call(from, cost, fn, args)
}

/** Every occurrence of a sign replaced by one that the outputs have, or by nothing. */
export function replaceParts(
  out: Extractor,
  from: Piece,
  delimiters: readonly string[],
  outputs: readonly string[],
): void {
  const [first = ''] = outputs
  const signs = [...new Set(first.match(/[^\p{L}\p{N}]+/gu) ?? [])].slice(0, 6)
  for (const d of delimiters) {
    out.call(from, 1.6, 'replace', [d, ''])
    for (const sign of signs) if (sign !== d) out.call(from, 1.8, 'replace', [d, sign])
  }
}

/** Words put together, each with a capital letter. */
export function camelParts(out: Extractor, from: Piece, delimiters: readonly string[]): void {
  for (const d of delimiters) {
    const values = from.values.map((v) =>
      applyFunction('replace', [applyFunction('initcap', [v]), d, '']),
    )
    const expression = call('replace', call('initcap', from.expression), literal(d), literal(''))
    out.offer({ expression, values: values as string[], cost: from.cost + 2 })
  }
}

/** All tokens of a kind, put together: initials, capitals, numbers. */
export function gatherParts(out: Extractor, from: Piece, outputs: readonly string[]): void {
  const all = outputs.join('\n')
  const runs = all.match(/[^\p{L}\p{N}\n]+/gu) ?? []
  const usual = all.match(/[,;|/-]? +|[,;|]/g) ?? []
  const between = [...new Set([...usual, ...runs])].slice(0, 6)
  const signs = [...new Set(all.match(/[^\p{L}\p{N}\s]/gu) ?? [])].slice(0, 4)
  const kinds = [
    '\\b[A-Za-z]',
    '[A-Z]',
    '\\b[A-Z]',
    '[0-9]+',
    '[A-Z]+',
    '[A-Za-z]+',
    '[A-Za-z0-9]+',
    '[A-Z]{2,}',
    '\\b[A-Z]+\\b',
    '\\b[A-Z]{2,}\\b',
    '[A-Z][a-z]+',
    '[^A-Za-z0-9 ]+',
    '[0-9]+(?:\\.[0-9]+)?',
    ...signs.flatMap((sign) => [`${escapePattern(sign)}+`, `${escapePattern(sign)}{2,}`]),
  ]
  for (const kind of kinds)
    for (const separator of ['', ...between]) gather(out, from, kind, separator)
}

function gather(out: Extractor, from: Piece, pattern: string, separator: string): void {
  const values: string[] = []
  for (const value of from.values) {
    const all = applyFunction('regex_extract_all', [value, pattern])
    values.push((all as string[]).join(separator))
  }
  out.offer({
    expression: call(
      'list_join',
      call('regex_extract_all', from.expression, literal(pattern)),
      literal(separator),
    ),
    values,
    cost: from.cost + 2.2 + (separator ? 0.2 : 0) + 0.04 * pattern.length,
  })
}

const cases: readonly Step[] = [
  [0.6, 'lower'],
  [0.6, 'upper'],
  [0.7, 'initcap'],
]

/** Values in other case, only where that changes them. */
export function caseParts(out: Extractor, from: Piece): void {
  for (const [cost, fn, ...args] of cases) {
    if (from.values.every((v) => applyFunction(fn, [v]) === v)) continue
    out.call(from, cost, fn, args)
  }
}

/** Numbers with leading zeros, to a width that the outputs have. */
export function padParts(out: Extractor, from: Piece, outputs: readonly string[]): void {
  if (!from.values.every((v) => /^[0-9]{1,12}$/.test(v))) return
  const longest = Math.max(...from.values.map((v) => v.length))
  const [first = ''] = outputs
  const widths = new Set((first.match(/[0-9]+/g) ?? []).map((d) => d.length))
  for (const width of widths)
    if (width >= longest && width <= 20) out.call(from, 1.2, 'lpad', [width, '0'])
}
