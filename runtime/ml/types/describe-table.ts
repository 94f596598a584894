import type { TextColumn, TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { FeatureKind } from './feature-kinds.ts'
import { featureKind, shippedFeatureKinds, summaryOf } from './feature-kinds.ts'
import { isFreeText } from './forms.ts'
import { maskOf, maskText } from './mask.ts'
import type { PiiKind } from './pii-kinds.ts'
import type { SemanticFinding } from './semantic.ts'
import { findMeanings, round } from './semantic.ts'
import type { PiiSpan } from './spans.ts'
import { findSpans } from './spans.ts'
import { shippedTagger } from './tagger.ts'

/** Personal data in a column, and an expression that hides it. */
export interface PiiFinding {
  readonly kinds: readonly PiiKind[]
  /** Share of the values that hold it. */
  readonly share: number
  readonly confidence: number
  readonly mask: string
}

export interface TextSpan extends PiiSpan {
  /** From 1. */
  readonly row: number
}

export interface ColumnTypes {
  readonly column: string
  readonly semantic: SemanticFinding | null
  readonly alternatives: readonly SemanticFinding[]
  readonly pii: PiiFinding | null
  readonly featureKind: FeatureKind
  /** Of columns of free text, where they were asked for. */
  readonly spans: readonly TextSpan[]
}

export interface DescribeOptions {
  readonly seed?: number | undefined
  /** Values of a column that are looked at. */
  readonly sample?: number | undefined
  /** Look into texts; up to this many of a column. */
  readonly texts?: number | undefined
}

/** Below this, a meaning is not told: better none than a wrong one. */
const LEAST = 0.6

/** What the columns of a table mean, whether they are personal data, and how to hide it. */
export async function describeTable(
  table: TextTable,
  { seed = 0, sample = 1000, texts = 200 }: DescribeOptions = {},
  work?: Work,
): Promise<ColumnTypes[]> {
  const meanings = await findMeanings(table, { seed, size: sample }, work)
  const isTold = (f: SemanticFinding | undefined) => f !== undefined && f.confidence >= LEAST
  const named = meanings.some(({ findings: [f] }) => isTold(f) && f?.pii && !indirect.has(f.pii))
  const kinds = await shippedFeatureKinds()
  const described: ColumnTypes[] = []
  for (const [i, column] of table.columns.entries()) {
    const [best, ...others] = (meanings[i]?.findings ?? []).filter((f) => f.confidence >= LEAST)
    const spans = best === undefined && texts > 0 ? await textSpans(column, texts, work) : undefined
    const own = best?.pii &&
      (named || !indirect.has(best.pii)) && {
        kinds: [best.pii],
        share: best.share,
        confidence: best.confidence,
        mask: maskOf(best.pii, column.name, column.type),
      }
    described.push({
      column: column.name,
      semantic: best ?? spans?.meaning ?? null,
      alternatives: others,
      pii: own || spans?.pii || null,
      featureKind: featureKind(kinds, summaryOf(column)),
      spans: spans?.found ?? [],
    })
    await breathe(work)
  }
  return described
}

interface TextFindings {
  readonly meaning: SemanticFinding
  readonly found: readonly TextSpan[]
  readonly pii: PiiFinding | undefined
}

/** Personal only beside what names a person: a list of towns is no secret. */
const indirect: ReadonlySet<PiiKind> = new Set<PiiKind>([
  'GPE',
  'ZIP_CODE',
  'TITLE',
  'NRP',
  'COORDINATES',
  'AGE',
  'DATE_TIME',
  'DOMAIN_NAME',
  'ORGANIZATION',
])

/** Kinds that say little about anybody when they stand in a text. */
const harmless: ReadonlySet<PiiKind> = new Set<PiiKind>([
  'DATE_TIME',
  'ORGANIZATION',
  'GPE',
  'NRP',
  'TITLE',
  'DOMAIN_NAME',
])
/** In a text, one is enough; a name takes more, as words are taken for names now and then. */
const told: ReadonlySet<PiiKind> = new Set<PiiKind>([
  'EMAIL_ADDRESS',
  'CREDIT_CARD',
  'IBAN_CODE',
  'US_SSN',
  'NATIONAL_ID',
  'PHONE_NUMBER',
  'IP_ADDRESS',
  'US_DRIVER_LICENSE',
])

async function textSpans(
  column: TextColumn,
  most: number,
  work?: Work,
): Promise<TextFindings | undefined> {
  const rows = column.values.flatMap((v, i) =>
    v !== null && v.trim() !== '' ? [{ text: v, row: i + 1 }] : [],
  )
  const long = rows.filter((r) => isFreeText(r.text))
  if (long.length === 0 || long.length < 0.3 * rows.length) return undefined
  const tagger = await shippedTagger()
  const seen = rows.slice(0, most)
  const found: TextSpan[] = []
  for (const [i, { text, row }] of seen.entries()) {
    for (const span of findSpans(text, tagger)) found.push({ ...span, row })
    if (i % 20 === 0) await breathe(work)
  }
  const share = (kind: PiiKind) =>
    new Set(found.filter((s) => s.kind === kind).map((s) => s.row)).size / seen.length
  const kinds = [...new Set(found.map((s) => s.kind))].filter(
    (k) => !harmless.has(k) && share(k) >= (told.has(k) ? 1 / seen.length : 0.05),
  )
  const rowsWith = new Set(found.filter((s) => kinds.includes(s.kind)).map((s) => s.row)).size
  const words = `${Math.round((100 * long.length) / rows.length)} % of ${rows.length} values are sentences or long texts`
  return {
    found,
    meaning: {
      id: 'free_text',
      title: 'Free text',
      confidence: 0.85,
      share: round(long.length / rows.length),
      evidence: [words],
    },
    pii:
      kinds.length > 0
        ? {
            kinds,
            share: round(rowsWith / seen.length),
            confidence: 0.7,
            mask: maskText(kinds, column.name),
          }
        : undefined,
  }
}
