import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSystem, NamedType, TableColumn } from '../model.ts'
import type { CastRule } from './cast-rules.ts'
import { countAggregate, countCondition, countQuery } from './forecast-sql.ts'
import { matchRule } from './match-rule.ts'
import { compareTypes } from './types/compare.ts'
import type { Conversion } from './types/conversions.ts'
import { chain, conversionBetween, stripNul } from './types/conversions.ts'
import type { Difference } from './types/difference.ts'
import type { Meaning, TargetType, WriterContext } from './types/index.ts'
import { readType, travelType, writeType } from './types/index.ts'
import { probesOf } from './types/probes.ts'
import type { Forecast, TranslateOptions } from './types.ts'

/** What becomes of one column's type and values. */
export interface ColumnPlan {
  readonly source: TableColumn
  /** What the source's type means, and what it is taken to mean after counting. */
  readonly declared: Meaning
  readonly meaning: Meaning
  readonly target: TargetType
  readonly rule: CastRule | undefined
  readonly conversion: Conversion | undefined
  readonly repair: { readonly conversion: Conversion; readonly when: readonly string[] } | undefined
  readonly type: DataType
  readonly nullable: boolean
  readonly losses: readonly Loss[]
  readonly forecasts: readonly Forecast[]
}

export interface ColumnPlace {
  readonly table: TableName
  readonly from: DatabaseSystem
  readonly to: DatabaseSystem
  readonly types: readonly NamedType[]
  readonly options: TranslateOptions
  readonly writer: WriterContext
}

/** A target's type as a person reads it; named types get their names later. */
export const typeWords = ({ nativeType, named }: TargetType): string =>
  named ? `an enum type${named.array ? ', several' : ''}` : nativeType

export function planColumn(source: TableColumn, place: ColumnPlace): ColumnPlan {
  const { from, to, options, table, types } = place
  const declared = readType(source.nativeType, from, source, types)
  const rule = matchRule(options.casts ?? [], table, source)
  const ledger = new ColumnLedger(source, place)
  let meaning = declared
  const probed = source.generated ? [] : probesOf(declared, source, from, to)
  const assumed: Difference[] = []
  for (const probe of rule?.to === undefined ? probed : []) {
    const instead = typeWords(targetType(source, probe.otherwise, rule, place))
    if (ledger.doubt(probe.difference, instead) > 0) meaning = probe.otherwise
    else if (probe.assumed) {
      meaning = probe.assumed.meaning
      assumed.push(probe.assumed.difference)
    }
  }
  const target = targetType(source, meaning, rule, place)
  const shown = typeWords(target)
  for (const difference of assumed) ledger.note(difference, shown)
  const differences =
    from === to && rule?.to === undefined ? [] : compareTypes(meaning, target.meaning, from, to)
  let conversion = differs(from, to, rule)
    ? conversionBetween(meaningOfText(declared, meaning), target.meaning)
    : undefined
  let repair: ColumnPlan['repair']
  let nullable = source.nullable
  for (const difference of differences) {
    if (difference.count === undefined || source.generated) {
      if (difference.count === undefined) ledger.note(difference, shown)
      continue
    }
    const remedy = remedyFor(difference)
    const rows = ledger.doubt(difference, shown)
    if (remedy !== undefined && options.counts === undefined)
      repair = {
        conversion: chain(repair?.conversion ?? conversion, remedy),
        when: [...(repair?.when ?? []), ledger.idOf(difference)],
      }
    if (rows === 0) continue
    if (remedy !== undefined) conversion = chain(conversion, remedy)
    if (difference.remedy === 'to null' && !nullable) {
      nullable = true
      ledger.note(
        { code: 'NOT_NULL_DROPPED', severity: 'warning', reason: 'Some values become NULL.' },
        'NULL allowed',
      )
    }
  }
  if (from !== to && ledger.losses.length === 0 && !isOwnName(source, declared, place))
    ledger.note(
      { code: 'TYPE_CHANGED', severity: 'info', reason: 'Another name for the same values.' },
      shown,
    )
  if (rule) conversion = ruleConversion(rule, conversion)
  if (rule?.notNull === 'drop') nullable = true
  if (rule?.notNull === 'set') nullable = false
  if (rule?.to !== undefined)
    ledger.note(
      { code: 'CAST_BY_RULE', severity: 'info', reason: 'A rule of the cast file chose it.' },
      shown,
    )
  return {
    source,
    declared,
    meaning,
    target,
    rule,
    conversion,
    repair: rule?.convert === undefined ? repair : undefined,
    type: conversion === undefined ? source.type : travelType(target.meaning, to),
    nullable,
    losses: ledger.losses,
    forecasts: ledger.forecasts,
  }
}

