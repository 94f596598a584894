import type { DataType } from '../../nodes/kit/data-type.ts'
import { nonDeterministicPart } from '../../nodes/kit/deterministic.ts'
import { columnsIn } from '../../nodes/kit/expression.ts'
import type { Project, Relation, Scan } from '../../nodes/kit/relation.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { findColumn } from '../../nodes/kit/schema.ts'
import type { Reader, System } from '../connectors/connector.ts'
import type { Dialect } from '../sql/dialect.ts'
import { postgres } from '../sql/dialect.ts'
import { canPrint, printExpression } from '../sql/print-expression.ts'
import { plainColumn } from './column-use.ts'

/** Projections over one table: as many rows as the table has, so every count stays known. */
export interface Computation {
  readonly scan: Scan
  /** From the table outwards. */
  readonly steps: readonly Project[]
  /** Columns of the table that an expression reads. */
  readonly computedFrom: Schema
}

/** Undefined where rows are dropped, joined or shared, or come from no table. */
export function computationOf(
  relation: Relation,
  stored: ReadonlySet<Relation>,
): Computation | undefined {
  const steps: Project[] = []
  let at = relation
  for (; at.kind === 'project' && !stored.has(at); at = at.input) steps.unshift(at)
  if (at.kind !== 'scan' || stored.has(at) || at.source.kind !== 'table') return undefined
  if (steps.length === 0 || nonDeterministicPart(relation)) return undefined
  return { scan: at, steps, computedFrom: columnsComputedFrom(at, steps) }
}

function columnsComputedFrom(scan: Scan, steps: readonly Project[]): Schema {
  // Which column of the table a column of each step passes on unchanged.
  let origin = new Map(scan.schema.map((c) => [c.name, c.name]))
  const read = new Set<string>()
  for (const step of steps) {
    const next = new Map<string, string>()
    const from = (name: string) => origin.get(findColumn(step.input.schema, name)?.name ?? '')
    for (const column of step.columns) {
      const plain = plainColumn(column)
      const source = plain === undefined ? undefined : from(plain)
      if (source !== undefined) next.set(column.name, source)
      else if (plain === undefined)
        for (const name of columnsIn(column.expression)) read.add(from(name) ?? '')
    }
    origin = next
  }
  return scan.schema.filter((c) => read.has(c.name))
}

const dialects: ReadonlyMap<System, Dialect> = new Map([['postgres', postgres]])

/** Native types whose values our type describes wholly; blank-padded text, for one, is not. */
const exactly: Partial<Record<DataType['kind'], RegExp>> = {
  boolean: /^boolean$/,
  integer: /^(smallint|integer|bigint)$/,
  decimal: /^numeric\(\d+,\d+\)$/,
  float: /^(real|double precision)$/,
  text: /^(text|character varying(\(\d+\))?)$/,
  date: /^date$/,
  timestamp: /^timestamp(\(\d\))? with(out)? time zone$/,
  uuid: /^uuid$/,
  binary: /^bytea$/,
}

/** The SELECT a source computes itself, where it gives exactly DuckDB's answer. */
export function pushedSelect(
  { scan, steps, computedFrom }: Computation,
  system: System,
  table: Reader,
): string | undefined {
  const dialect = dialects.get(system)
  const { source } = scan
  if (!dialect || source.kind !== 'table' || table.native?.system !== system) return undefined
  const native = new Map(scan.schema.map((c, i) => [c.name, table.native?.types[i] ?? '']))
  const exact = computedFrom.every((c) => exactly[c.type.kind]?.test(native.get(c.name) ?? ''))
  if (!exact) return undefined
  const { schema, name } = source.table
  const from = [schema, name].flatMap((part) => (part ? [dialect.quote(part)] : [])).join('.')
  let sql = `SELECT ${scan.schema.map((c) => dialect.quote(c.name)).join(', ')} FROM ${from}`
  for (const step of steps) {
    const list = step.columns.map((column, i) => {
      const type = step.schema[i]?.type
      if (plainColumn(column) !== undefined) {
        const own = findColumn(step.input.schema, plainColumn(column) ?? '')
        return own && `${dialect.quote(own.name)} AS ${dialect.quote(column.name)}`
      }
      const word = type && dialect.type(type)
      if (!word || !canPrint(column.expression, dialect)) return undefined
      const printed = printExpression(column.expression, dialect, {
        column: (c) => textual(dialect.quote(c.name), c.type),
      })
      return `CAST(${printed} AS ${word}) AS ${dialect.quote(column.name)}`
    })
    if (list.some((item) => item === undefined)) return undefined
    sql = `SELECT ${list.join(', ')} FROM (${sql}) AS _mq`
  }
  return sql
}

/** Other string types have functions of their own. */
const textual = (sql: string, type: DataType | undefined) =>
  type?.kind === 'text' ? `CAST(${sql} AS text)` : sql
