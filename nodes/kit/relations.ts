import type { Expression } from './expression.ts'
import type {
  Aggregate,
  Apply,
  Distinct,
  Filter,
  Join,
  JoinKind,
  Limit,
  NamedExpression,
  Project,
  Relation,
  Scan,
  Sort,
  SortKey,
  Union,
  Unnest,
  Values,
  Window,
} from './relation.ts'
import type { Column, Schema } from './schema.ts'
import { duplicateName, findColumn, uniqueName } from './schema.ts'
import type { Source } from './source.ts'
import { typeExpression } from './type-expression.ts'

/**
 * Builders of the algebra: each derives the output schema and throws `RelationError`
 * when its parts do not fit. Node types check what a person typed *before* they build
 * (`checkExpression`, `checkColumns`), so a throw here is a fault of a node type.
 */
export class RelationError extends Error {
  override readonly name = 'RelationError'
}

const freeze = <R extends Relation>(relation: R): R => Object.freeze(relation)

export const scan = (source: Source, schema: Schema): Scan =>
  freeze({ kind: 'scan', source, schema })

export const values = (schema: Schema, rows: Values['rows']): Values =>
  freeze({ kind: 'values', schema, rows })

export function project(input: Relation, columns: readonly NamedExpression[]): Project {
  const typed = columns.map((c) => typedColumn(input.schema, c, 'forbidden'))
  return freeze({
    kind: 'project',
    input,
    columns: typed.map((t) => t.named),
    schema: unique(typed.map((t) => t.column)),
  })
}

export function filter(input: Relation, expression: Expression): Filter {
  const named = { name: 'condition', expression }
  const typed = typedColumn(input.schema, named, 'forbidden')
  if (typed.column.type.kind !== 'boolean')
    throw new RelationError('A filter needs a boolean condition.')
  const condition = typed.named.expression
  return freeze({ kind: 'filter', input, condition, schema: input.schema })
}

export function join(
  kind: JoinKind,
  left: Relation,
  right: Relation,
  on: Join['on'],
  options: { nullsEqual?: boolean; suffix?: string } = {},
): Join {
  for (const pair of on) {
    need(left.schema, pair.left)
    need(right.schema, pair.right)
  }
  const rightNames: string[] = []
  for (const { name } of right.schema) {
    const taken = [...left.schema.map((c) => c.name), ...rightNames]
    const clash = taken.some((t) => t.toLowerCase() === name.toLowerCase())
    rightNames.push(uniqueName(clash ? `${name}${options.suffix ?? '_2'}` : name, taken))
  }
  const oneSided = kind === 'semi' || kind === 'anti'
  const nullable = (column: Column, outer: boolean): Column =>
    outer ? { ...column, nullable: true } : column
  const leftColumns = left.schema.map((c) => nullable(c, kind === 'right' || kind === 'full'))
  const rightColumns = right.schema.map((c, i) =>
    nullable({ ...c, name: rightNames[i] ?? c.name }, kind === 'left' || kind === 'full'),
  )
  return freeze({
    kind: 'join',
    join: kind,
    left,
    right,
    on,
    nullsEqual: options.nullsEqual ?? false,
    rightNames,
    schema: oneSided ? left.schema : [...leftColumns, ...rightColumns],
  })
}

export function aggregate(
  input: Relation,
  groups: readonly NamedExpression[],
  aggregates: readonly NamedExpression[],
): Aggregate {
  const by = groups.map((g) => typedColumn(input.schema, g, 'forbidden'))
  const computed = aggregates.map((a) => typedColumn(input.schema, a, 'required'))
  return freeze({
    kind: 'aggregate',
    input,
    groups: by.map((t) => t.named),
    aggregates: computed.map((t) => t.named),
    schema: unique([...by, ...computed].map((t) => t.column)),
  })
}

export function window(
  input: Relation,
  spec: Pick<Window, 'name' | 'function' | 'partitionBy' | 'orderBy'>,
): Window {
  for (const name of spec.partitionBy) need(input.schema, name)
  for (const key of spec.orderBy) need(input.schema, key.column)
  const numbered: Column = {
    name: spec.name,
    type: { kind: 'integer', bits: 64 },
    nullable: false,
  }
  const computed =
    spec.function.kind === 'row_number'
      ? undefined
      : typedColumn(input.schema, { name: spec.name, expression: spec.function }, 'required')
  return freeze({
    kind: 'window',
    input,
    ...spec,
    function: computed ? (computed.named.expression as typeof spec.function) : spec.function,
    schema: unique([...input.schema, computed?.column ?? numbered]),
  })
}

