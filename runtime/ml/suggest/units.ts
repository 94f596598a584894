import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'

/** A computation that is common knowledge: of one number, with its constants. */
export interface Formula {
  readonly compute: (x: number) => number
  readonly express: (x: Expression) => Expression
  readonly cost: number
}

/** Exact by definition of the units, as factors; each is tried both ways. */
const factors: readonly (readonly [factor: number, cost: number])[] = [
  ...[10, 100, 1000, 1e6, 1e9].map((f) => [f, 1.2] as const),
  ...[60, 3600, 24, 1440, 86_400, 7, 12, 52, 365].map((f) => [f, 1.6] as const),
  ...[1024, 1_048_576, 1_073_741_824].map((f) => [f, 1.6] as const),
  ...[2, 4, 5, 8, 16].map((f) => [f, 1.7] as const),
  // inch, foot, yard, mile and nautical mile in cm, m or km; feet in a mile, a yard
  ...[2.54, 25.4, 0.0254, 30.48, 0.3048, 0.9144, 1.609344, 1609.344, 1.852].map(
    (f) => [f, 1.7] as const,
  ),
  ...[36, 3, 5280, 1760].map((f) => [f, 1.8] as const),
  // pound, ounce, stone; troy ounce
  ...[0.45359237, 453.59237, 28.349523125, 6.35029318, 31.1034768].map((f) => [f, 1.8] as const),
  // US gallon, quart, pint, cup, fluid ounce in litres or millilitres; imperial gallon
  ...[3.785411784, 0.946352946, 0.473176473, 236.5882365, 29.5735295625, 4.54609].map(
    (f) => [f, 1.8] as const,
  ),
  // square foot, square mile, acre, hectare; square feet in a square yard
  ...[0.09290304, 2.589988110336, 4046.8564224, 0.40468564224, 9, 144, 43_560].map(
    (f) => [f, 2] as const,
  ),
  // horsepower, calorie, pounds per square inch, bar, atmosphere
  ...[0.745699872, 4.184, 6.894757293, 101.325, 1.01325].map((f) => [f, 2.2] as const),
  // metres per second in km/h, knots in m/s, mph in m/s
  ...[3.6, 0.514444444, 0.44704].map((f) => [f, 2] as const),
  [Math.PI / 180, 2],
]

export const knownFormulas: readonly Formula[] = [
  ...factors.flatMap(([factor, cost]): Formula[] => [
    { compute: (x) => x * factor, express: (x) => call('multiply', x, literal(factor)), cost },
    {
      compute: (x) => x / factor,
      express: (x) => call('divide', x, literal(factor)),
      cost: cost + 0.1,
    },
  ]),
  {
    compute: (x) => x * 1.8 + 32,
    express: (x) => call('add', call('multiply', x, literal(1.8)), literal(32)),
    cost: 2,
  },
  {
    compute: (x) => (x - 32) / 1.8,
    express: (x) => call('divide', call('subtract', x, literal(32)), literal(1.8)),
    cost: 2,
  },
  { compute: (x) => x + 273.15, express: (x) => call('add', x, literal(273.15)), cost: 2 },
  { compute: (x) => x - 273.15, express: (x) => call('subtract', x, literal(273.15)), cost: 2 },
]
