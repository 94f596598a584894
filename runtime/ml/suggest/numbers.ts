import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'
import type { Extractor, Piece } from './extract.ts'
import { formatNumber, roundDigits, roundDouble, roundSignificant } from './number-text.ts'
import { knownFormulas } from './units.ts'

/** A number computed from pieces: its value in every example. */
export interface Quantity {
  /** As a double, for arithmetic. */
  readonly expression: Expression
  readonly values: readonly number[]
  readonly cost: number
  /** The same, exact, where nothing was computed yet. */
  readonly exact?: { readonly expression: Expression; readonly digits: readonly string[] }
}

const plain = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/
const grouped = /^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$/

/** Pieces that are numbers in every example. */
export function quantityOf(piece: Piece): Quantity | undefined {
  const scientific = piece.values.every((v) => /^[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?$/.test(v))
  if (!scientific && !piece.values.every((v) => plain.test(v) || grouped.test(v))) return undefined
  const withGroups = piece.values.some((v) => v.includes(','))
  const parse = withGroups
    ? call('parse_number', piece.expression, literal('.'), literal(','))
    : call('parse_number', piece.expression)
  const texts = piece.values.map((v) => v.replaceAll(',', ''))
  const values = texts.map(Number)
  if (values.some((v) => !Number.isFinite(v) || Math.abs(v) > 1e15)) return undefined
  const digits = texts.every((t) => plain.test(t)) ? texts : undefined
  const double = withGroups ? call('to_double', parse) : call('to_double', piece.expression)
  return {
    expression: double,
    values,
    // A number may have a sign or a fraction even where these examples have none.
    cost: piece.cost + 0.6 + (onlyDigits(piece.expression) ? 0.9 : 0),
    ...(digits
      ? { exact: { expression: parse, digits: digits.map((d) => d.replace('+', '')) } }
      : {}),
  }
}

const onlyDigits = (e: Expression): boolean =>
  e.kind === 'call' &&
  (e.fn === 'digits_only' ||
    e.args.some(
      (a) =>
        onlyDigits(a) ||
        (a.kind === 'literal' && /^\[\^?[0A]/.test(String(a.value)) && !/\./.test(String(a.value))),
    ))

/** Hours, minutes and seconds as hours. */
export function hoursOf(piece: Piece): Quantity | undefined {
  if (!piece.values.every((v) => /^[0-9]{1,3}:[0-9]{2}:[0-9]{2}$/.test(v))) return undefined
  const part = (i: number) =>
    call('to_double', call('split_part', piece.expression, literal(':'), literal(i)))
  return {
    expression: call(
      'add',
      call('add', part(1), call('divide', part(2), literal(60))),
      call('divide', part(3), literal(3600)),
    ),
    values: piece.values.map((v) => {
      const [h = 0, m = 0, s = 0] = v.split(':').map(Number)
      return h + m / 60 + s / 3600
    }),
    cost: piece.cost + 1.6,
  }
}

/** Numbers computed from one or two quantities and written as the outputs' numbers are. */
export function numberParts(
  out: Extractor,
  quantities: readonly Quantity[],
  outputs: readonly string[],
): void {
  const targets = targetsOf(outputs)
  if (targets.length === 0) return
  for (const quantity of quantities)
    for (const texts of targets) {
      const wanted = texts.map((t) => Number(t.replaceAll(',', '')))
      for (const made of computed(quantity, texts, wanted)) write(out, made, texts)
    }
  if (outputs.length < 2) return
  for (const a of quantities.slice(0, 6))
    for (const b of quantities.slice(0, 6))
      for (const made of combined(a, b)) for (const texts of targets) write(out, made, texts)
}

/** The first, second … number of every output, as it is written. */
function targetsOf(outputs: readonly string[]): string[][] {
  const all = outputs.map((o) => o.match(/(?<![\w.])-?(?:[0-9][0-9,]*\.?[0-9]*|\.[0-9]+)/g) ?? [])
  const least = Math.min(4, ...all.map((numbers) => numbers.length))
  return Array.from({ length: least }, (_, i) =>
    all.map((numbers) => (numbers[i] as string).replace(/[.,]$/, '')),
  )
}

function* combined(a: Quantity, b: Quantity): Generator<Quantity> {
  const cost = a.cost + b.cost + 1.2
  const pair = (fn: string, compute: (x: number, y: number) => number): Quantity => ({
    expression: call(fn, a.expression, b.expression),
    values: a.values.map((x, e) => compute(x, b.values[e] as number)),
    cost,
  })
  if (a === b) return
  yield pair('divide', (x, y) => x / y)
  yield pair('subtract', (x, y) => x - y)
  yield pair('multiply', (x, y) => x * y)
  yield pair('add', (x, y) => x + y)
}

/** Half a unit of the last place that is written. */
const tolerance = (text: string) => {
  const places = text.split('.')[1]?.length ?? 0
  return 0.5000001 * 10 ** -places
}

function* computed(
  q: Quantity,
  texts: readonly string[],
  wanted: readonly number[],
): Generator<Quantity> {
  yield q
  const near = (compute: (x: number) => number, e: number) => {
    const miss = Math.abs(compute(q.values[e] as number) - (wanted[e] as number))
    return miss <= Math.max(tolerance(texts[e] as string), 1e-9 * Math.abs(wanted[e] as number))
  }
  let known = false
  for (const formula of knownFormulas)
    if (q.values.every((_, e) => near(formula.compute, e))) {
      known = true
      yield {
        expression: formula.express(q.expression),
        values: q.values.map(formula.compute),
        cost: q.cost + formula.cost,
      }
    }
  yield* stepped(q, near)
  if (!known || q.values.length > 1) yield* fitted(q, texts, wanted)
}

const steps = [0.05, 0.1, 0.25, 0.5, 2, 5, 10, 15, 20, 25, 30, 50, 100, 250, 500, 1000]

/** Down, up or to the nearest multiple of a usual step; one number lies on many, two seldom. */
function* stepped(
  q: Quantity,
  near: (compute: (x: number) => number, e: number) => boolean,
): Generator<Quantity> {
  const ways = [
    ['floor', Math.floor],
    ['ceil', Math.ceil],
    ['round', (x: number) => Math.sign(x) * Math.round(Math.abs(x))],
  ] as const
  for (const step of steps)
    for (const [fn, apply] of ways)
      for (const extra of fn === 'floor' ? [0, step] : [0]) {
        const compute = (x: number) => apply(x / step) * step + extra
        if (!q.values.every((x, e) => compute(x) !== x && near(compute, e))) continue
        const multiple = call(
          'multiply',
          call(fn, call('divide', q.expression, literal(step))),
          literal(step),
        )
        yield {
          expression: extra === 0 ? multiple : call('add', multiple, literal(extra)),
          values: q.values.map(compute),
          cost: q.cost + 2.4 + (q.values.length === 1 ? 1 : 0) + (extra === 0 ? 0 : 0.6),
        }
      }
}

/** A factor, a summand, or (from three examples on) both, with as few digits as will do. */
function* fitted(
  q: Quantity,
  texts: readonly string[],
  wanted: readonly number[],
): Generator<Quantity> {
  let low = Number.NEGATIVE_INFINITY
  let high = Number.POSITIVE_INFINITY
  q.values.forEach((x, e) => {
    const [y, t] = [wanted[e] as number, tolerance(texts[e] as string)]
    const ends =
      x === 0 ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [(y - t) / x, (y + t) / x]
    low = Math.max(low, Math.min(...ends))
    high = Math.min(high, Math.max(...ends))
  })
  const few = q.values.length === 1
  const factor = simplest(low, high)
  if (factor !== undefined && factor.digits <= (few ? 3 : 12) && factor.value !== 1) {
    const value = Number(factor.text)
    yield {
      expression: call('multiply', q.expression, literal(value)),
      values: q.values.map((x) => x * value),
      cost: q.cost + 2 + (few ? 0.7 : 0.25) * factor.digits,
    }
  }
  const differences = q.values.map((x, e) => (wanted[e] as number) - x)
  const [b = 0] = differences
  if (b !== 0 && differences.every((d) => Math.abs(d - b) < 1e-9)) {
    const value = Number(b.toFixed(8))
    yield {
      expression:
        value < 0
          ? call('subtract', q.expression, literal(-value))
          : call('add', q.expression, literal(value)),
      values: q.values.map((x) => x + value),
      cost: q.cost + (few ? 3 : 1.4) + 0.3 * String(Math.abs(value)).length,
    }
  }
  if (q.values.length < 3) return
  const slope =
    ((wanted[1] as number) - (wanted[0] as number)) /
    ((q.values[1] as number) - (q.values[0] as number))
  const a = Number(slope.toPrecision(6))
  const c = Number(((wanted[0] as number) - a * (q.values[0] as number)).toPrecision(6))
  if (!Number.isFinite(a) || a === 0 || !Number.isFinite(c) || c === 0) return
  const line = (x: number) => x * a + c
  if (
    !q.values.every(
      (x, e) => Math.abs(line(x) - (wanted[e] as number)) <= tolerance(texts[e] as string),
    )
  )
    return
  const product = call('multiply', q.expression, literal(a))
  yield {
    expression: c < 0 ? call('subtract', product, literal(-c)) : call('add', product, literal(c)),
    values: q.values.map(line),
    cost: q.cost + 2.5 + 0.3 * (String(a).length + String(c).length),
  }
}

/** The number with the fewest digits between two. */
function simplest(
  low: number,
  high: number,
): { value: number; text: string; digits: number } | undefined {
  if (!(low <= high) || !Number.isFinite(low) || !Number.isFinite(high) || low * high <= 0)
    return undefined
  const middle = (low + high) / 2
  for (let digits = 1; digits <= 15; digits++) {
    const text = middle.toPrecision(digits)
    const value = Number(text)
    if (value >= low && value <= high) return { value, text, digits }
  }
  return undefined
}

/** Writes a quantity in each way that gives the texts of all examples. */
function write(out: Extractor, q: Quantity, texts: readonly string[]): void {
  const commas = texts.some((t) => t.includes(','))
  const bare = texts.every((t) => !/^-?0\./.test(t)) && texts.some((t) => /^-?\./.test(t))
  const places = texts.map((t) => t.split('.')[1]?.length ?? 0)
  const most = Math.max(...places)
  const group = commas ? ',' : ''
  const finish = (expression: Expression, cost: number, value: (e: number) => string) => {
    const values = texts.map((_, e) => (bare ? value(e).replace(/^0+/, '') : value(e)))
    if (!values.every((v, e) => v === texts[e])) return
    out.offer({
      expression: bare ? call('ltrim', expression, literal('0')) : expression,
      values,
      cost: q.cost + cost + (bare ? 0.8 : 0),
    })
  }
  const source = q.exact?.expression ?? q.expression
  const rounded = (e: number, p: number) =>
    q.exact ? roundDigits(q.exact.digits[e] as string, p) : roundDouble(q.values[e] as number, p)
  const formatted = (value: Expression, p: number) =>
    call('format_number', value, literal(p), ...(commas ? [literal('.'), literal(',')] : []))
  const trimmed = (value: Expression, p: number) =>
    call('rtrim', call('rtrim', formatted(value, p), literal('0')), literal('.'))
  const cut = (text: string) => text.replace(/0+$/, '').replace(/\.+$/, '')
  const even = places.every((p) => p === most)
  if (even) finish(formatted(source, most), 0.7, (e) => formatNumber(rounded(e, most), '.', group))
  const digits = Math.max(
    ...texts.map((t) => t.replace(/^[-.0,]+/, '').replace(/[.,]/g, '').length),
  )
  // Nothing speaks for rounding where all places are there.
  const whole = (e: number) => cut(formatNumber(rounded(e, 10), '.', group))
  if (texts.every((text, e) => whole(e).replace(bare ? /^0+/ : /^$/, '') === text))
    finish(trimmed(source, 10), q.exact ? 1.1 : 0.6, whole)
  else if (most > 0)
    finish(trimmed(source, most), 1.1, (e) => cut(formatNumber(rounded(e, most), '.', group)))
  if (digits < 3 || digits > 12) return
  for (const count of [...new Set([digits, 6, 9])].filter((d) => d >= digits)) {
    const values = q.values.map((v) => roundSignificant(v, count))
    const usual = (count === 6 || count === 9) && most >= 4 ? 0 : 0.8
    const expression = call('round_significant', q.expression, literal(count))
    finish(trimmed(expression, 10), 1 + usual, (e) =>
      cut(formatNumber(roundDouble(values[e] as number, 10), '.', group)),
    )
  }
}
