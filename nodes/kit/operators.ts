/** Words that cannot be a bare column name. */
export const reservedWords: ReadonlySet<string> = new Set(
  'and or not is null true false in between like ilike case when then else end'.split(' '),
)

/** How tightly an operator binds; a higher number binds tighter (the order of SQL). */
export const precedence = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  compare: 5,
  match: 6,
  append: 7,
  add: 8,
  multiply: 9,
  unary: 10,
  cast: 11,
  primary: 12,
} as const

export interface InfixOperator {
  /** The function an operator is written for. */
  readonly fn: string
  readonly level: number
}

/** Left-associative operators between two operands, by the symbol or word they are written with. */
export const infixOperators: ReadonlyMap<string, InfixOperator> = new Map([
  ['or', { fn: 'or', level: precedence.or }],
  ['and', { fn: 'and', level: precedence.and }],
  ['=', { fn: 'eq', level: precedence.compare }],
  ['<>', { fn: 'ne', level: precedence.compare }],
  ['!=', { fn: 'ne', level: precedence.compare }],
  ['<', { fn: 'lt', level: precedence.compare }],
  ['<=', { fn: 'le', level: precedence.compare }],
  ['>', { fn: 'gt', level: precedence.compare }],
  ['>=', { fn: 'ge', level: precedence.compare }],
  ['||', { fn: 'append', level: precedence.append }],
  ['+', { fn: 'add', level: precedence.add }],
  ['-', { fn: 'subtract', level: precedence.add }],
  ['*', { fn: 'multiply', level: precedence.multiply }],
  ['/', { fn: 'divide', level: precedence.multiply }],
  ['%', { fn: 'mod', level: precedence.multiply }],
])

/** The symbol a function is written with between its operands: `add` → `+`. */
export const infixSymbols: ReadonlyMap<string, { symbol: string; level: number }> = new Map(
  [...infixOperators]
    .filter(([symbol]) => symbol !== '!=')
    .map(([symbol, { fn, level }]) => [fn, { symbol, level }]),
)

/** Tests written after their operand: `x is null`. */
export const postfixTests: ReadonlyMap<string, string> = new Map([
  ['is_null', 'is null'],
  ['is_not_null', 'is not null'],
  ['is_true', 'is true'],
  ['is_not_true', 'is not true'],
  ['is_false', 'is false'],
  ['is_not_false', 'is not false'],
])
