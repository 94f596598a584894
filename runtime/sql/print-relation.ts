import type { Expression } from '../../nodes/kit/expression.ts'
import type {
  Aggregate,
  Distinct,
  Join,
  Relation,
  RelationKind,
  Scan,
  SortKey,
  Unnest,
  Values,
  Window,
} from '../../nodes/kit/relation.ts'
import { columnNames } from '../../nodes/kit/schema.ts'
import { fromCanonical } from './canonical.ts'
import { duckdb } from './dialect.ts'
import { printExpression } from './print-expression.ts'
import { quoteLiteral } from './quote.ts'

export interface PrintOptions {
  /** The FROM item of a scan, e.g. `read_csv('…')` or a quoted table name. */
  readonly scan: (scan: Scan) => string
  /** A FROM item that already holds this relation's rows, where one has been made. */
  readonly stored?: (relation: Relation) => string | undefined
  /** Wraps the SELECT of a relation, e.g. to count its rows as they pass. */
  readonly tap?: (relation: Relation, select: string) => string
}

/**
 * A relation as one SELECT of DuckDB. Inputs are nested, so a relation that is read
 * twice is computed twice unless `stored` knows a place for it.
 */
export function printRelation(relation: Relation, options: PrintOptions): string {
  const stored = options.stored?.(relation)
  if (stored !== undefined) return `SELECT * FROM ${stored}`
  const select = printers[relation.kind](
    relation as never,
    (input) => fromItem(input, options),
    options,
  )
  return options.tap ? options.tap(relation, select) : select
}

type PrintInput = (input: Relation) => string

const printers: {
  readonly [K in RelationKind]: (
    relation: Extract<Relation, { kind: K }>,
    input: PrintInput,
    options: PrintOptions,
  ) => string
} = {
  scan: (r, _, options) => `SELECT ${names(columnNames(r.schema))} FROM ${options.scan(r)}`,
  values: (r) => printValues(r),
  project: (r, input) =>
    `SELECT ${r.columns.map((c) => aliased(c.expression, c.name)).join(', ')} FROM ${input(r.input)}`,
  filter: (r, input) => `SELECT * FROM ${input(r.input)} WHERE ${print(r.condition)}`,
  join: (r, input) => printJoin(r, input),
  aggregate: (r, input) => printAggregate(r, input),
  window: (r, input) => printWindow(r, input),
  distinct: (r, input) => printDistinct(r, input),
  union: (r, input) => r.inputs.map((i) => `SELECT * FROM ${input(i)}`).join(' UNION ALL '),
  sort: (r, input) => `SELECT * FROM ${input(r.input)}${orderBy(r.keys)}`,
  limit: (r, input) =>
    `SELECT * FROM ${input(r.input)} LIMIT ${r.count}${r.offset > 0 ? ` OFFSET ${r.offset}` : ''}`,
  unnest: (r, input) => printUnnest(r, input),
  apply: (r) => {
    throw new Error(`“${r.step}” is no SQL: its rows must have been stored.`)
  },
}

function fromItem(relation: Relation, options: PrintOptions): string {
  const stored = options.stored?.(relation)
  return stored ?? `(${printRelation(relation, options)})`
}

const quote = (name: string) => duckdb.quote(name)
const print = (expression: Expression) => printExpression(expression, duckdb)
const names = (list: readonly string[]) => list.map(quote).join(', ')
const aliased = (e: Expression, name: string) => `${print(e)} AS ${quote(name)}`

function printValues({ schema, rows }: Values): string {
  const cells = (row: readonly (string | null)[]) =>
    schema.map(({ name, type }, i) => {
      const value = row[i] ?? null
      const sql = value === null ? 'NULL' : quoteLiteral(value, 'duckdb')
      const typed = value === null ? `CAST(NULL AS ${duckdb.type(type)})` : fromCanonical(sql, type)
      return `${typed} AS ${quote(name)}`
    })
  const select = (row: readonly (string | null)[]) => `SELECT ${cells(row).join(', ')}`
  if (rows.length === 0) return `${select([])} WHERE false`
  return rows.map(select).join(' UNION ALL ')
}

