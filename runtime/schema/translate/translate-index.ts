import { quoteName } from '../../sql/quote.ts'
import type { IndexPart, IndexSchema } from '../model.ts'
import type { Names } from './names.ts'
import { applyPolicy } from './names.ts'
import type { PlannedColumn } from './plan-table.ts'
import type { SearchIndex } from './postgres-search.ts'
import { fullTextIndex, pointIndex, searchIndex } from './postgres-search.ts'
import { NotPortable, notPortable } from './sql/ast.ts'
import { emit } from './sql/emit.ts'
import { parseSqlExpression } from './sql/parse-expression.ts'
import { asCondition, asValue } from './sql/print.ts'
import type { KeyContext } from './translate-keys.ts'
import { note, targetColumns } from './translate-keys.ts'

/** An index of the target, or none with a line in the ledger. */
export function translateIndex(
  index: IndexSchema,
  k: KeyContext,
  names: Names,
): IndexSchema | undefined {
  try {
    return k.verbatim ? { ...index, name: indexName(index, k, names) } : translated(index, k, names)
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error
    const code = index.unique ? 'UNIQUE_OMITTED' : 'INDEX_OMITTED'
    note(
      k,
      'index',
      index.name,
      code,
      index.unique ? 'warning' : 'info',
      describe(index),
      '',
      `Left out: ${error.message}.`,
    )
    return undefined
  }
}

function indexName(index: IndexSchema, k: KeyContext, names: Names): string {
  const wish = applyPolicy(index.name, k.context.options.identifiers ?? 'keep')
  const own = names.has(wish) ? `${k.plan.target.name}_${wish}` : wish
  return names.take(own, `${k.plan.target.name}.${index.name}`)
}

const describe = (index: IndexSchema) =>
  `${index.unique ? 'unique ' : ''}${index.nativeMethod ?? index.method} (${index.parts
    .map((p) => `${p.column ?? p.expression}${p.prefixLength ? `(${p.prefixLength})` : ''}`)
    .join(', ')})${index.where === undefined ? '' : ` where ${index.where}`}`

function translated(index: IndexSchema, k: KeyContext, names: Names): IndexSchema {
  const { to, source } = k.context
  const same = source.system === to
  const changed = (reason: string, target = '') =>
    note(k, 'index', index.name, 'INDEX_CHANGED', 'info', describe(index), target, reason)
  if (!same) {
    const search = to === 'postgres' ? searchOf(index, k) : undefined
    if (search) {
      changed(search.reason, `${search.nativeMethod} (${search.expression})`)
      return searchIndex({ ...index, name: indexName(index, k, names) }, search)
    }
    if (index.method === 'fulltext')
      notPortable('full-text search works in another way in the target')
    if (index.method === 'spatial') notPortable('shapes are not indexed in the target')
    if (index.method === 'other')
      notPortable(`the target has no ${index.nativeMethod ?? 'such'} indexes`)
    if (index.method === 'hash' && to !== 'postgres') changed('A tree in place of a hash.', 'btree')
  }
  const parts = index.parts.map((part) => translatePart(part, index, k))
  const include = index.include.length > 0 && (same || to === 'postgres' || to === 'mssql')
  if (index.include.length > 0 && !include) changed('The target has no covering columns.')
  const where = whereOf(index, k, changed)
  if (index.parts.some((p) => p.operatorClass !== undefined) && !same)
    changed('The order of its type takes the place of an operator class.')
  return {
    name: indexName(index, k, names),
    unique: index.unique,
    method: same || (index.method === 'hash' && to === 'postgres') ? index.method : 'btree',
    ...(same && index.nativeMethod !== undefined && { nativeMethod: index.nativeMethod }),
    parts,
    include: include ? targetColumns(k.plan, index.include) : [],
    ...(where !== undefined && { where }),
    ...((same || to === 'postgres') && index.nullsNotDistinct && { nullsNotDistinct: true }),
  }
}

/** Full-text and spatial indexes of columns alone. */
function searchOf(index: IndexSchema, k: KeyContext): SearchIndex | undefined {
  const columns = index.parts.flatMap((p) => p.column ?? [])
  if (columns.length === 0 || columns.length < index.parts.length) return undefined
  const [first = '', ...others] = targetColumns(k.plan, columns)
  if (index.method === 'fulltext') return fullTextIndex([first, ...others])
  return index.method === 'spatial' && others.length === 0 ? pointIndex(first) : undefined
}

