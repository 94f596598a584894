import type { LinearModel } from '../../runtime/ml/types/linear-model.ts'
import { findSpans } from '../../runtime/ml/types/spans.ts'
import type { MarkedText } from '../train/types-tagger.ts'

/** Right, missed and wrongly found spans. */
export interface SpanCounts {
  right: number
  missed: number
  wrong: number
}

export const structured: ReadonlySet<string> = new Set(
  'CREDIT_CARD EMAIL_ADDRESS IBAN_CODE US_SSN IP_ADDRESS DOMAIN_NAME PHONE_NUMBER'.split(' '),
)

type Span = MarkedText['spans'][number]

/** The same kind and place; half of both together is enough for `overlap`. */
const rules = {
  exact: (a: Span, b: Span) => a.start === b.start && a.end === b.end,
  overlap: (a: Span, b: Span) => {
    const common = Math.min(a.end, b.end) - Math.max(a.start, b.start)
    return common >= (Math.max(a.end, b.end) - Math.min(a.start, b.start)) / 2
  },
}

export type SpanRule = keyof typeof rules

/** Adds what a tagger finds in marked texts to the counts by kind. Each span is used once. */
export function countSpans(
  texts: readonly MarkedText[],
  tagger: LinearModel,
  rule: SpanRule,
  counts: Map<string, SpanCounts>,
): void {
  const of = (kind: string) => {
    const found = counts.get(kind) ?? { right: 0, missed: 0, wrong: 0 }
    counts.set(kind, found)
    return found
  }
  for (const { text, spans } of texts) {
    const found = new Set(findSpans(text, tagger))
    for (const span of spans) {
      const match = [...found].find((f) => f.kind === span.kind && rules[rule](f, span))
      if (match) found.delete(match)
      if (match) of(span.kind).right++
      else of(span.kind).missed++
    }
    for (const { kind } of found) of(kind).wrong++
  }
}

/** Over all kinds together, or those of a set. */
export function spanF1(
  counts: ReadonlyMap<string, SpanCounts>,
  kinds?: ReadonlySet<string>,
): number {
  let [right, other] = [0, 0]
  for (const [kind, c] of counts) {
    if (kinds && !kinds.has(kind)) continue
    right += 2 * c.right
    other += c.missed + c.wrong
  }
  return right / Math.max(1, right + other)
}
