import type { DataType } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import type { Message } from '../message.ts'

/** What a parameter accepts; the words of a signature's text. */
export type ParameterType =
  /** As it is, whatever it is. */
  | 'any'
  /** Numbers as they are; whole numbers as they are. */
  | 'number'
  | 'whole'
  /** Any scalar, turned into text. */
  | 'printable'
  /** date or timestamp, as they are; with `instant`, timestamps with time zone too. */
  | 'day'
  | 'moment'
  /** One common type for all parameters marked so; `items` is a list of that type. */
  | 'same'
  | 'items'
  /** A list as it is. */
  | 'list'
  /** A text or a number written out in the expression. */
  | 'fixed text'
  | 'fixed whole'
  | 'fixed number'
  /** A JSON path, a regular expression, a format such as %d.%m.%Y; written out. */
  | 'path'
  | 'pattern'
  | 'format'
  /** year, quarter, month, week, day, hour, minute, second, written out. */
  | 'unit'
  | 'boolean'
  | 'bigint'
  | 'double'
  | 'text'
  | 'binary'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'uuid'
  | 'json'
  | 'struct'

export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  readonly optional: boolean
  /** Takes this and every further argument. */
  readonly rest: boolean
}

/** Result type from the argument types after coercion; undefined where there is none. */
export type ResultType =
  | DataType
  | ((types: readonly DataType[], args: readonly Expression[]) => DataType | undefined)

/** For operators whose parameter types depend on each other. */
export type Resolver = (
  types: readonly (DataType | undefined)[],
) => { readonly params: readonly DataType[]; readonly returns: DataType } | undefined

/** What a function's file says about it; `defineFunctions` derives the rest. */
export interface FunctionSpec {
  /**
   * Overloads: `name type, name? type, ...name type`.
   * @example takes: ['value text, start bigint, length? bigint']
   */
  readonly takes: readonly string[]
  readonly returns: ResultType
  readonly resolve?: Resolver
  readonly summary: Message
  readonly examples: readonly FunctionExample[]
  /** False for `now()`, `random()`: another value on each run. */
  readonly deterministic?: false
  readonly aggregate?: true
  /**
   * `never`: the result is never NULL; `maybe`: it may be NULL though no argument is;
   * otherwise it is NULL only where an argument is.
   */
  readonly nulls?: 'never' | 'maybe' | 'all'
}

export interface FunctionExample {
  readonly expression: string
  /** The result as text; null for NULL; absent where it changes from run to run. */
  readonly result?: string | null
}

export interface FunctionDefinition extends Omit<FunctionSpec, 'deterministic'> {
  readonly name: string
  readonly group: FunctionGroup
  readonly params: readonly (readonly Parameter[])[]
  readonly deterministic: boolean
}

export type FunctionGroup =
  | 'operator'
  | 'logic'
  | 'text'
  | 'number'
  | 'date-time'
  | 'regex'
  | 'hash'
  | 'json'
  | 'list'
  | 'convert'
  | 'aggregate'

/** The definitions of one group, by name. */
export function defineFunctions(
  group: FunctionGroup,
  specs: Readonly<Record<string, FunctionSpec>>,
): FunctionDefinition[] {
  return Object.entries(specs).map(([name, spec]) => ({
    ...spec,
    name,
    group,
    params: spec.takes.map(parseParameters),
    deterministic: spec.deterministic ?? true,
  }))
}

function parseParameters(source: string): Parameter[] {
  if (source === '') return []
  return source.split(', ').map((part) => {
    const match = /^(\.\.\.)?(\w+)(\?)? (.+)$/.exec(part)
    if (!match) throw new Error(`not a parameter: ${part}`)
    const [, rest, name = '', optional, type] = match
    return {
      name,
      type: type as ParameterType,
      optional: optional !== undefined || rest !== undefined,
      rest: rest !== undefined,
    }
  })
}

/**
 * The ways to call a function, as people read them.
 * @example signaturesOf(upper) // ['upper(value text)']
 */
export const signaturesOf = ({ name, takes }: FunctionDefinition): string[] =>
  takes.map((params) => `${name}(${params})`)

/** What a `unit` parameter takes. */
export const timeUnits: readonly string[] = [
  'microsecond',
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'decade',
  'century',
]
