import type { Pipeline } from '../../runtime/pipeline/schema.ts'

/**
 * A readable id that is not in `taken`, and adds it: `filter`, `filter-2` …
 * @example freshId('transform.filter', new Set(['filter'])) // 'filter-2'
 */
export function freshId(base: string, taken: Set<string>): string {
  const stem = base
    .replace(/^.*\./, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/-\d+$/, '')
    .slice(0, 56)
  const root = stem === '' ? 'node' : stem
  let id = root
  for (let n = 2; taken.has(id); n++) id = `${root}-${n}`
  taken.add(id)
  return id
}

/** The next free edge id: `e1`, `e2` … */
export function freshEdgeId(taken: Set<string>): string {
  let n = taken.size + 1
  while (taken.has(`e${n}`)) n++
  taken.add(`e${n}`)
  return `e${n}`
}

export const nodeIds = (pipeline: Pipeline): Set<string> => new Set(pipeline.nodes.map((n) => n.id))

export const edgeIds = (pipeline: Pipeline): Set<string> => new Set(pipeline.edges.map((e) => e.id))
