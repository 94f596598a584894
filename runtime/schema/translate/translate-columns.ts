import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import { quoteName } from '../../sql/quote.ts'
import type { Loss } from '../loss.ts'
import type { CheckConstraint, Identity, NamedType, OtherObject, TableColumn } from '../model.ts'
import type { LossCode } from './loss-codes.ts'
import { applyPolicy } from './names.ts'
import { typeWords } from './plan-column.ts'
import type { PlanContext, PlannedColumn, TablePlan } from './plan-table.ts'
import { NotPortable } from './sql/ast.ts'
import { emit } from './sql/emit.ts'
import { parseSqlExpression } from './sql/parse-expression.ts'
import { asCondition, asValue, textSql } from './sql/print.ts'
import type { Scope } from './sql/scope.ts'
import { translateDefault } from './translate-default.ts'
import { travelType } from './types/index.ts'

/** What a column becomes, and what else it needs in the target. */
export interface TranslatedColumn {
  readonly column: TableColumn
  readonly checks: readonly CheckConstraint[]
  readonly types: readonly NamedType[]
  readonly others: readonly OtherObject[]
  readonly losses: readonly Loss[]
}

export interface TableTranslation {
  readonly plan: TablePlan
  readonly context: PlanContext
  readonly scope: Scope
  /** Expressions go over as they are: same engine, same names. */
  readonly verbatim: boolean
  /** The target's columns of the first key or index they lead. */
  readonly leading: ReadonlySet<string>
}

export function translateColumn(p: PlannedColumn, table: TableTranslation): TranslatedColumn {
  const { context, plan } = table
  const { to, source } = context
  const losses: Loss[] = [...p.losses]
  const checks: CheckConstraint[] = []
  const others: OtherObject[] = []
  const note = noteFor(losses, plan, p)
  const same = source.system === to
  const domain = domainOf(p, table)
  if (domain && !same) checks.push(...domainChecks(p, domain, table, note))

  const generated = generatedOf(p, table, note)
  const identity = generated ? undefined : identityOf(p, table, note)
  const named = enumType(p, table)
  if (named) nameType(losses, p, named)
  const fallback = p.source.default ?? (same ? undefined : domain?.default)
  const value = generated || identity ? undefined : defaultOf(p, fallback, table, note)
  checks.push(...ownChecks(p, table))
  const onUpdate = onUpdateOf(p, table, note, others)
  const comment = p.source.comment
  const collation = same ? p.source.collation : p.target.collation
  const charset = same ? p.source.charset : undefined
  const column: TableColumn = {
    name: p.name,
    type: same && p.rule?.to === undefined ? p.source.type : travelType(p.target.meaning, to),
    nativeType: named?.nativeType ?? p.target.nativeType,
    nullable: p.nullable && !(domain && !same && !domain.nullable),
    ...(value !== undefined && { default: value }),
    ...(identity && { identity }),
    ...(generated && { generated }),
    ...(onUpdate !== undefined && { onUpdate }),
    ...(collation !== undefined && { collation }),
    ...(charset !== undefined && { charset }),
    ...(comment !== undefined && to !== 'sqlite' && { comment }),
    ...((same ? p.source.values : p.target.values) && {
      values: same ? p.source.values : p.target.values,
    }),
    ...(named && { namedType: named.type.name }),
    ...(same && p.source.namedType && { namedType: renamed(p.source.namedType, context) }),
  }
  return { column, checks, types: named ? [named.type] : [], others, losses }
}

type Note = (
  code: LossCode,
  severity: Loss['severity'],
  source: string,
  target: string,
  reason: string,
) => void

const noteFor =
  (losses: Loss[], plan: TablePlan, p: PlannedColumn): Note =>
  (code, severity, source, target, reason) => {
    losses.push({
      code,
      severity,
      object: { kind: 'column', table: plan.source.table, name: p.source.name },
      source,
      target,
      reason,
    })
  }

const renamed = (name: TableName, { places }: PlanContext): TableName => {
  const schema = places.schemaOf(name.schema)
  return schema === undefined ? { name: name.name } : { schema, name: name.name }
}

const domainOf = (p: PlannedColumn, { context }: TableTranslation) => {
  const { namedType } = p.source
  const found = context.source.types.find(
    (t) =>
      t.kind === 'domain' && t.name.name === namedType?.name && t.name.schema === namedType.schema,
  )
  return found?.kind === 'domain' ? found : undefined
}

