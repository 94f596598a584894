// Makes runtime/ml/types/tagger.json from sentences with marked spans in Presidio's format.
// node … bench/train/types-tagger.ts <synth*.json>
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { seededRandom } from '../../runtime/ml/random.ts'
import type { Example, LinearModel } from '../../runtime/ml/types/linear-model.ts'
import { storeLinear, trainLinear } from '../../runtime/ml/types/linear-model.ts'
import type { PiiSpan } from '../../runtime/ml/types/pii-patterns.ts'
import { findPatterns } from '../../runtime/ml/types/pii-patterns.ts'
import {
  hashFeatures,
  TAGGER_DIMENSIONS,
  taggedKinds,
  tags,
  tokenFeatures,
} from '../../runtime/ml/types/tagger.ts'
import { tokenize } from '../../runtime/ml/types/tokens.ts'

export interface MarkedText {
  readonly text: string
  /** Texts made from one template are alike but for the names in them. */
  readonly template: number
  readonly spans: readonly Pick<PiiSpan, 'kind' | 'start' | 'end'>[]
}

export function readMarked(file: string): MarkedText[] {
  const rows = JSON.parse(readFileSync(file, 'utf8')) as {
    full_text: string
    template_id: number
    spans: { entity_type: PiiSpan['kind']; start_position: number; end_position: number }[]
  }[]
  return rows.map((row) => ({
    text: row.full_text,
    template: row.template_id,
    spans: row.spans.map((s) => ({
      kind: s.entity_type,
      start: s.start_position,
      end: s.end_position,
    })),
  }))
}

/** Share of features that a pass over the data leaves out, so that no single word decides. */
const DROPPED = 0.25

export async function trainTagger(texts: readonly MarkedText[], seed = 1): Promise<LinearModel> {
  const random = seededRandom(seed)
  const examples: Example[] = []
  for (let pass = 0; pass < 2; pass++)
    for (const { text, spans } of texts) {
      const tokens = tokenize(text)
      const features = tokenFeatures(tokens, findPatterns(text))
      let before = 'O'
      for (const [i, token] of tokens.entries()) {
        const span = spans.find(
          (s) => token.start < s.end && token.end > s.start && taggedKinds.includes(s.kind),
        )
        const first = span && !tokens.some((t, j) => j < i && t.end > span.start)
        const tag = span ? `${first ? 'B' : 'I'}-${span.kind}` : 'O'
        const kept = (features[i] as string[]).filter((_, f) => f < 2 || random() > DROPPED)
        examples.push({ features: hashFeatures(kept, before), label: tags.indexOf(tag) })
        before = tag
      }
    }
  return trainLinear(examples, tags, {
    dimensions: TAGGER_DIMENSIONS,
    epochs: 5,
    rate: 0.1,
    l2: 1e-6,
    seed,
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const model = await trainTagger(readMarked(process.argv[2] as string))
  const out = new URL('../../runtime/ml/types/tagger.json', import.meta.url)
  writeFileSync(out, `${JSON.stringify(storeLinear(model))}\n`)
}
