import { canCast, coerce } from './coerce.ts'
import type { DataType } from './data-type.ts'
import { boolean, formatType, text } from './data-type.ts'
import { nearest } from './did-you-mean.ts'
import type {
  CallExpression,
  CaseExpression,
  CastExpression,
  ColumnExpression,
  Expression,
  SourceRange,
} from './expression.ts'
import { call, caseBranch, childrenOf, typeOf } from './expression.ts'
import type { FunctionDefinition } from './functions/define.ts'
import { signaturesOf } from './functions/define.ts'
import { findFunction, functionCatalogue } from './functions/index.ts'
import type { Issue } from './issue.ts'
import { issue } from './issue.ts'
import type { IssueCode } from './issue-codes.ts'
import { matchArguments } from './match-arguments.ts'
import { infixSymbols } from './operators.ts'
import type { Schema } from './schema.ts'
import { columnNames, findColumn } from './schema.ts'

export interface TypeOptions {
  /**
   * `forbidden`: one row at a time. `required`: a group of rows, so every column
   * stands inside an aggregate. `allowed`: both, for windows and having.
   */
  readonly aggregates?: 'forbidden' | 'required' | 'allowed'
}

export interface TypedExpression {
  /** Column names as in the schema, conversions written out, `type` set on every node. */
  readonly expression: Expression
  readonly type: DataType
  readonly nullable: boolean
}

interface Context {
  readonly schema: Schema
  readonly aggregates: NonNullable<TypeOptions['aggregates']>
  readonly issues: Issue[]
}

interface Typed {
  readonly expression: Expression
  readonly nullable: boolean
}

/**
 * Types an expression over the columns of `schema`. Typing a typed expression again
 * changes nothing.
 * @example typeExpression(col('ID'), [column('id', bigint, false)]) // { type: bigint, nullable: false, … }
 */
export function typeExpression(
  expression: Expression,
  schema: Schema,
  options: TypeOptions = {},
): TypedExpression | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const context = { schema, aggregates: options.aggregates ?? 'forbidden', issues }
  const typed = visit(expression, context, false)
  if (!typed || issues.length > 0) return { issues }
  if (context.aggregates === 'required' && !hasAggregate(typed.expression)) {
    report(context, 'AGGREGATE_EXPECTED', expression.range, {})
    return { issues }
  }
  const type = typeOf(typed.expression) ?? text
  return { expression: coerce(typed.expression, type), type, nullable: typed.nullable }
}

/** @example hasAggregate(call('sum', col('a'))) // true */
export const hasAggregate = (expression: Expression): boolean =>
  (expression.kind === 'call' && findFunction(expression.fn)?.aggregate === true) ||
  childrenOf(expression).some(hasAggregate)

/** The first function that gives another value on each run, if any. */
export function nonDeterministicIn(expression: Expression): string | undefined {
  if (expression.kind === 'call' && findFunction(expression.fn)?.deterministic === false)
    return expression.fn
  for (const child of childrenOf(expression)) {
    const found = nonDeterministicIn(child)
    if (found) return found
  }
  return undefined
}

function report(
  { issues }: Context,
  code: IssueCode,
  range: SourceRange | undefined,
  values: Issue['values'],
): undefined {
  issues.push(issue(code, [], values, range ? { range } : {}))
}

function visit(expression: Expression, context: Context, grouped: boolean): Typed | undefined {
  switch (expression.kind) {
    case 'literal':
      return { expression, nullable: expression.value === null }
    case 'column':
      return visitColumn(expression, context, grouped)
    case 'cast':
      return visitCast(expression, context, grouped)
    case 'case':
      return visitCase(expression, context, grouped)
    case 'call':
      return visitCall(expression, context, grouped)
  }
}

function visitColumn(expression: ColumnExpression, context: Context, grouped: boolean) {
  const { name, range } = expression
  const column = findColumn(context.schema, name)
  if (!column) {
    const names = columnNames(context.schema)
    const values = {
      column: name,
      suggestion: nearest(name, names) ?? '',
      columns: names.join(', '),
    }
    return report(context, 'UNKNOWN_COLUMN', range, values)
  }
  if (context.aggregates === 'required' && !grouped)
    return report(context, 'AGGREGATE_EXPECTED', range, {})
  const { type, nullable } = column
  return { expression: { ...expression, name: column.name, type }, nullable }
}

function visitCast(expression: CastExpression, context: Context, grouped: boolean) {
  const value = visit(expression.value, context, grouped)
  if (!value) return undefined
  const { to, onFailure } = expression
  const from = typeOf(value.expression)
  if (from && !canCast(from, to)) {
    const actual = `${formatType(from)} as ${formatType(to)}`
    const expected = `cast(text as ${formatType(to)})`
    return report(context, 'WRONG_ARGUMENTS', expression.range, {
      function: 'cast',
      actual,
      expected,
    })
  }
  const inner = from ? value.expression : coerce(value.expression, to)
  return {
    expression: { ...expression, value: inner },
    nullable: value.nullable || onFailure === 'null',
  }
}

