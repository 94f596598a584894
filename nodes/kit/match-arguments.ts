import {
  asDecimal,
  commonType,
  holds,
  isNumberLiteral,
  isTextLiteral,
  readsAs,
  sameStorage,
} from './coerce.ts'
import type { DataType } from './data-type.ts'
import {
  date,
  double,
  formatType,
  integer,
  isNumeric,
  json,
  list,
  text,
  time,
  timestamp,
  timestamptz,
} from './data-type.ts'
import type { Expression } from './expression.ts'
import { typeOf } from './expression.ts'
import type { FunctionDefinition, Parameter } from './functions/define.ts'
import { acceptFixed } from './functions/fixed-parameters.ts'

/** The overload that fits: what each argument becomes, and the result. */
export interface Match {
  readonly params: readonly DataType[]
  readonly returns: DataType
}

/** Where the nearest overload does not fit; `index` undefined means the whole call. */
export interface Mismatch {
  readonly index?: number
  readonly expected: string
}

const isMismatch = (found: Match | Mismatch): found is Mismatch => 'expected' in found

/** Chooses the overload that needs the fewest conversions. */
export function matchArguments(
  definition: FunctionDefinition,
  args: readonly Expression[],
): Match | Mismatch {
  const types = args.map((a) => (isNull(a) ? undefined : typeOf(a)))
  if (definition.resolve) {
    const literalTyped = adoptLiterals(args, types)
    return definition.resolve(literalTyped) ?? { expected: '' }
  }
  const outcomes = definition.params
    .filter((params) => fitsCount(params, args.length))
    .map((params) => matchOverload(definition, params, args, types))
  const matches = outcomes.filter((o): o is Match => !isMismatch(o))
  const cost = (match: Match) =>
    match.params.filter((p, i) => types[i] && !sameStorage(types[i], p)).length
  const best = matches.reduce<Match | undefined>(
    (a, b) => (a && cost(a) <= cost(b) ? a : b),
    undefined,
  )
  return best ?? nearestMiss(outcomes.filter(isMismatch))
}

/** The argument at which the overload that came furthest stopped, where that is one place. */
function nearestMiss(misses: readonly Mismatch[]): Mismatch {
  const furthest = Math.max(...misses.map((m) => m.index ?? -1))
  const [nearest, ...others] = misses.filter((m) => m.index === furthest)
  return nearest && others.every((o) => o.expected === nearest.expected)
    ? nearest
    : { expected: '' }
}

/** Only a bare NULL: one that has been given a type keeps it. */
const isNull = (e: Expression) => e.kind === 'literal' && e.value === null && e.type === undefined

const fitsCount = (params: readonly Parameter[], count: number) =>
  count >= params.filter((p) => !p.optional).length &&
  (count <= params.length || params.at(-1)?.rest === true)

/** A text beside a date, an interval … is read as one where it can be. */
function adoptLiterals(args: readonly Expression[], types: readonly (DataType | undefined)[]) {
  return types.map((type, i) => {
    const arg = args[i]
    const other = types[1 - i]
    return arg && other && types.length === 2 && readsAs(arg, other) ? other : type
  })
}

function matchOverload(
  definition: FunctionDefinition,
  params: readonly Parameter[],
  args: readonly Expression[],
  types: readonly (DataType | undefined)[],
): Match | Mismatch {
  const paramOf = (i: number) => (params[i] ?? params.at(-1)) as Parameter
  const shared = sharedType(args, types, paramOf)
  if ('expected' in shared) return shared
  const targets: DataType[] = []
  for (const [index, arg] of args.entries()) {
    const { type } = paramOf(index)
    const written = acceptFixed(type, arg)
    if (written && 'expected' in written) return { index, expected: written.expected }
    const target =
      written ??
      (type === 'same'
        ? shared.type
        : type === 'items'
          ? list(shared.type)
          : accept(type, arg, types[index]))
    if (!target) return { index, expected: type }
    targets.push(target)
  }
  const { returns } = definition
  const result = typeof returns === 'function' ? returns(targets, args) : returns
  return result ? { params: targets, returns: result } : { expected: '' }
}

