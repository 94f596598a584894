import type { Relation, Scan } from '../../nodes/kit/relation.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { findColumn } from '../../nodes/kit/schema.ts'
import { plainColumn } from './column-use.ts'
import { isDatabaseScan } from './dataflow.ts'

/** A copy without a computation: columns of one database scan, chosen and renamed. */
export interface PlainCopy {
  readonly scan: Scan
  /** The scan's columns in the order of the sink's. */
  readonly columns: Schema
}

/** Undefined where rows have to be computed, or are shared with another part of the run. */
export function plainCopy(
  relation: Relation,
  stored: ReadonlySet<Relation>,
): PlainCopy | undefined {
  if (stored.has(relation)) return undefined
  if (relation.kind === 'scan')
    return isDatabaseScan(relation) ? { scan: relation, columns: relation.schema } : undefined
  if (relation.kind !== 'project') return undefined
  const inner = plainCopy(relation.input, stored)
  if (!inner) return undefined
  const columns = relation.columns.flatMap((c) => {
    const wanted = plainColumn(c)
    const found = wanted === undefined ? undefined : findColumn(relation.input.schema, wanted)
    const source = found && inner.columns[relation.input.schema.indexOf(found)]
    return source ? [source] : []
  })
  const twice = new Set(columns.map((c) => c.name)).size < columns.length
  return twice || columns.length < relation.columns.length ? undefined : { ...inner, columns }
}