/** Whether a translation back would give the type this very name. */
function isOwnName(source: TableColumn, meaning: Meaning, { from, writer }: ColumnPlace): boolean {
  const { nativeType, named } = writeType(meaning, from, { ...writer, keyParts: 0 })
  const plain = (type: string) =>
    type.replace(/^((?!tinyint\(1\))\w*int|year)\(\d+\)/i, '$1').toLowerCase()
  return named !== undefined || plain(nativeType) === plain(source.nativeType)
}

const differs = (from: DatabaseSystem, to: DatabaseSystem, rule: CastRule | undefined) =>
  from !== to || rule?.to !== undefined

/** A boolean that is taken as a number still travels as `true` and `false` (and `2`). */
const meaningOfText = (declared: Meaning, meaning: Meaning): Meaning =>
  declared.kind === 'boolean' ? declared : meaning

function targetType(
  source: TableColumn,
  meaning: Meaning,
  rule: CastRule | undefined,
  { from, to, writer }: ColumnPlace,
): TargetType {
  if (rule?.to !== undefined) return { nativeType: rule.to, meaning: readType(rule.to, to) }
  if (from === to)
    return {
      nativeType: source.nativeType,
      meaning,
      ...(source.values && { values: source.values }),
      ...(source.collation !== undefined && { collation: source.collation }),
    }
  const type = writeType(countable(source, meaning, to), to, writer)
  const caseless = to === 'sqlite' && type.meaning.kind === 'text' && isCaseless(source, from)
  return caseless ? { ...type, collation: 'NOCASE' } : type
}

/** PostgreSQL counts whole numbers of 64 bits at most, and a key refers to its own type. */
const countable = (source: TableColumn, meaning: Meaning, to: DatabaseSystem): Meaning =>
  to === 'postgres' && source.identity && meaning.kind === 'decimal'
    ? { kind: 'integer', bits: 64, unsigned: false }
    : meaning

/** Whether a column's texts are compared without regard to case. */
export const isCaseless = ({ collation }: TableColumn, from: DatabaseSystem): boolean =>
  collation !== undefined && (from === 'sqlite' ? /^nocase$/i : /(^|_)ci(_|$)/i).test(collation)

export const dateOutside =
  "case when ends_with(v, ' BC') or ends_with(v, 'infinity') or position(v, '-') <> 5 then null else v end"
export const finiteOnly = "case when v in ('NaN', 'Infinity', '-Infinity') then null else v end"

/** MySQL's reader already gives NULL for zero dates. */
function remedyFor({ code, remedy }: Difference): Conversion | undefined {
  if (remedy === 'strip nul') return stripNul
  if (remedy === undefined || code === 'ZERO_DATE') return undefined
  return code === 'NOT_FINITE' ? finiteOnly : dateOutside
}

const byName: Readonly<Record<NonNullable<CastRule['convert']>, Conversion | undefined>> = {
  none: undefined,
  'zero-date-to-null':
    "case when v like '0000-%' or v like '____-00-%' or v like '____-__-00%' then null else v end",
  'empty-to-null': "nullif(v, '')",
  trim: 'trim(v)',
  lower: 'lower(v)',
  upper: 'upper(v)',
  'strip-nul': stripNul,
}

function ruleConversion(rule: CastRule, before: Conversion | undefined): Conversion | undefined {
  if (rule.convert === undefined) return before
  const after = byName[rule.convert]
  return after === undefined ? undefined : chain(before, after)
}

class ColumnLedger {
  readonly losses: Loss[] = []
  readonly forecasts: Forecast[] = []
  readonly #source: TableColumn
  readonly #place: ColumnPlace

  constructor(source: TableColumn, place: ColumnPlace) {
    this.#source = source
    this.#place = place
  }

  note(difference: Pick<Difference, 'code' | 'severity' | 'reason'>, target: string): void {
    this.losses.push(this.#loss(difference, target))
  }

  /** Asks for the rows; gives those that were counted before. */
  doubt(difference: Difference, target: string): number {
    const { table, from, options } = this.#place
    const { count } = difference
    const column = this.#source.name
    const condition = count && countCondition(count, column, from)
    if (!count || condition === undefined) return 0
    const loss = this.#loss(difference, target)
    const id = this.idOf(difference)
    if (this.forecasts.some((f) => f.id === id)) return 0
    const aggregate = countAggregate(condition)
    const sql = countQuery(aggregate, table, from)
    this.forecasts.push({ id, table, column, count, aggregate, sql, loss })
    const rows = options.counts?.get(id) ?? 0
    if (rows > 0) this.losses.push({ ...loss, rows })
    return rows
  }

  idOf({ code }: Pick<Difference, 'code'>): string {
    return `${formatTable(this.#place.table)}.${this.#source.name}:${code}`
  }

  #loss(
    { code, severity, reason }: Pick<Difference, 'code' | 'severity' | 'reason'>,
    target: string,
  ): Loss {
    const { table } = this.#place
    return {
      code,
      severity,
      object: { kind: 'column', table, name: this.#source.name },
      source: this.#source.nativeType,
      target,
      reason,
    }
  }
}
