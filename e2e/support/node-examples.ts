import fc from 'fast-check'
import type { DataType } from '../../nodes/kit/data-type.ts'
import type {
  CompileContext,
  ExampleTable,
  NodeDefinition,
  NodeExample,
} from '../../nodes/kit/define-node.ts'
import { parseType } from '../../nodes/kit/parse-type.ts'
import type { Relation } from '../../nodes/kit/relation.ts'
import { values } from '../../nodes/kit/relations.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { column } from '../../nodes/kit/schema.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { TextRow } from './relation-rows.ts'

export const toSchema = ({ columns }: Pick<ExampleTable, 'columns'>): Schema =>
  Object.entries(columns).map(([name, source]) => {
    const type = parseType(source)
    if (!type) throw new Error(`the example's column ${name} has no such type: ${source}`)
    return column(name, type)
  })

export const toRelation = (table: ExampleTable): Relation => values(toSchema(table), table.rows)

/** The tables of an example's inputs, one after the other, for ports that take many. */
export const tablesAt = (example: NodeExample, port: string): readonly ExampleTable[] =>
  [example.inputs?.[port] ?? []].flat()

/** What a node sees in an example; a source's columns are those the example says come out. */
export function contextOf(
  definition: NodeDefinition,
  example: NodeExample,
  toInput: (table: ExampleTable) => Relation = toRelation,
): CompileContext {
  const inputs = Object.fromEntries(
    definition.inputs.map(({ name }) => [name, tablesAt(example, name).map(toInput)]),
  )
  const out = definition.inputs.length === 0 ? example.outputs.out : undefined
  const sources = definition.sources?.(definition.config.parse(example.config)) ?? []
  const schemas = new Map(out ? sources.map((s) => [sourceKey(s), toSchema(out)]) : [])
  return { inputs, schemas }
}

const texts = [
  '',
  'a',
  'B',
  '12',
  '-7',
  '3.5',
  '2024-01-31',
  'DE',
  'x@y.z',
  ' pad ',
  'ä;"\'\n',
  'true',
]

/** Values of a type as canonical text, with repetitions and NULLs. */
export function anyValue(type: DataType): fc.Arbitrary<string | null> {
  return fc.option(anyText(type), { freq: 4 })
}

function anyText(type: DataType): fc.Arbitrary<string> {
  switch (type.kind) {
    case 'boolean':
      return fc.constantFrom('true', 'false')
    case 'integer':
      return fc.constantFrom('-1', '0', '1', '2', '10', '99', '127')
    case 'decimal':
      return fc.constantFrom('-1', '0', '1', '2')
    case 'float':
      return fc.constantFrom('-1.5', '0', '2.25', 'NaN', 'Infinity')
    case 'date':
      return fc.constantFrom('2023-12-31', '2024-01-01', '2024-02-29')
    case 'timestamp':
      return fc.constantFrom(type.zone ? '2024-01-01 00:00:00+00' : '2024-01-01 00:00:00')
    case 'list':
      return fc.array(anyJson(type.item), { maxLength: 3 }).map((items) => `[${items.join(',')}]`)
    case 'struct':
      return fc
        .tuple(...type.fields.map((f) => anyJson(f.type)))
        .map((v) => `{${type.fields.map((f, i) => `${JSON.stringify(f.name)}:${v[i]}`).join(',')}}`)
    case 'text':
      return fc
        .oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 6 }))
        .map((t) => t.replaceAll('\0', '0').slice(0, type.length))
    default:
      throw new Error(`no values of ${type.kind} yet`)
  }
}

function anyJson(type: DataType): fc.Arbitrary<string> {
  const quoted = !['integer', 'decimal', 'boolean', 'list', 'struct'].includes(type.kind)
  return anyValue(type).map((v) => (v === null ? 'null' : quoted ? JSON.stringify(v) : v))
}

export const anyRows = (schema: Schema): fc.Arbitrary<TextRow[]> =>
  fc.array(fc.tuple(...schema.map((c) => anyValue(c.type))), { maxLength: 8 })

/** The same config with one leaf replaced by something else. */
export function anyDamage(config: unknown): fc.Arbitrary<unknown> {
  const paths = leaves(config)
  const junk = fc.oneof(
    fc.constantFrom<unknown>('', 'nope', 'sum(', 'null', "'x'", 'id', 0, -1, null, true, [], {}),
    fc.string({ maxLength: 8 }),
    fc.constantFrom('integer', 'text(1)', 'boolean', 'list(text)', 'date', 'decimal(40,2)'),
  )
  if (paths.length === 0) return junk
  return fc
    .tuple(fc.constantFrom(...paths), junk)
    .map(([path, value]) => replaceAt(config, path, value))
}

type Path = readonly (string | number)[]

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([key, item]) => leaves(item, [...path, key]))
}

function replaceAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((v, i) => (i === key ? replaceAt(v, rest, by) : v))
  const record = value as Record<string, unknown>
  return { ...record, [key]: replaceAt(record[key], rest, by) }
}
