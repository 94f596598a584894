import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type {
  DatabaseSchema,
  DatabaseSystem,
  NamedType,
  OtherObject,
  TableSchema,
} from '../model.ts'
import { adoptSequences } from './adopt-sequences.ts'
import { singleCascadePaths } from './cascade-paths.ts'
import { harmonize } from './harmonize.ts'
import { Names } from './names.ts'
import { placeTables } from './place-tables.ts'
import type { PlanContext, TablePlan } from './plan-table.ts'
import { comparesCaseless, planTable, relationOf } from './plan-table.ts'
import type { Scope } from './sql/scope.ts'
import { translateCheck } from './translate-check.ts'
import type { TableTranslation } from './translate-columns.ts'
import { translateColumn } from './translate-columns.ts'
import { translateForeignKey } from './translate-foreign-key.ts'
import { translateIndex } from './translate-index.ts'
import type { KeyContext } from './translate-keys.ts'
import { translateKey, translateUnique } from './translate-keys.ts'
import { otherLosses, translateSequences } from './translate-others.ts'
import { translateViews } from './translate-views.ts'
import { conversionExpression } from './types/conversions.ts'
import type { ColumnMapping, TranslateOptions, Translation } from './types.ts'

/**
 * A database's schema as that of another engine (or of the same one under other names), with
 * a line for everything that is not carried exactly, and the way of every column's values.
 * Pure: the data is asked by `mapping.forecasts`, whose answers are `options.counts`.
 */
export function translateSchema(
  given: DatabaseSchema,
  to: DatabaseSystem,
  options: TranslateOptions = {},
): Translation {
  const version = options.version ?? ''
  const { source, losses: adopted } = adoptSequences(given, to)
  const context: PlanContext = {
    source,
    to,
    options,
    places: placeTables(source, to, options),
    mariadb: /mariadb/i.test(version),
    version: (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '')
      .split('.')
      .filter((p) => p !== '')
      .map(Number),
  }
  const plans = harmonize(
    source.tables.map((t) => planTable(t, context)),
    to,
    source.system,
  )
  const byName = new Map(plans.map((p) => [formatTable(p.source.table), p]))
  const losses: Loss[] = [...context.places.losses, ...adopted]
  const foreign = new Names(to)
  const parts = plans.map((plan) => translateTable(plan, byName, context, foreign))
  losses.push(...parts.flatMap((p) => p.losses))
  const views = translateViews(byName, context, isVerbatim(context))
  const same = source.system === to
  const sequences = translateSequences(context)
  losses.push(...views.losses, ...sequences.losses, ...otherLosses(source, context))
  const translated = parts.map((p) => p.table)
  const single = to === 'mssql' && !same ? singleCascadePaths(translated) : undefined
  losses.push(...(single?.losses ?? []))
  const tables = single?.tables ?? translated
  const types = [...(same ? renamedTypes(context) : []), ...parts.flatMap((p) => p.types)]
  const schema: DatabaseSchema = {
    system: to,
    version,
    schemas: schemasOf([
      ...tables.map((t) => t.table),
      ...views.views.map((v) => v.view),
      ...types.map((t) => t.name),
    ]),
    tables,
    views: views.views,
    types,
    sequences: sequences.sequences,
    others: [...(same ? source.others : []), ...parts.flatMap((p) => p.others)],
  }
  return {
    schema,
    losses,
    mapping: {
      tables: plans.map((plan, i) => ({
        source: plan.source.table,
        target: plan.target,
        columns: columnMappings(plan, parts[i]?.table),
      })),
      forecasts: plans.flatMap((p) => p.columns.flatMap((c) => c.forecasts)),
    },
  }
}

interface TranslatedTable {
  readonly table: TableSchema
  readonly types: readonly NamedType[]
  readonly others: readonly OtherObject[]
  readonly losses: readonly Loss[]
}

/** Same engine and all names as they were: expressions need not be read. */
function isVerbatim({ source, to, options, places }: PlanContext): boolean {
  if (source.system !== to || (options.identifiers ?? 'keep') !== 'keep') return false
  return [...source.tables.map((t) => t.table), ...source.views.map((v) => v.view)].every(
    (name) => {
      const target = places.tables.get(formatTable(name)) ?? places.views.get(formatTable(name))
      return (
        target?.name === name.name &&
        (to !== 'postgres' || target.schema === (name.schema ?? target.schema))
      )
    },
  )
}

