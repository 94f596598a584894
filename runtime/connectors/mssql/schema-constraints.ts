import { groupBy } from '../../schema/group.ts'
import type {
  CheckConstraint,
  ForeignKey,
  IndexSchema,
  KeyConstraint,
  ReferentialAction,
} from '../../schema/model.ts'
import { withoutParentheses } from './schema-columns.ts'
import type { CheckRow, ForeignKeyRow, FullTextRow, IndexRow } from './schema-queries.ts'

export interface Constraints {
  readonly primaryKey: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly checks: readonly CheckConstraint[]
  readonly foreignKeys: readonly ForeignKey[]
}

/** Constraints by the id of their table. */
export function constraintsOf(found: {
  readonly indexes: readonly IndexRow[]
  readonly checks: readonly CheckRow[]
  readonly foreignKeys: readonly ForeignKeyRow[]
}): ReadonlyMap<number, Constraints> {
  const keys = groupBy(
    found.indexes.filter((i) => i.primary || i.constraint),
    (i) => i.id,
  )
  const checks = groupBy(found.checks, (c) => c.id)
  const foreign = groupBy(found.foreignKeys, (f) => f.id)
  const ids = new Set([...keys.keys(), ...checks.keys(), ...foreign.keys()])
  return new Map(
    [...ids].map((id) => {
      const own = [...groupBy(keys.get(id) ?? [], (i) => i.index).values()]
      return [
        id,
        {
          primaryKey: own.filter((parts) => parts[0]?.primary).map(keyOf)[0],
          uniques: own.filter((parts) => parts[0]?.constraint).map(keyOf),
          checks: (checks.get(id) ?? []).map((c) => ({
            name: c.name,
            expression: withoutParentheses(c.definition),
            ...(c.untrusted ? { notValid: true } : {}),
          })),
          foreignKeys: [...groupBy(foreign.get(id) ?? [], (f) => f.key).values()].map(foreignKeyOf),
        },
      ]
    }),
  )
}

const keyOf = (parts: readonly IndexRow[]): KeyConstraint => ({
  name: parts[0]?.name ?? '',
  columns: parts.filter((p) => !p.included).map((p) => p.column),
})

const action = (words: string): ReferentialAction =>
  words.toLowerCase().replaceAll('_', ' ') as ReferentialAction

function foreignKeyOf(parts: readonly ForeignKeyRow[]): ForeignKey {
  const [first] = parts
  if (!first) throw new Error('A foreign key without columns.')
  return {
    name: first.name,
    columns: parts.map((p) => p.column),
    references: { schema: first.schema, name: first.table },
    referencedColumns: parts.map((p) => p.referenced),
    onDelete: action(first.onDelete),
    onUpdate: action(first.onUpdate),
    ...(first.untrusted ? { notValid: true } : {}),
  }
}

/** Indexes by the id of their table or view, without those of keys. */
export function indexesOf(
  rows: readonly IndexRow[],
  fullText: readonly FullTextRow[],
): ReadonlyMap<number, readonly IndexSchema[]> {
  const plain = groupBy(
    rows.filter((i) => !i.primary && !i.constraint),
    (i) => i.id,
  )
  const texts = groupBy(fullText, (f) => f.id)
  const ids = new Set([...plain.keys(), ...texts.keys()])
  return new Map(
    [...ids].map((id) => [
      id,
      [
        ...[...groupBy(plain.get(id) ?? [], (i) => i.index).values()].map(indexOf),
        ...fullTextOf(texts.get(id) ?? []),
      ],
    ]),
  )
}

const methods: Readonly<Record<number, Pick<IndexSchema, 'method' | 'nativeMethod'>>> = {
  1: { method: 'btree', nativeMethod: 'clustered' },
  2: { method: 'btree' },
  3: { method: 'other', nativeMethod: 'xml' },
  4: { method: 'spatial' },
  5: { method: 'other', nativeMethod: 'clustered columnstore' },
  6: { method: 'other', nativeMethod: 'nonclustered columnstore' },
  7: { method: 'hash' },
}

function indexOf(parts: readonly IndexRow[]): IndexSchema {
  const [first] = parts
  if (!first) throw new Error('An index without columns.')
  const columnstore = first.type === 5 || first.type === 6
  const keys = parts.filter((p) => columnstore || !p.included)
  return {
    name: first.name,
    unique: first.unique,
    ...(methods[first.type] ?? { method: 'other' }),
    parts: keys.map((p) => ({ column: p.column, descending: p.descending })),
    include: columnstore ? [] : parts.filter((p) => p.included).map((p) => p.column),
    ...(first.filter === null ? {} : { where: withoutParentheses(first.filter) }),
  }
}

/** A table has one at most, and it has no name. */
const fullTextOf = (columns: readonly FullTextRow[]): IndexSchema[] =>
  columns.length === 0
    ? []
    : [
        {
          name: 'fulltext',
          unique: false,
          method: 'fulltext',
          parts: columns.map((c) => ({ column: c.column, descending: false })),
          include: [],
        },
      ]
