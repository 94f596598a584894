import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { commonType } from '../../kit/coerce.ts'
import { compileNode } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import type { DataType } from '../../kit/data-type.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { cast, col, literal } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import type { Relation } from '../../kit/relation.ts'
import { project, union } from '../../kit/relations.ts'
import { columnNames, findColumn } from '../../kit/schema.ts'

/** One output column: its type and, by input, the column it comes from. */
interface Aligned {
  readonly name: string
  readonly type: DataType
  readonly from: readonly (string | undefined)[]
}

export const node = defineNode({
  type: 'transform.union',
  version: 1,
  title: msg`Union`,
  summary: msg`Puts the rows of several inputs one after the other.`,
  keywords: msg`append, stack, concatenate, combine, merge rows, all`,
  inputs: [{ name: 'in', title: msg`Rows`, many: true }],
  outputs: [{ name: 'out', title: msg`Rows` }],
  config: z.strictObject({
    by: z
      .enum(['name', 'position'])
      .default('name')
      .meta(
        field({
          title: msg`Put columns together`,
          help: msg`By name, a column that an input lacks is empty in its rows. By position, names are those of the first input.`,
          options: { name: msg`By name`, position: msg`By position` },
        }),
      ),
  }),
  initial: { by: 'name' },
  compile: ({ by }, { inputs }) =>
    compileNode((check) => {
      const tables = inputs.in ?? []
      if (tables.length === 0) return undefined
      const columns = by === 'name' ? byName(check, tables) : byPosition(check, tables)
      if (!check.ok) return undefined
      return { outputs: { out: union(tables.map((rows, i) => align(rows, i, columns))) } }
    }),
})

function byName(check: ConfigCheck, tables: readonly Relation[]): Aligned[] {
  const names = new Map<string, string>()
  for (const { schema } of tables)
    for (const name of columnNames(schema))
      if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
  return [...names.values()].flatMap((name) => {
    const found = tables.map((t) => findColumn(t.schema, name))
    const type = common(
      check,
      name,
      found.map((c) => c?.type),
    )
    return type ? [{ name, type, from: found.map((c) => c?.name) }] : []
  })
}

function byPosition(check: ConfigCheck, tables: readonly Relation[]): Aligned[] {
  const counts = tables.map((t) => t.schema.length)
  if (new Set(counts).size > 1) {
    check.add('SCHEMA_MISMATCH', ['by'], { detail: `they have ${counts.join(', ')} columns` })
    return []
  }
  return (tables[0]?.schema ?? []).flatMap(({ name }, i) => {
    const found = tables.map((t) => t.schema[i])
    const type = common(
      check,
      name,
      found.map((c) => c?.type),
    )
    return type ? [{ name, type, from: found.map((c) => c?.name) }] : []
  })
}

/** The type that holds the values of all inputs; those that lack the column do not count. */
function common(check: ConfigCheck, name: string, types: readonly (DataType | undefined)[]) {
  const known = types.filter((type) => type !== undefined)
  const type = known.reduce<DataType | undefined>((a, b) => a && commonType(a, b), known[0])
  if (type) return type
  const detail = `“${name}” is ${known.map(formatType).join(', ')}`
  return check.add('SCHEMA_MISMATCH', ['by'], { detail })
}

function align(rows: Relation, index: number, columns: readonly Aligned[]): Relation {
  const projected = columns.map(({ name, type, from }) => {
    const source = from[index]
    const own = source === undefined ? undefined : findColumn(rows.schema, source)
    const value = own ? col(own.name) : literal(null)
    const same = own && formatType(own.type) === formatType(type)
    return { name, expression: same ? value : cast(value, type) }
  })
  return project(rows, projected)
}
