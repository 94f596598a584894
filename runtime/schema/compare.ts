import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import type { CompareOptions, Item } from './compare-table.ts'
import { oneLine, tableId, tableItems, textOf } from './compare-table.ts'
import type { LossObject } from './loss.ts'
import type { DatabaseSchema, DatabaseSystem, OtherObject, TableSchema } from './model.ts'

export type { CompareOptions } from './compare-table.ts'

/** What the second schema lacks, has besides, or has otherwise than the first. */
export interface SchemaDifference {
  readonly difference: 'missing' | 'added' | 'changed'
  readonly object: LossObject
  /** Of what has changed, e.g. `type`, `nullable`, `onDelete`. */
  readonly property?: string | undefined
  /** In the words of each schema; empty: nothing. */
  readonly first: string
  readonly second: string
}

/**
 * Differences between two schemas of one engine, in the order of the first. Statistics are no
 * difference, nor are spellings of a type or default that mean the same to the engine.
 */
export function compareSchemas(
  first: DatabaseSchema,
  second: DatabaseSchema,
  options: CompareOptions = {},
): SchemaDifference[] {
  return compareItems(itemsOf(first, options), itemsOf(second, options))
}

/** The same for two tables, e.g. one that is expected and one that is there. */
export const compareTables = (
  first: TableSchema,
  second: TableSchema,
  system: DatabaseSystem,
  options: CompareOptions = {},
): SchemaDifference[] => {
  const renamed = { ...second, table: first.table }
  return compareItems(tableItems(first, system, options), tableItems(renamed, system, options))
}

function compareItems(first: readonly Item[], second: readonly Item[]): SchemaDifference[] {
  const left = byId(first)
  const right = byId(second)
  // What is missing with its table is not told one by one.
  const lacking = (items: ReadonlyMap<string, Item>, { object }: Item) =>
    object.kind !== 'table' && object.table !== undefined && !items.has(tableId(object.table))
  const found: SchemaDifference[] = []
  for (const [id, item] of left) {
    const other = right.get(id)
    if (other) found.push(...compareProperties(item, other))
    else if (!lacking(right, item))
      found.push({ difference: 'missing', object: item.object, first: item.text, second: '' })
  }
  for (const [id, item] of right)
    if (!left.has(id) && !lacking(left, item))
      found.push({ difference: 'added', object: item.object, first: '', second: item.text })
  return found
}

/** Equal constraints may stand twice: the second one gets a number. */
function byId(items: readonly Item[]): Map<string, Item> {
  const found = new Map<string, Item>()
  for (const item of items) {
    let id = item.id
    for (let n = 2; found.has(id); n++) id = `${item.id} #${n}`
    found.set(id, item)
  }
  return found
}

function compareProperties(first: Item, second: Item): SchemaDifference[] {
  const names = new Set([...Object.keys(first.properties), ...Object.keys(second.properties)])
  return [...names].flatMap((property) => {
    const a = textOf(first.properties[property])
    const b = textOf(second.properties[property])
    if (a === b) return []
    return [{ difference: 'changed', object: first.object, property, first: a, second: b }]
  })
}

function itemsOf(schema: DatabaseSchema, options: CompareOptions): Item[] {
  const named = (name: TableName): TableName => (options.ignoreSchemas ? { name: name.name } : name)
  const tables = schema.tables.map((t) => ({
    ...t,
    table: named(t.table),
    foreignKeys: t.foreignKeys.map((key) => ({ ...key, references: named(key.references) })),
  }))
  return [
    ...schema.types.map(({ name, ...type }): Item => {
      const id = `type ${formatTable(named(name))}`
      return {
        id,
        object: { kind: 'type', name: formatTable(named(name)) },
        text: id,
        properties: { ...type },
      }
    }),
    ...schema.sequences.map(({ name, next, ...numbers }): Item => {
      const id = `sequence ${formatTable(named(name))}`
      const properties = options.counters ? { ...numbers, next } : { ...numbers }
      return {
        id,
        object: { kind: 'sequence', name: formatTable(named(name)) },
        text: id,
        properties,
      }
    }),
    ...tables.flatMap((t) => tableItems(t, schema.system, options)),
    ...schema.views.map(({ view, sql, ...rest }): Item => {
      const id = `view ${formatTable(named(view))}`
      return {
        id,
        object: { kind: 'view', name: formatTable(named(view)) },
        text: id,
        properties: options.looseExpressions ? rest : { ...rest, sql: oneLine(sql) },
      }
    }),
    ...schema.others.map((it): Item => {
      const table = it.table && named(it.table)
      const name = it.name.name
      const id = `${it.kind} ${table ? `${formatTable(table)} ` : ''}${formatTable(named(it.name))}`
      const object = { kind: lossKinds[it.kind], name, ...(table ? { table } : {}) }
      return {
        id,
        object,
        text: id,
        properties: options.looseExpressions ? {} : { text: oneLine(it.text) },
      }
    }),
  ]
}

const lossKinds: Readonly<Record<OtherObject['kind'], LossObject['kind']>> = {
  trigger: 'trigger',
  routine: 'routine',
  event: 'event',
  type: 'type',
  constraint: 'constraint',
  rule: 'trigger',
  policy: 'other',
  extension: 'other',
  'virtual table': 'other',
}