function whereOf(
  index: IndexSchema,
  k: KeyContext,
  changed: (reason: string) => void,
): string | undefined {
  const { scope } = k
  const { to } = scope
  if (index.where === undefined) {
    if (to !== 'mssql' || scope.from === 'mssql' || !index.unique) return undefined
    const nullable = index.parts.flatMap((p) =>
      k.plan.columns.filter((c) => c.source.name === p.column && c.nullable),
    )
    return nullable.length === 0
      ? undefined
      : nullable.map((c) => `${quoteName(c.name, to)} IS NOT NULL`).join(' AND ')
  }
  if (to === 'mysql' && scope.from !== 'mysql') {
    if (index.unique) notPortable('MySQL has no indexes with a condition')
    changed('MySQL has no indexes with a condition; all rows are in it.')
    return undefined
  }
  const condition = asCondition(emit(parseSqlExpression(index.where, scope.from), scope), to)
  scope.notes.clear()
  if (to === 'mssql' && /\b(OR|LIKE|BETWEEN|CASE)\b|\(SELECT/.test(condition))
    notPortable('SQL Server’s conditions of indexes are simpler')
  return condition
}

function translatePart(part: IndexPart, index: IndexSchema, k: KeyContext): IndexPart {
  const { to, source, mariadb } = k.context
  const same = source.system === to
  const rest = {
    descending: part.descending,
    ...(same && part.operatorClass !== undefined && { operatorClass: part.operatorClass }),
    ...(same && part.collation !== undefined && { collation: part.collation }),
    ...(part.nulls !== undefined && (same || to === 'postgres') && { nulls: part.nulls }),
  }
  if (part.column === undefined) {
    if (!same && (to === 'mssql' || (to === 'mysql' && mariadb)))
      notPortable('the target has no indexes over expressions')
    const { scope } = k
    const printed = asValue(emit(parseSqlExpression(part.expression ?? '', scope.from), scope), to)
    scope.notes.clear()
    return { expression: printed.sql, ...rest }
  }
  const [name] = targetColumns(k.plan, [part.column])
  const column = k.plan.columns.find((c) => c.name === name)
  if (name === undefined || !column) return notPortable(`there is no column ${part.column}`)
  if (same)
    return {
      column: name,
      ...rest,
      ...(part.prefixLength !== undefined && { prefixLength: part.prefixLength }),
    }
  return { ...indexedColumn(part, column, index, k), ...rest }
}

/** What engines index in full differs: long texts, JSON, shapes. */
function indexedColumn(
  { prefixLength }: IndexPart,
  column: PlannedColumn,
  { unique }: IndexSchema,
  { context: { to } }: KeyContext,
): Pick<IndexPart, 'column' | 'expression' | 'prefixLength'> {
  const { nativeType, meaning } = column.target
  const { name } = column
  switch (to) {
    case 'postgres': {
      if (/^(json|xml)$/.test(nativeType)) notPortable(`PostgreSQL does not index ${nativeType}`)
      const whole = meaning.kind === 'text' && meaning.length !== undefined && meaning.length <= 600
      if (prefixLength === undefined || (whole && !unique) || meaning.kind !== 'text')
        return { column: name }
      return { expression: `left(${quoteName(name, to)}, ${prefixLength})` }
    }
    case 'mysql': {
      if (/^(json|geometry|.*(?:point|linestring|polygon))$/.test(nativeType))
        notPortable(`MySQL does not index ${nativeType}`)
      const long = /(text|blob)$/.test(nativeType) || varcharLength(nativeType) > 768
      return long ? { column: name, prefixLength: 191 } : { column: name }
    }
    case 'sqlite':
      return prefixLength !== undefined && unique
        ? { expression: `substr(${quoteName(name, to)}, 1, ${prefixLength})` }
        : { column: name }
    case 'mssql':
      if (/\(max\)$|^xml$/.test(nativeType)) notPortable(`SQL Server does not index ${nativeType}`)
      return prefixLength !== undefined && unique
        ? notPortable('it is unique by its first characters only')
        : { column: name }
  }
}

const varcharLength = (nativeType: string) =>
  Number(/^(?:varchar|varbinary)\((\d+)\)/.exec(nativeType)?.[1] ?? 0)