function visitCase(expression: CaseExpression, context: Context, grouped: boolean) {
  const whens = expression.branches.map((b) => {
    const when = visit(b.when, context, grouped)
    return when && expectType(when.expression, boolean, context)
  })
  const results = [...expression.branches.map((b) => b.then), ...otherwiseOf(expression)]
  const values = results.map((e) => visit(e, context, grouped))
  if (![...whens, ...values].every((v) => v !== undefined)) return undefined
  const typed = values.filter((v) => v !== undefined)
  const same = unify(
    typed.map((v) => v.expression),
    context,
  )
  if (!same) return undefined
  const branches = expression.branches.map((_, i) =>
    caseBranch(whens[i] as Expression, same.args[i] as Expression),
  )
  const otherwise = expression.otherwise && same.args.at(-1)
  const nullable = !expression.otherwise || typed.some((v) => v.nullable)
  return { expression: { ...expression, branches, otherwise, type: same.type }, nullable }
}

const otherwiseOf = ({ otherwise }: CaseExpression) => (otherwise ? [otherwise] : [])

/** All of one type, as the arguments of `coalesce` are. */
function unify(expressions: readonly Expression[], context: Context) {
  const definition = functionCatalogue.get('coalesce') as FunctionDefinition
  const found = matchArguments(definition, expressions)
  const type = 'returns' in found ? found.returns : undefined
  if (type) return { type, args: expressions.map((e) => coerce(e, type)) }
  const culprit = expressions['index' in found ? (found.index ?? 0) : 0]
  const expected = 'expected' in found ? found.expected : ''
  return report(context, 'TYPE_MISMATCH', culprit?.range, { expected, actual: nameOf(culprit) })
}

function expectType(expression: Expression, type: DataType, context: Context) {
  const own = typeOf(expression)
  if (!own || own.kind === type.kind) return coerce(expression, type)
  const values = { expected: formatType(type), actual: formatType(own) }
  return report(context, 'TYPE_MISMATCH', expression.range, values)
}

function visitCall(expression: CallExpression, context: Context, grouped: boolean) {
  const definition = findFunction(expression.fn)
  const { range } = expression
  if (!definition) {
    const candidates = [...functionCatalogue.values()].filter((f) => f.group !== 'operator')
    const suggestion =
      nearest(
        expression.fn,
        candidates.map((f) => f.name),
      ) ?? ''
    return report(context, 'UNKNOWN_FUNCTION', range, { function: expression.fn, suggestion })
  }
  if (definition.aggregate && (grouped || context.aggregates === 'forbidden'))
    return report(context, 'AGGREGATE_NOT_ALLOWED', range, { function: definition.name })
  if (expression.distinct && !definition.aggregate)
    return report(context, 'EXPRESSION_SYNTAX', range, {
      reason: `distinct is for aggregates such as count; ${definition.name} is none`,
    })
  const values = expression.args.map((a) => visit(a, context, grouped || !!definition.aggregate))
  if (!values.every((v) => v !== undefined)) return undefined
  const args = values.map((v) => v.expression)
  const found = matchArguments(definition, args)
  if ('expected' in found) return reportArguments(expression, definition, args, found, context)
  const typed: CallExpression = {
    ...call(definition.name, ...args.map((a, i) => coerce(a, found.params[i] as DataType))),
    ...(expression.distinct && { distinct: true }),
    ...(range && { range }),
    type: found.returns,
  }
  return { expression: typed, nullable: isNullable(definition, values) }
}

function isNullable({ nulls, aggregate }: FunctionDefinition, args: readonly Typed[]): boolean {
  if (nulls === 'never') return false
  if (nulls === 'maybe' || aggregate) return true
  return nulls === 'all' ? args.every((a) => a.nullable) : args.some((a) => a.nullable)
}

function reportArguments(
  { range }: CallExpression,
  definition: FunctionDefinition,
  args: readonly Expression[],
  { index, expected }: { readonly index?: number; readonly expected: string },
  context: Context,
) {
  const culprit = index === undefined ? undefined : args[index]
  if (culprit)
    return report(context, 'TYPE_MISMATCH', culprit.range ?? range, {
      expected,
      actual: nameOf(culprit),
    })
  return report(context, 'WRONG_ARGUMENTS', range, {
    function: infixSymbols.get(definition.name)?.symbol ?? definition.name,
    actual: args.map(nameOf).join(', '),
    expected: waysToWrite(definition).join('; '),
  })
}

/** Operators are shown as they are written: `number + number`. */
function waysToWrite(definition: FunctionDefinition): string[] {
  const symbol = infixSymbols.get(definition.name)?.symbol
  if (!symbol) return signaturesOf(definition)
  return definition.params.map((params) => params.map((p) => p.type).join(` ${symbol} `))
}

function nameOf(expression: Expression | undefined): string {
  const type = expression && typeOf(expression)
  return type ? formatType(type) : 'null'
}
