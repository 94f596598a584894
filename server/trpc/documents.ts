import { z } from 'zod'
import { parsePipeline } from '../../runtime/pipeline/parse.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { RequestError } from './errors.ts'

/** A pipeline document in an input. Its own parser reads it: that one has codes, paths and caps. */
export const document = z.custom<Pipeline>(
  (value) => typeof value === 'object' && value !== null,
  'expected a pipeline document',
)

/** The document, or a refusal that carries its issues. */
export function readDocument(input: unknown): Pipeline {
  const { pipeline, issues } = parsePipeline(input)
  if (pipeline) return pipeline
  throw new RequestError('BAD_REQUEST', 'This is not a pipeline document that can be kept.', {
    issues,
  })
}
