import { columnsIn } from '../../nodes/kit/expression.ts'
import type { NamedExpression, Relation, Scan } from '../../nodes/kit/relation.ts'
import { inputsOf, walkRelation } from '../../nodes/kit/relation.ts'
import { columnNames, findColumn } from '../../nodes/kit/schema.ts'

/** A relation whose rows leave DuckDB; `typed`: its columns must have their types. */
export interface Root {
  readonly relation: Relation
  readonly typed: boolean
}

/** What becomes of the columns of a run's relations. */
export interface ColumnUse {
  /**
   * True where a column holds canonical text instead of its type: columns of database
   * scans that no expression, key or order looks at on their way to a sink. They come
   * through identical (numeric(50,10), infinities, BC dates) and cost no conversion.
   */
  isText(relation: Relation, column: string): boolean
  /** False where nobody looks at the column, so that its source need not send it. */
  isUsed(relation: Relation, column: string): boolean
}

/** `arrivesAsText` tells the scans whose every column comes as canonical text. */
export function columnUse(
  roots: readonly Root[],
  arrivesAsText: (scan: Scan) => boolean,
): ColumnUse {
  const relations = [...new Set(roots.flatMap((r) => walkRelation(r.relation)))]
  const byUse = usersFirst(relations)
  const used = new Demand()
  for (const { relation } of roots) used.need(relation, columnNames(relation.schema))
  for (const relation of byUse) demandOf(relation, 'rows', used)

  const typed = new Demand()
  for (const r of roots) if (r.typed) typed.need(r.relation, columnNames(r.relation.schema))
  // A union mixes its inputs: where one input has a type, all must. That can only grow, so
  // the loop ends.
  for (;;) {
    for (const relation of byUse) demandOf(relation, 'types', typed)
    const text = textColumns(relations, typed, arrivesAsText)
    if (relations.filter((r) => r.kind === 'union' && isMixed(r, text, typed)).length > 0) continue
    return {
      isText: (relation, column) => text.get(relation)?.has(column) ?? false,
      isUsed: (relation, column) => used.of(relation).has(column),
    }
  }
}

/** The columns asked of each relation. */
class Demand {
  readonly #asked = new Map<Relation, Set<string>>()

  of(relation: Relation): ReadonlySet<string> {
    return this.#asked.get(relation) ?? new Set()
  }

  need(relation: Relation, names: Iterable<string>): void {
    const set = this.#asked.get(relation) ?? new Set()
    this.#asked.set(relation, set)
    for (const name of names) {
      const column = findColumn(relation.schema, name)
      if (column) set.add(column.name)
    }
  }
}

/** Every relation after all that read from it. */
function usersFirst(relations: readonly Relation[]): Relation[] {
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

/**
 * What a relation asks of its inputs, given what its users ask of it: `rows`, all columns
 * it looks at; `types`, only those whose type matters to it.
 */
function demandOf(r: Relation, what: 'rows' | 'types', demand: Demand): void {
  const asked = demand.of(r)
  switch (r.kind) {
    case 'scan':
    case 'values':
      break
    case 'project':
      for (const c of r.columns)
        if (asked.has(c.name) || (what === 'types' && plainColumn(c) === undefined))
          demand.need(r.input, columnsIn(c.expression))
      break
    case 'join': {
      const right = r.right.schema.filter((_, i) => asked.has(r.rightNames[i] ?? ''))
      demand.need(r.left, [...r.on.map((p) => p.left), ...asked])
      demand.need(r.right, [...r.on.map((p) => p.right), ...columnNames(right)])
      break
    }
    case 'aggregate':
      demand.need(
        r.input,
        [...r.groups, ...r.aggregates].flatMap((c) => columnsIn(c.expression)),
      )
      break
    case 'apply':
      // Its input is stored whole, whatever its users want.
      demand.need(r.input, what === 'rows' ? columnNames(r.input.schema) : [...asked, ...r.reads])
      break
    case 'union':
      for (const input of r.inputs)
        demand.need(input, columnNames(input.schema.filter((_, i) => asked.has(nameAt(r, i)))))
      break
    default:
      demand.need(r.input, [...asked, ...columnsReadBy(r)])
  }
}

type PassesOn = Extract<
  Relation,
  { kind: 'filter' | 'window' | 'distinct' | 'sort' | 'limit' | 'unnest' }
>

/** Columns a relation looks at itself, of those that pass through it. */
function columnsReadBy(r: PassesOn): readonly string[] {
  switch (r.kind) {
    case 'filter':
      return columnsIn(r.condition)
    case 'window':
      return [
        ...r.partitionBy,
        ...r.orderBy.map((k) => k.column),
        ...(r.function.kind === 'call' ? columnsIn(r.function) : []),
      ]
    case 'distinct':
      return [
        ...(r.on.length > 0 ? r.on : columnNames(r.schema)),
        ...r.orderBy.map((k) => k.column),
      ]
    case 'sort':
      return r.keys.map((k) => k.column)
    case 'limit':
      return []
    case 'unnest':
      return [r.column]
  }
}

const nameAt = (relation: Relation, index: number) => relation.schema[index]?.name ?? ''

/** The name of the column a projected column only passes on. */
export const plainColumn = ({ expression }: NamedExpression): string | undefined =>
  expression.kind === 'column' ? expression.name : undefined

function textColumns(
  relations: readonly Relation[],
  typed: Demand,
  arrivesAsText: (scan: Scan) => boolean,
): Map<Relation, Set<string>> {
  const text = new Map<Relation, Set<string>>()
  const has = (relation: Relation, column: string) =>
    text.get(relation)?.has(findColumn(relation.schema, column)?.name ?? '') ?? false
  const holdsText = (r: Relation, name: string, i: number): boolean => {
    switch (r.kind) {
      case 'scan':
        return arrivesAsText(r) && !typed.of(r).has(name)
      case 'values':
      case 'aggregate':
        return false
      case 'project': {
        const column = r.columns[i]
        const plain = column && plainColumn(column)
        return plain !== undefined && has(r.input, plain)
      }
      case 'join': {
        const left = r.left.schema.length
        return i < left ? has(r.left, name) : has(r.right, nameAt(r.right, i - left))
      }
      case 'union':
        return r.inputs.every((input) => has(input, nameAt(input, i)))
      case 'apply':
        return r.columns.every((c) => c.name !== name) && has(r.input, name)
      case 'unnest':
        return name !== r.as && has(r.input, name)
      default:
        return has(r.input, name)
    }
  }
  for (const r of relations)
    text.set(r, new Set(columnNames(r.schema).filter((name, i) => holdsText(r, name, i))))
  return text
}

/** Asks for types where only some inputs of a union have text; true where it had to. */
function isMixed(
  union: Extract<Relation, { kind: 'union' }>,
  text: ReadonlyMap<Relation, ReadonlySet<string>>,
  typed: Demand,
): boolean {
  let mixed = false
  union.schema.forEach((_, i) => {
    const holds = union.inputs.map((r) => text.get(r)?.has(nameAt(r, i)) ?? false)
    if (new Set(holds).size < 2) return
    mixed = true
    for (const input of union.inputs) typed.need(input, [nameAt(input, i)])
  })
  return mixed
}
