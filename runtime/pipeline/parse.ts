import type { z } from 'zod'
import type { Issue, IssuePath } from '../../nodes/kit/issue.ts'
import { hasErrors, issue } from '../../nodes/kit/issue.ts'
import { limits, readJson } from './read-json.ts'
import type { Pipeline } from './schema.ts'
import { pipelineSchema, schemaVersion } from './schema.ts'

export interface Parsed {
  /** Absent when there are errors. */
  readonly pipeline?: Pipeline
  readonly issues: readonly Issue[]
}

/**
 * Reads a pipeline document: text or an already parsed value. Total: whatever comes in,
 * a pipeline or issues with code and path come out.
 * @example parsePipeline('{"schemaVersion":1,"name":"empty"}').pipeline?.nodes // []
 */
export function parsePipeline(input: unknown): Parsed {
  const text = typeof input === 'string' ? input : toText(input)
  const read = readJson(text ?? '')
  if (hasErrors(read.issues)) return { issues: read.issues }
  const newer = newerVersion(read.value)
  if (newer) return { issues: [newer] }
  const result = pipelineSchema.safeParse(read.value)
  if (!result.success) return { issues: schemaIssues(result.error) }
  const issues = [...tooMany(result.data), ...duplicateIds(result.data)]
  return issues.length > 0 ? { issues } : { pipeline: result.data, issues }
}

function toText(input: unknown): string | undefined {
  try {
    return JSON.stringify(input)
  } catch {
    // Circular, or too deep for the stack: readJson then refuses the empty text.
    return undefined
  }
}

function newerVersion(value: unknown): Issue | undefined {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof version !== 'number' || version <= schemaVersion) return undefined
  return issue('UNKNOWN_SCHEMA_VERSION', ['schemaVersion'], { version, known: schemaVersion })
}

function schemaIssues(error: z.ZodError): Issue[] {
  return error.issues
    .slice(0, 50)
    .map((i) => issue('INVALID_DOCUMENT', i.path as IssuePath, { reason: i.message }))
}

function tooMany({ nodes, edges }: Pipeline): Issue[] {
  const issues: Issue[] = []
  if (nodes.length > limits.nodes)
    issues.push(issue('TOO_MANY_NODES', ['nodes'], { count: nodes.length, limit: limits.nodes }))
  if (edges.length > limits.edges)
    issues.push(
      issue('INVALID_DOCUMENT', ['edges'], {
        reason: `at most ${limits.edges} edges are allowed`,
      }),
    )
  return issues
}

function duplicateIds(pipeline: Pipeline): Issue[] {
  const issues: Issue[] = []
  for (const key of ['nodes', 'edges'] as const) {
    const seen = new Set<string>()
    pipeline[key].forEach(({ id }, index) => {
      if (seen.has(id)) issues.push(issue('DUPLICATE_ID', [key, index, 'id'], { id }))
      seen.add(id)
    })
  }
  return issues
}
