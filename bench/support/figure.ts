/** One line of output. `ratio` is ours / theirs: for seconds and bytes, smaller is better. */
export interface Figure {
  readonly metric: string
  readonly ours: number
  readonly peer?: string
  readonly theirs?: number
  readonly ratio?: number
  readonly [detail: string]: unknown
}

/** One line of an `ml-` bench: a metric of a method on a data set, and the seconds it took. */
export interface MlFigure {
  readonly set: string
  readonly method: string
  readonly metric: string
  readonly value: number
  readonly seconds?: number
  readonly [detail: string]: unknown
}

export interface BenchOptions {
  readonly rows?: string
  readonly rounds?: string
  readonly data?: string
  readonly seed?: string
}

/** @example beside('seconds', 6.7, 'psql \\copy', 5.8) */
export const beside = (
  metric: string,
  ours: number,
  peer: string,
  theirs: number,
  details: Record<string, unknown> = {},
): Figure => ({
  metric,
  ours: round(ours),
  peer,
  theirs: round(theirs),
  ratio: round(ours / theirs),
  ...details,
})

export const round = (value: number): number => Number(value.toPrecision(4))
