import { columnsIn } from '../../nodes/kit/expression.ts'
import type { NamedExpression, Relation, Scan } from '../../nodes/kit/relation.ts'
import { inputsOf, walkRelation } from '../../nodes/kit/relation.ts'
import { columnNames } from '../../nodes/kit/schema.ts'

/**
 * Which columns of database scans may stay the canonical text they arrive as: those no
 * expression, key or order looks at on their way to a sink. They come through identical
 * (numeric(50,10), infinities, BC dates), and cost no conversion.
 */
export interface LazyTypes {
  /** True where the column of the relation holds canonical text instead of its type. */
  isText(relation: Relation, column: string): boolean
}

/** A relation whose rows leave DuckDB; `typed`: its columns must have their types. */
export interface Root {
  readonly relation: Relation
  readonly typed: boolean
}

/** `arrivesAsText` tells the scans whose every column comes as canonical text. */
export function lazyTypes(
  roots: readonly Root[],
  arrivesAsText: (scan: Scan) => boolean,
): LazyTypes {
  const relations = [...new Set(roots.flatMap((r) => walkRelation(r.relation)))]
  const needed = new Map<Relation, Set<string>>(relations.map((r) => [r, new Set()]))
  const need = (relation: Relation, names: Iterable<string>) => {
    const set = needed.get(relation)
    for (const name of names) set?.add(name)
  }
  for (const { relation, typed } of roots) if (typed) need(relation, columnNames(relation.schema))

  // A union mixes its inputs: where one input has a type, all must. That can only grow, so
  // the loop ends.
  for (;;) {
    // Inputs come first in `relations`; users of a relation must speak before it does.
    for (const relation of orderedByUse(relations)) demandOf(relation, needed.get(relation), need)
    const text = textColumns(relations, needed, arrivesAsText)
    const mixed = relations.filter((r) => r.kind === 'union' && isMixed(r, text, need))
    if (mixed.length === 0) return { isText: (r, column) => text.get(r)?.has(column) ?? false }
  }
}

const orderedByUse = (relations: readonly Relation[]): Relation[] => {
  const users = new Map<Relation, number>(relations.map((r) => [r, 0]))
  for (const r of relations) for (const i of inputsOf(r)) users.set(i, (users.get(i) ?? 0) + 1)
  const ready = relations.filter((r) => users.get(r) === 0)
  for (const relation of ready)
    for (const input of inputsOf(relation)) {
      const left = (users.get(input) ?? 0) - 1
      users.set(input, left)
      if (left === 0) ready.push(input)
    }
  return ready
}

type Need = (relation: Relation, names: Iterable<string>) => void

/** What a relation asks of its inputs, given what its users ask of it. */
function demandOf(r: Relation, asked: ReadonlySet<string> = new Set(), need: Need): void {
  switch (r.kind) {
    case 'scan':
    case 'values':
      return
    case 'project':
      for (const c of r.columns)
        if (plainColumn(c) === undefined || asked.has(c.name))
          need(r.input, columnsIn(c.expression))
      return
    case 'filter':
      need(r.input, [...asked, ...columnsIn(r.condition)])
      return
    case 'join':
      need(r.left, [...r.on.map((p) => p.left), ...asked])
      need(r.right, [
        ...r.on.map((p) => p.right),
        ...r.right.schema.flatMap((c, i) => (asked.has(r.rightNames[i] ?? '') ? [c.name] : [])),
      ])
      return
    case 'aggregate':
      need(r.input, [...r.groups, ...r.aggregates].flatMap((c) => columnsIn(c.expression)))
      return
    case 'window':
      need(r.input, [
        ...asked,
        ...r.partitionBy,
        ...r.orderBy.map((k) => k.column),
        ...(r.function.kind === 'call' ? columnsIn(r.function) : []),
      ])
      return
    case 'distinct':
      need(r.input, [
        ...asked,
        ...(r.on.length > 0 ? r.on : columnNames(r.schema)),
        ...r.orderBy.map((k) => k.column),
      ])
      return
    case 'union':
      for (const input of r.inputs)
        need(
          input,
          r.schema.flatMap((c, i) => (asked.has(c.name) ? [input.schema[i]?.name ?? ''] : [])),
        )
      return
    case 'sort':
      need(r.input, [...asked, ...r.keys.map((k) => k.column)])
      return
    case 'limit':
      need(r.input, asked)
      return
    case 'unnest':
      need(r.input, [...asked, r.column])
  }
}

/** The name of the column a projected column only passes on. */
export const plainColumn = ({ expression }: NamedExpression): string | undefined =>
  expression.kind === 'column' ? expression.name : undefined

function textColumns(
  relations: readonly Relation[],
  needed: ReadonlyMap<Relation, ReadonlySet<string>>,
  arrivesAsText: (scan: Scan) => boolean,
): Map<Relation, Set<string>> {
  const text = new Map<Relation, Set<string>>()
  const has = (relation: Relation | undefined, column: string) =>
    relation !== undefined && (text.get(relation)?.has(column) ?? false)
  for (const r of relations) {
    const names = columnNames(r.schema).filter((name, i) => {
      switch (r.kind) {
        case 'scan':
          return arrivesAsText(r) && !needed.get(r)?.has(name)
        case 'values':
        case 'aggregate':
          return false
        case 'project': {
          const column = r.columns[i]
          const plain = column && plainColumn(column)
          return plain !== undefined && has(r.input, plain)
        }
        case 'join': {
          if (i < r.left.schema.length) return has(r.left, name)
          const right = r.right.schema[i - r.left.schema.length]
          return right !== undefined && has(r.right, right.name)
        }
        case 'union':
          return r.inputs.every((input) => has(input, input.schema[i]?.name ?? ''))
        case 'unnest':
          return name !== r.as && has(r.input, name)
        default:
          return has(r.input, name)
      }
    })
    text.set(r, new Set(names))
  }
  return text
}

/** Asks for types where only some inputs of a union have text; true where it had to. */
function isMixed(
  union: Extract<Relation, { kind: 'union' }>,
  text: ReadonlyMap<Relation, ReadonlySet<string>>,
  need: Need,
): boolean {
  let mixed = false
  union.schema.forEach((_, i) => {
    const holds = union.inputs.map((r) => text.get(r)?.has(r.schema[i]?.name ?? '') ?? false)
    if (new Set(holds).size < 2) return
    mixed = true
    for (const input of union.inputs) need(input, [input.schema[i]?.name ?? ''])
  })
  return mixed
}
