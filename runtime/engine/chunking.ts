import { nonDeterministicPart } from '../../nodes/kit/deterministic.ts'
import type { Relation, Scan } from '../../nodes/kit/relation.ts'
import { inputsOf } from '../../nodes/kit/relation.ts'
import { isDatabaseScan } from './dataflow.ts'

/** How the rows of a sink are cut into units of commit and resume. */
export type Chunking =
  /** Every key range of the scan gives its own part of the rows. */
  | { readonly kind: 'ranges'; readonly scan: Scan }
  /** The rows come in the same order each time, so that the stream can be cut by count. */
  | { readonly kind: 'segments' }
  | { readonly kind: 'single' }

export function chunkingOf(relation: Relation, stored: ReadonlySet<Relation>): Chunking {
  const source = rowWiseSource(relation, stored)
  if (source === undefined || nonDeterministicPart(relation)) return { kind: 'single' }
  if (source.kind === 'values') return { kind: 'single' }
  if (!isDatabaseScan(source)) return { kind: 'segments' }
  return source.source.kind === 'table' ? { kind: 'ranges', scan: source } : { kind: 'single' }
}

/** The one source whose rows each give their own rows of the relation, in order. */
function rowWiseSource(
  relation: Relation,
  stored: ReadonlySet<Relation>,
): Extract<Relation, { kind: 'scan' | 'values' }> | undefined {
  if (stored.has(relation)) return undefined
  switch (relation.kind) {
    case 'scan':
    case 'values':
      return relation
    case 'project':
    case 'filter': {
      const [input] = inputsOf(relation)
      return input && rowWiseSource(input, stored)
    }
    default:
      return undefined
  }
}