export function distinct(
  input: Relation,
  on: readonly string[] = [],
  orderBy: readonly SortKey[] = [],
): Distinct {
  for (const name of [...on, ...orderBy.map((k) => k.column)]) need(input.schema, name)
  return freeze({ kind: 'distinct', input, on, orderBy, schema: input.schema })
}

/** Schemas must agree by position in name and type; nullability is merged. */
export function union(inputs: readonly Relation[]): Union {
  const [first] = inputs
  if (!first) throw new RelationError('A union needs at least one input.')
  const schema = first.schema.map((c, i) => ({
    ...c,
    nullable: inputs.some((input) => input.schema[i]?.nullable ?? true),
  }))
  for (const input of inputs)
    if (input.schema.length !== schema.length)
      throw new RelationError('A union needs inputs with the same columns.')
  return freeze({ kind: 'union', inputs, schema })
}

export function sort(input: Relation, keys: readonly SortKey[]): Sort {
  for (const key of keys) need(input.schema, key.column)
  return freeze({ kind: 'sort', input, keys, schema: input.schema })
}

export const limit = (input: Relation, count: number, offset = 0): Limit =>
  freeze({ kind: 'limit', input, count, offset, schema: input.schema })

export function unnest(
  input: Relation,
  column: string,
  options: { as?: string; position?: string; keepEmpty?: boolean } = {},
): Unnest {
  const source = need(input.schema, column)
  if (source.type.kind !== 'list') throw new RelationError(`“${column}” is not a list.`)
  const as = options.as ?? column
  const item: Column = { name: as, type: source.type.item, nullable: true }
  const position: Column[] = options.position
    ? [{ name: options.position, type: { kind: 'integer', bits: 64 }, nullable: true }]
    : []
  const schema = unique([
    ...input.schema.flatMap((c) => (c.name === source.name ? [item] : [c])),
    ...position,
  ])
  return freeze({
    kind: 'unnest',
    input,
    column: source.name,
    as,
    itemType: source.type.item,
    ...(options.position ? { position: options.position } : {}),
    keepEmpty: options.keepEmpty ?? false,
    schema,
  })
}

export function apply(
  input: Relation,
  step: string,
  options: unknown,
  parts: { reads: readonly string[]; rows: Apply['rows']; columns: Schema },
): Apply {
  const reads = parts.reads.map((name) => need(input.schema, name).name)
  const made = (name: string) =>
    parts.columns.find((c) => c.name.toLowerCase() === name.toLowerCase())
  const kept = parts.rows === 'new' ? [] : input.schema
  const replaced = kept.map((c) => {
    const column = made(c.name)
    return column ? { ...column, name: c.name } : c
  })
  const added = parts.columns.filter((c) => !findColumn(kept, c.name))
  // Under the input's spelling, so that the two can be told to be the same.
  const columns = parts.columns.map((c) => ({
    ...c,
    name: findColumn(kept, c.name)?.name ?? c.name,
  }))
  const schema = unique([...replaced, ...added])
  return freeze({ kind: 'apply', input, step, options, reads, rows: parts.rows, columns, schema })
}

/** Types an expression and keeps it with its types written in: printers choose by them. */
function typedColumn(
  schema: Schema,
  { name, expression }: NamedExpression,
  aggregates: 'forbidden' | 'required',
): { column: Column; named: NamedExpression } {
  const typed = typeExpression(expression, schema, { aggregates })
  if ('issues' in typed)
    throw new RelationError(`${name}: ${typed.issues.map((i) => i.code).join(', ')}`)
  const { type, nullable } = typed
  return { column: { name, type, nullable }, named: { name, expression: typed.expression } }
}

function need(schema: Schema, name: string): Column {
  const found = findColumn(schema, name)
  if (!found) throw new RelationError(`There is no column “${name}”.`)
  return found
}

function unique(schema: Schema): Schema {
  const twice = duplicateName(schema.map((c) => c.name))
  if (twice !== undefined) throw new RelationError(`The column “${twice}” occurs twice.`)
  return schema
}
