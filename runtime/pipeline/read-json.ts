import type { Issue, IssuePath } from '../../nodes/kit/issue.ts'
import { issue } from '../../nodes/kit/issue.ts'

export const limits = { bytes: 5_000_000, depth: 64, nodes: 2_000, edges: 10_000 } as const

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * JSON text to a value, with the caps that keep hostile documents harmless: size and
 * depth are checked before parsing, forbidden property names after it.
 */
export function readJson(text: string): { value?: unknown; issues: Issue[] } {
  if (text.length > limits.bytes)
    return refuse('PIPELINE_TOO_LARGE', { size: text.length, limit: limits.bytes })
  if (depthOf(text) > limits.depth) return refuse('PIPELINE_TOO_DEEP', { limit: limits.depth })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse('PIPELINE_NOT_JSON', { reason: (error as Error).message })
  }
  const issues = forbiddenKeys(value)
  return issues.length > 0 ? { issues } : { value, issues }
}

function refuse(code: Parameters<typeof issue>[0], values: Issue['values']): { issues: Issue[] } {
  return { issues: [issue(code, [], values)] }
}

/** Deepest nesting of brackets outside strings; a scan, so that no input can exhaust the stack. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 0x5c) i++
      else if (c === 0x22) quoted = false
    } else if (c === 0x22) quoted = true
    else if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (c === 0x5d || c === 0x7d) depth--
  }
  return deepest
}

function forbiddenKeys(root: unknown): Issue[] {
  const issues: Issue[] = []
  const open: { value: unknown; path: IssuePath }[] = [{ value: root, path: [] }]
  for (let next = open.pop(); next && issues.length < 20; next = open.pop()) {
    const { value, path } = next
    if (typeof value !== 'object' || value === null) continue
    for (const key of Object.keys(value)) {
      if (!Array.isArray(value) && forbidden.has(key))
        issues.push(issue('FORBIDDEN_KEY', [...path, key], { key }))
      open.push({ value: (value as Record<string, unknown>)[key], path: [...path, key] })
    }
  }
  return issues
}