/** A domain's checks, with the column in place of VALUE. */
function domainChecks(
  p: PlannedColumn,
  domain: Extract<NamedType, { kind: 'domain' }>,
  { scope }: TableTranslation,
  note: Note,
): CheckConstraint[] {
  note(
    'DOMAIN_RESOLVED',
    'info',
    domain.name.name,
    p.target.nativeType,
    'The column has the base type and its checks.',
  )
  const [relation] = scope.relations
  const column = relation?.columns.get(p.source.name.toLowerCase())
  if (!relation || !column) return []
  const inner: Scope = {
    ...scope,
    relations: [{ ...relation, columns: new Map([['value', column]]) }],
  }
  return domain.checks.flatMap(({ expression }) => {
    try {
      return [
        {
          expression: asCondition(
            emit(parseSqlExpression(expression, scope.from), inner),
            scope.to,
          ),
        },
      ]
    } catch (error) {
      if (!(error instanceof NotPortable)) throw error
      note('CHECK_OMITTED', 'warning', expression, '', `Left out: ${error.message}.`)
      return []
    }
  })
}

function generatedOf(
  p: PlannedColumn,
  table: TableTranslation,
  note: Note,
): TableColumn['generated'] {
  const { generated } = p.source
  const { scope, verbatim } = table
  if (!generated || verbatim) return generated
  try {
    const printed = asValue(
      emit(parseSqlExpression(generated.expression, scope.from), scope),
      scope.to,
    )
    if (/\bto_char\(|\bCURRENT_|\bconcat(?:_ws)?\(/.test(printed.sql) && scope.to === 'postgres')
      throw new NotPortable('PostgreSQL computes columns from fixed functions only')
    const stored = generated.stored || scope.to === 'postgres'
    if (stored !== generated.stored)
      note(
        'GENERATED_STORED',
        'info',
        generated.expression,
        printed.sql,
        'It takes room in the table.',
      )
    return { expression: printed.sql, stored }
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error
    note(
      'GENERATED_OMITTED',
      'warning',
      generated.expression,
      '',
      `An ordinary column with the values as they are: ${error.message}.`,
    )
    return undefined
  }
}

function identityOf(p: PlannedColumn, table: TableTranslation, note: Note): Identity | undefined {
  const { identity } = p.source
  const { context, leading, plan } = table
  const { to, source } = context
  if (!identity) return undefined
  if (source.system === to)
    return identity.sequence
      ? { ...identity, sequence: renamed(identity.sequence, context) }
      : identity
  const [key, ...rest] = plan.source.primaryKey?.columns ?? []
  const possible =
    to === 'sqlite'
      ? key === p.source.name && rest.length === 0
      : to !== 'mysql' || leading.has(p.source.name)
  if (!possible) {
    note(
      'IDENTITY_CHANGED',
      'warning',
      'counts up',
      '',
      to === 'sqlite'
        ? 'SQLite counts up only a single INTEGER PRIMARY KEY.'
        : 'MySQL counts up only the first column of an index.',
    )
    return undefined
  }
  if (to === 'postgres' && p.target.meaning.kind === 'decimal') {
    note(
      'IDENTITY_CHANGED',
      'warning',
      'counts up',
      '',
      'PostgreSQL counts no further than 9223372036854775807.',
    )
    return undefined
  }
  const step = identity.increment ?? '1'
  const steps = to === 'postgres' || to === 'mssql'
  if (!steps && step !== '1')
    note(
      'IDENTITY_CHANGED',
      'warning',
      `counts by ${step}`,
      'counts by 1',
      'The engine’s step is a setting of the server.',
    )
  if (identity.generation === 'always' && to !== 'postgres' && to !== 'mssql')
    note(
      'IDENTITY_CHANGED',
      'info',
      'always counted',
      'counted when not given',
      'The engine accepts given values.',
    )
  if (identity.cycle || identity.minimum !== undefined || identity.maximum !== undefined)
    note(
      'IDENTITY_CHANGED',
      'info',
      'bounds',
      'the type’s bounds',
      'The engine’s counter has no bounds of its own.',
    )
  return {
    generation: to === 'mssql' ? 'always' : to === 'postgres' ? identity.generation : 'by default',
    ...(identity.start !== undefined && { start: identity.start }),
    ...(steps && identity.increment !== undefined && { increment: identity.increment }),
    ...(identity.next !== undefined && { next: identity.next }),
  }
}

interface EnumType {
  readonly nativeType: string
  readonly type: NamedType
}

/** Lines that were written before the type had its name. */
function nameType(losses: Loss[], p: PlannedColumn, { type }: EnumType): void {
  const words = typeWords(p.target)
  const name = `${formatTable(type.name)}${p.target.named?.array ? '[]' : ''}`
  losses.splice(
    0,
    losses.length,
    ...losses.map((l) => (l.target === words ? { ...l, target: name } : l)),
  )
}

/** The enum that a MySQL column's list becomes in PostgreSQL. */
function enumType(p: PlannedColumn, { context, plan }: TableTranslation): EnumType | undefined {
  const { named } = p.target
  if (!named) return undefined
  const { schema } = plan.target
  const wish = `${plan.target.name}_${applyPolicy(p.name, context.options.identifiers ?? 'keep')}`
  const name = context.places
    .names(schema)
    .take(wish, `type ${plan.source.table.name}.${p.source.name}`)
  const full = schema === undefined ? { name } : { schema, name }
  const sql =
    schema === undefined
      ? quoteName(name, 'postgres')
      : `${quoteName(schema, 'postgres')}.${quoteName(name, 'postgres')}`
  return {
    nativeType: named.array ? `${sql}[]` : sql,
    type: { kind: 'enum', name: full, values: named.values },
  }
}

function defaultOf(
  p: PlannedColumn,
  expression: string | undefined,
  { scope, verbatim }: TableTranslation,
  note: Note,
): string | undefined {
  const asked = p.rule?.default
  if (asked === 'drop') return undefined
  if (typeof asked === 'object') return asked.sql
  if (expression === undefined || (verbatim && p.rule?.to === undefined)) return expression
  const result = translateDefault(expression, p, scope)
  if ('problem' in result) {
    const reason = `The column has no default: ${result.problem}.`
    note('DEFAULT_OMITTED', 'warning', expression, '', reason)
    return undefined
  }
  return result.sql
}

/** Checks in place of what the type no longer says. */
function ownChecks(p: PlannedColumn, { scope }: TableTranslation): CheckConstraint[] {
  const { check } = p.target
  const name = quoteName(p.name, scope.to)
  if (check === 'json') return scope.to === 'mssql' ? [{ expression: `ISJSON(${name}) = 1` }] : []
  if (check !== 'values' || p.meaning.kind !== 'enum') return []
  const list = p.meaning.values.map((v) => textSql(v, scope.to).sql)
  return list.length > 0 ? [{ expression: `${name} IN (${list.join(', ')})` }] : []
}

function onUpdateOf(
  p: PlannedColumn,
  { context, plan }: TableTranslation,
  note: Note,
  others: OtherObject[],
): string | undefined {
  const { onUpdate } = p.source
  if (onUpdate === undefined || context.to === 'mysql') return onUpdate
  if (context.to !== 'postgres') {
    note(
      'ON_UPDATE_OMITTED',
      'warning',
      `ON UPDATE ${onUpdate}`,
      '',
      'A trigger has to be written by hand.',
    )
    return undefined
  }
  const { schema } = plan.target
  const name = context.places.names(schema).take(`${plan.target.name}_${p.name}_on_update`)
  const full: TableName = schema === undefined ? { name } : { schema, name }
  const q = (n: TableName) =>
    (n.schema === undefined ? '' : `${quoteName(n.schema, 'postgres')}.`) +
    quoteName(n.name, 'postgres')
  const column = quoteName(p.name, 'postgres')
  others.push(
    {
      kind: 'routine',
      name: full,
      text: `CREATE OR REPLACE FUNCTION ${q(full)}() RETURNS trigger\n LANGUAGE plpgsql\nAS $$BEGIN\n  IF NEW.${column} IS NOT DISTINCT FROM OLD.${column} AND (NEW.*)::text IS DISTINCT FROM (OLD.*)::text THEN\n    NEW.${column} := CURRENT_TIMESTAMP;\n  END IF;\n  RETURN NEW;\nEND$$`,
    },
    {
      kind: 'trigger',
      name: full,
      table: plan.target,
      text: `CREATE TRIGGER ${quoteName(name, 'postgres')} BEFORE UPDATE ON ${q(plan.target)} FOR EACH ROW EXECUTE FUNCTION ${q(full)}()`,
    },
  )
  note(
    'ON_UPDATE_AS_TRIGGER',
    'info',
    `ON UPDATE ${onUpdate}`,
    `trigger ${name}`,
    'It acts unless the statement changes the column itself.',
  )
  return undefined
}