function translateTable(
  plan: TablePlan,
  plans: ReadonlyMap<string, TablePlan>,
  context: PlanContext,
  foreign: Names,
): TranslatedTable {
  const { source, to, places } = context
  const same = source.system === to
  const scope: Scope = {
    from: source.system,
    to,
    relations: [relationOf(plan, context)],
    findRelation: () => undefined,
    notes: new Set(),
  }
  const verbatim = isVerbatim(context)
  const translation: TableTranslation = {
    plan,
    context,
    scope,
    verbatim,
    leading: leadingColumns(plan.source),
  }
  const columns = plan.columns.map((c) => translateColumn(c, translation))
  const losses: Loss[] = [...plan.losses, ...columns.flatMap((c) => c.losses)]
  const perSchema = to === 'postgres' || to === 'sqlite'
  const indexNames = perSchema ? places.names(plan.target.schema) : new Names(to)
  // PostgreSQL's constraints have names of their table; those of keys are names of indexes, too.
  const own = new Names(to)
  const k: KeyContext = { plan, plans, context, scope, verbatim, constraints: own, losses }
  const keys: KeyContext = { ...k, constraints: to === 'mssql' ? foreign : indexNames }
  const references: KeyContext = {
    ...k,
    constraints: to === 'postgres' || to === 'sqlite' ? own : foreign,
  }
  const checksContext: KeyContext = {
    ...k,
    constraints: to === 'mssql' || to === 'mysql' ? foreign : own,
  }
  const { primaryKey, uniques, checks, foreignKeys, indexes, comment, collation } = plan.source
  const newUniques = uniques.map((u) => translateUnique(u, keys))
  const table: TableSchema = {
    table: plan.target,
    columns: columns.map((c) => c.column),
    ...(primaryKey && { primaryKey: translateKey(primaryKey, keys) }),
    uniques: newUniques.flatMap((u) => u.key ?? []),
    checks: [
      ...checks.flatMap((c) => translateCheck(c, checksContext) ?? []),
      ...columns.flatMap((c) => c.checks),
    ],
    foreignKeys: foreignKeys.flatMap((f) => translateForeignKey(f, references) ?? []),
    indexes: [
      ...newUniques.flatMap((u) => u.index ?? []),
      ...indexes.flatMap((i) => translateIndex(i, k, indexNames) ?? []),
    ],
    ...(comment !== undefined && to !== 'sqlite' && { comment }),
    ...(same ? collation !== undefined && { collation } : tableCollation(context)),
    estimatedRows: plan.source.estimatedRows,
    estimatedBytes: plan.source.estimatedBytes,
    ...(same && {
      partitioning: plan.source.partitioning,
      inherits: plan.source.inherits?.map((t) => places.tables.get(formatTable(t)) ?? t),
      options: plan.source.options,
    }),
  }
  if (!same) losses.push(...tableLosses(plan, context))
  return {
    table,
    types: columns.flatMap((c) => c.types),
    others: columns.flatMap((c) => c.others),
    losses,
  }
}

/** First columns of keys and indexes. */
function leadingColumns({ primaryKey, uniques, indexes }: TableSchema): ReadonlySet<string> {
  const lists = [
    primaryKey?.columns,
    ...uniques.map((u) => u.columns),
    ...indexes.map((i) => i.parts.map((p) => p.column)),
  ]
  return new Set(lists.flatMap((list) => list?.[0] ?? []))
}

/** Engines that tell a from A keep doing so in MySQL. */
function tableCollation({ source, to, mariadb, version }: PlanContext): { collation?: string } {
  if (to !== 'mysql' || source.system === 'mssql') return {}
  const [major = 0] = version
  if (mariadb) return { collation: 'utf8mb4_nopad_bin' }
  return { collation: major >= 8 ? 'utf8mb4_0900_bin' : 'utf8mb4_bin' }
}

function tableLosses(plan: TablePlan, context: PlanContext): Loss[] {
  const { to, source } = context
  const table = plan.source.table
  const losses: Loss[] = []
  const add = (
    code: Loss['code'],
    severity: Loss['severity'],
    from: string,
    target: string,
    reason: string,
  ) =>
    losses.push({
      code,
      severity,
      object: { kind: 'table', table, name: table.name },
      source: from,
      target,
      reason,
    })
  const caseless = plan.columns.filter((c) => comparesCaseless(c, plan.source, source.system))
  if (caseless.length > 0 && (to === 'postgres' || to === 'sqlite')) {
    const collations = new Set(
      caseless.map((c) => c.source.collation ?? plan.source.collation ?? 'case-insensitive'),
    )
    add(
      'COLLATION_CHANGED',
      'warning',
      [...collations].join(', '),
      to === 'sqlite' ? 'NOCASE' : 'case-sensitive',
      to === 'sqlite'
        ? `Only the letters A to Z are equal in both cases, in: ${listed(caseless)}.`
        : `Texts that differ by case only are no longer equal, in: ${listed(caseless)}.`,
    )
  }
  const commented =
    plan.source.comment !== undefined || plan.source.columns.some((c) => c.comment !== undefined)
  if (commented && to === 'sqlite')
    add('COMMENT_OMITTED', 'info', 'comments', '', 'SQLite has none.')
  if (plan.source.partitioning)
    add(
      'PARTITIONS_DROPPED',
      'warning',
      plan.source.partitioning.by,
      'one table',
      'All rows are in one table.',
    )
  if (plan.source.inherits)
    add(
      'INHERITANCE_DROPPED',
      'warning',
      plan.source.inherits.map(formatTable).join(', '),
      'a table of its own',
      'A query of the parent no longer shows these rows.',
    )
  return losses
}

const listed = (columns: readonly { readonly name: string }[]): string =>
  columns
    .slice(0, 8)
    .map((c) => c.name)
    .join(', ') + (columns.length > 8 ? ` and ${columns.length - 8} more` : '')

function columnMappings(plan: TablePlan, table: TableSchema | undefined): ColumnMapping[] {
  return plan.columns.flatMap((c, i): ColumnMapping[] => {
    const target = table?.columns[i]
    // SQL Server numbers the versions of rows itself.
    if (!target || target.generated || target.nativeType === 'rowversion') return []
    const { conversion, repair } = c
    return [
      {
        source: c.source.name,
        target: c.name,
        sourceType: c.source.type,
        type: c.type,
        nativeType: target.nativeType,
        ...(conversion !== undefined && {
          conversion: conversionExpression(conversion, c.source.name),
        }),
        ...(repair && {
          repair: {
            conversion: conversionExpression(repair.conversion, c.source.name),
            when: repair.when,
          },
        }),
      },
    ]
  })
}

const schemasOf = (names: readonly { readonly schema?: string | undefined }[]): string[] => [
  ...new Set(names.flatMap((n) => n.schema ?? [])),
]

function renamedTypes({ source, places }: PlanContext): NamedType[] {
  return source.types.map((type) => {
    const schema = places.schemaOf(type.name.schema)
    return schema === undefined ? type : { ...type, name: { schema, name: type.name.name } }
  })
}