function printJoin(r: Join, input: PrintInput): string {
  const left = `${input(r.left)} AS l`
  const right = `${input(r.right)} AS r`
  const equals = r.nullsEqual ? 'IS NOT DISTINCT FROM' : '='
  const on = r.on.map((p) => `l.${quote(p.left)} ${equals} r.${quote(p.right)}`).join(' AND ')
  const leftColumns = columnNames(r.left.schema).map((n) => `l.${quote(n)}`)
  const rightColumns = columnNames(r.right.schema).map(
    (n, i) => `r.${quote(n)} AS ${quote(r.rightNames[i] ?? n)}`,
  )
  if (r.join === 'semi' || r.join === 'anti')
    return `SELECT ${leftColumns.join(', ')} FROM ${left} ${r.join === 'semi' ? 'SEMI' : 'ANTI'} JOIN ${right} ON ${on}`
  const columns = [...leftColumns, ...rightColumns].join(', ')
  if (r.join === 'cross') return `SELECT ${columns} FROM ${left} CROSS JOIN ${right}`
  return `SELECT ${columns} FROM ${left} ${r.join.toUpperCase()} JOIN ${right} ON ${on}`
}

function printAggregate(r: Aggregate, input: PrintInput): string {
  const columns = [...r.groups, ...r.aggregates].map((c) => aliased(c.expression, c.name))
  const group =
    r.groups.length > 0 ? ` GROUP BY ${r.groups.map((_, i) => String(i + 1)).join(', ')}` : ''
  return `SELECT ${columns.join(', ')} FROM ${input(r.input)}${group}`
}

function printWindow(r: Window, input: PrintInput): string {
  const partition = r.partitionBy.length > 0 ? `PARTITION BY ${names(r.partitionBy)}` : ''
  const over = `OVER (${[partition, orderBy(r.orderBy).trim()].filter(Boolean).join(' ')})`
  const value =
    r.function.kind === 'row_number'
      ? `row_number() ${over}`
      : printExpression(r.function, duckdb, { over })
  return `SELECT *, ${value} AS ${quote(r.name)} FROM ${input(r.input)}`
}

function printDistinct(r: Distinct, input: PrintInput): string {
  if (r.on.length === 0 && r.orderBy.length === 0) return `SELECT DISTINCT * FROM ${input(r.input)}`
  const on = r.on.length > 0 ? r.on : columnNames(r.schema)
  return `SELECT * FROM ${input(r.input)} QUALIFY row_number() OVER (PARTITION BY ${names(on)}${orderBy(r.orderBy)}) = 1`
}

function printUnnest(r: Unnest, input: PrintInput): string {
  const list = quote(r.column)
  const filled = r.keepEmpty ? `CASE WHEN len(${list}) > 0 THEN ${list} ELSE [NULL] END` : list
  const items = `unnest(${filled})`
  const others = columnNames(r.input.schema).map((n) =>
    n === r.column ? `${items} AS ${quote(r.as)}` : quote(n),
  )
  if (r.position === undefined) return `SELECT ${others.join(', ')} FROM ${input(r.input)}`
  const counted = `CAST(generate_subscripts(${filled}, 1) AS BIGINT) AS _mq_position, len(${list}) AS _mq_length`
  const inner = `SELECT ${others.join(', ')}, ${counted} FROM ${input(r.input)}`
  const kept = names(columnNames(r.schema).slice(0, -1))
  return `SELECT ${kept}, CASE WHEN _mq_length > 0 THEN _mq_position END AS ${quote(r.position)} FROM (${inner})`
}

function orderBy(keys: readonly SortKey[]): string {
  if (keys.length === 0) return ''
  const print = (k: SortKey) =>
    `${quote(k.column)} ${k.descending ? 'DESC' : 'ASC'} NULLS ${k.nulls.toUpperCase()}`
  return ` ORDER BY ${keys.map(print).join(', ')}`
}
