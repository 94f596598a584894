import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import { canonicalDefault, canonicalType, looseExpression } from './canonical.ts'
import type { LossObject } from './loss.ts'
import type { DatabaseSystem, Identity, IndexSchema, TableColumn, TableSchema } from './model.ts'

export interface CompareOptions {
  /** Also names of constraints and indexes, which engines invent where none is given. */
  readonly names?: boolean | undefined
  /** Also where counters stand. */
  readonly counters?: boolean | undefined
  /**
   * For a schema that has been planned beside one that an engine keeps and prints in its own
   * words: expressions are the same in any spelling, views by their columns, triggers and
   * routines by their names; the indexes that MySQL needs for foreign keys do not count.
   */
  readonly looseExpressions?: boolean | undefined
  /** Tables and views are the same by their name alone, whatever schema they are in. */
  readonly ignoreSchemas?: boolean | undefined
}

/** One thing that both schemas may have. Things with the same `id` are the same thing. */
export interface Item {
  readonly id: string
  readonly object: LossObject
  /** How it reads when the other schema lacks it. */
  readonly text: string
  readonly properties: Readonly<Record<string, unknown>>
}

export const textOf = (value: unknown): string => {
  if (value === undefined || value === false) return ''
  return typeof value === 'string' ? value : JSON.stringify(sorted(value))
}

/** Keys in one order, and without those that say nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, it]) => it !== undefined && it !== false)
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => [key, sorted(it)]),
  )
}

export const tableId = (table: TableName) => `table ${formatTable(table)}`

export const oneLine = (sql: string) => sql.replace(/\s+/g, ' ').trim()

/** A table, and each of its columns, constraints and indexes. */
export function tableItems(
  t: TableSchema,
  system: DatabaseSystem,
  options: CompareOptions,
): Item[] {
  const { table } = t
  const at = formatTable(table)
  const item = (
    kind: LossObject['kind'],
    name: string,
    text: string,
    properties: Item['properties'],
  ): Item => ({ id: `${kind} ${at} ${text}`, object: { kind, table, name }, text, properties })
  const name = (of: { readonly name?: string | undefined }) =>
    options.names ? { name: of.name } : {}
  const own = system === 'mysql' && options.looseExpressions
  return [
    {
      id: tableId(table),
      object: { kind: 'table', table, name: table.name },
      text: at,
      properties: {
        comment: t.comment,
        collation: t.collation,
        options: t.options,
        partitioning: t.partitioning,
        inherits: t.inherits,
      },
    },
    ...t.columns.map((c, i) =>
      item('column', c.name, c.name, columnProperties(c, i, t.collation, system, options)),
    ),
    ...(t.primaryKey
      ? [
          item('constraint', t.primaryKey.name ?? 'primary key', 'primary key', {
            ...t.primaryKey,
            // MySQL has no name of a primary key.
            name: options.names ? t.primaryKey.name : undefined,
          }),
        ]
      : []),
    ...t.uniques.map(({ columns, ...key }) => {
      const text = `unique (${columns.join(', ')})`
      return item('constraint', key.name ?? text, text, { ...key, ...nameless, ...name(key) })
    }),
    ...t.checks.map((check) => {
      const text = `check (${expressionText(check.expression, options)})`
      const properties = { notValid: check.notValid, ...name(check) }
      return item('constraint', check.name ?? text, text, properties)
    }),
    ...t.foreignKeys.map(({ columns, references, referencedColumns, ...key }) => {
      const text = `foreign key (${columns.join(', ')}) to ${formatTable(references)} (${referencedColumns.join(', ')})`
      return item('constraint', key.name ?? text, text, { ...key, ...nameless, ...name(key) })
    }),
    ...t.indexes
      .filter((index) => !(own && servesKey(index, t)))
      .map((index) => {
        const text = options.names ? `index ${index.name}` : indexText(index, options)
        return item(
          'index',
          index.name,
          text,
          options.names ? { definition: indexText(index, options) } : {},
        )
      }),
  ]
}

const servesKey = ({ unique, method, parts }: IndexSchema, { foreignKeys }: TableSchema) => {
  const columns = parts.map((p) => p.column).join('\n')
  return !unique && method === 'btree' && foreignKeys.some((k) => k.columns.join('\n') === columns)
}

const nameless = { name: undefined }

const expressionText = (sql: string, options: CompareOptions): string =>
  options.looseExpressions ? looseExpression(sql) : oneLine(sql)

function indexText({ name: _, where, parts, ...index }: IndexSchema, options: CompareOptions) {
  const text = (sql: string | undefined) =>
    sql === undefined ? undefined : expressionText(sql, options)
  const shown = parts.map((p) => ({ ...p, expression: text(p.expression) }))
  return `index ${textOf({ ...index, parts: shown, where: text(where) })}`
}

function columnProperties(
  c: TableColumn,
  position: number,
  tableCollation: string | undefined,
  system: DatabaseSystem,
  options: CompareOptions,
): Item['properties'] {
  return {
    position,
    type: canonicalType(c.nativeType, system),
    nullable: c.nullable ? 'yes' : 'no',
    default: c.default === undefined ? undefined : canonicalDefault(c.default, system),
    identity: c.identity && identityText(c.identity, options),
    generated: c.generated && {
      ...c.generated,
      expression: expressionText(c.generated.expression, options),
    },
    onUpdate: c.onUpdate,
    // Without one it has its table's; and a collation tells the character set.
    collation: c.collation === tableCollation ? undefined : c.collation,
    comment: c.comment,
    values: c.namedType ? undefined : c.values,
  }
}

/** Where counting began is told beside where it stands; a step only where it is not one. */
function identityText(identity: Identity, options: CompareOptions): unknown {
  const { next, start, increment, sequence: _, ...rest } = identity
  return {
    ...rest,
    ...(increment === undefined || increment === '1' ? {} : { increment }),
    ...(options.counters ? { next, start: start === '1' ? undefined : start } : {}),
  }
}