/** The one type of all arguments that must agree. */
function sharedType(
  args: readonly Expression[],
  types: readonly (DataType | undefined)[],
  paramOf: (index: number) => Parameter,
): { type: DataType } | Mismatch {
  const members = args.flatMap((arg, index) => {
    const param = paramOf(index).type
    const type = types[index]
    if (!type || (param !== 'same' && param !== 'items')) return []
    // A text that is written out takes the type of the others, unless it stands for a list.
    if (param === 'same') return [{ arg, index, type, adapts: isTextLiteral(arg) }]
    const item = type.kind === 'list' ? type.item : undefined
    return [{ arg, index, type: item, adapts: false }]
  })
  let shared: DataType | undefined
  const isNumber = (m: { arg: Expression; adapts: boolean }) => !m.adapts && isNumberLiteral(m.arg)
  const fixed = members.filter((m) => !m.adapts && !isNumber(m))
  for (const { arg, index, type } of [...fixed, ...members.filter(isNumber)]) {
    if (type && shared && holds(shared, arg)) continue
    const next = type && (shared ? commonType(shared, type) : type)
    if (!next) return { index, expected: type && shared ? formatType(shared) : 'list' }
    shared = next
  }
  for (const { arg, index } of members.filter((m) => m.adapts)) {
    shared ??= text
    if (shared.kind !== 'text' && !readsAs(arg, shared))
      return { index, expected: formatType(shared) }
    if (shared.kind === 'text') shared = text
  }
  return { type: shared ?? text }
}

/** What an argument becomes for a parameter; undefined where it does not fit. */
function accept(
  param: Parameter['type'],
  arg: Expression,
  type: DataType | undefined,
): DataType | undefined {
  const fixed = fixedTypes.get(param)
  if (fixed) return !type || assignable(type, fixed, arg) ? target(type, fixed) : undefined
  switch (param) {
    case 'any':
      return type ?? text
    case 'number':
      return !type ? integer : isNumeric(type) ? type : undefined
    case 'whole':
      return !type || type.kind === 'integer' ? (type ?? integer) : undefined
    case 'printable':
      return !type || !['list', 'struct', 'binary'].includes(type.kind)
        ? target(type, text)
        : undefined
    case 'day':
      return !type ? date : type.kind === 'date' || isWallClock(type) ? type : undefined
    case 'moment':
      return !type ? date : type.kind === 'date' || type.kind === 'timestamp' ? type : undefined
    case 'list':
      return !type ? list(text) : type.kind === 'list' ? type : undefined
    case 'struct':
      return type?.kind === 'struct' ? type : undefined
    default:
      return undefined
  }
}

const isWallClock = (type: DataType) => type.kind === 'timestamp' && !type.zone

/** A text keeps its declared length; everything else becomes the parameter's type. */
const target = (type: DataType | undefined, fixed: DataType) =>
  type && sameStorage(type, fixed) ? type : fixed

const fixedTypes: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ...(['boolean', 'binary', 'text', 'interval', 'uuid'] as const).map(
    (kind) => [kind, { kind }] as [string, DataType],
  ),
  ['bigint', { kind: 'integer', bits: 64 }],
  ['double', double],
  ['date', date],
  ['time', time],
  ['timestamp', timestamp],
  ['timestamptz', timestamptz],
  ['json', json],
])

/** Conversions that cannot fail or surprise happen by themselves; others need a cast. */
function assignable(from: DataType, to: DataType, arg: Expression): boolean {
  if (sameStorage(from, to) || readsAs(arg, to)) return true
  if (to.kind === 'integer') return from.kind === 'integer'
  if (to.kind === 'float') return from.kind === 'float' || asDecimal(from) !== undefined
  return from.kind === 'date' && isWallClock(to)
}
