import type { CodedColumn, CodedTable } from './cells.ts'
import { isKeyLike, mostColumns } from './cells.ts'
import type { Dependency } from './dependencies.ts'

/** A column whose values tell how far a row can be trusted. */
export interface Source {
  readonly column: number
  errorOf(row: number): number
  /** Takes over what was learnt since the last time. */
  adopt(): void
  /** `own`: probability that a value of the row is true. */
  learn(row: number, own: number): void
}

/** Rows a value must have on average, so that its error rate can be told. */
const leastRows = 10

/**
 * Looks for the column whose values differ most in how often their rows agree with the majority
 * of their group; undefined where no difference is larger than chance explains (BIC).
 */
export function findSource(
  table: CodedTable,
  key: number,
  targets: readonly Dependency[],
  groups: readonly Int32Array[],
  missing: readonly Uint8Array[],
): Source | undefined {
  const judged = new Uint16Array(table.rows)
  const agreed = new Uint16Array(table.rows)
  for (const { to } of targets)
    countAgreement(
      table.columns[to] as CodedColumn,
      groups,
      missing[to] as Uint8Array,
      (row, yes) => {
        judged[row] = (judged[row] as number) + 1
        if (yes) agreed[row] = (agreed[row] as number) + 1
      },
    )
  const involved = new Set([key, ...targets.map((one) => one.to)])
  let best: { column: number; gain: number } | undefined
  table.columns.slice(0, mostColumns).forEach((column, i) => {
    const values = column.values.length
    if (involved.has(i) || values < 2 || values * leastRows > table.rows || isKeyLike(column))
      return
    const gain = likelihoodGain(column, judged, agreed) - 0.5 * (values - 1) * Math.log(table.rows)
    if (gain > 0 && gain > (best?.gain ?? 0)) best = { column: i, gain }
  })
  return best && sourceOf(best.column, table.columns[best.column] as CodedColumn, judged, agreed)
}

/** Whether each filled cell has the value of most rows of its group. */
export function countAgreement(
  column: CodedColumn,
  groups: readonly Int32Array[],
  missing: Uint8Array,
  tell: (row: number, yes: boolean) => void,
) {
  const counts = new Int32Array(column.values.length)
  for (const group of groups) {
    for (const row of group) {
      const code = column.codes[row] as number
      counts[code] = (counts[code] as number) + 1
    }
    let top = -1
    for (const row of group) {
      const code = column.codes[row] as number
      if (!missing[code] && (top < 0 || (counts[code] as number) > (counts[top] as number)))
        top = code
    }
    if (top >= 0 && (counts[top] as number) > 1)
      for (const row of group) {
        const code = column.codes[row] as number
        if (!missing[code]) tell(row, code === top)
      }
    for (const row of group) counts[column.codes[row] as number] = 0
  }
}

function likelihoodGain(column: CodedColumn, judged: Uint16Array, agreed: Uint16Array): number {
  const all = new Float64Array(column.values.length)
  const yes = new Float64Array(column.values.length)
  column.codes.forEach((code, row) => {
    all[code] = (all[code] as number) + (judged[row] as number)
    yes[code] = (yes[code] as number) + (agreed[row] as number)
  })
  let sumAll = 0
  let sumYes = 0
  let likelihood = 0
  for (let i = 0; i < all.length; i++) {
    sumAll += all[i] as number
    sumYes += yes[i] as number
    likelihood += binomial(yes[i] as number, all[i] as number)
  }
  return likelihood - binomial(sumYes, sumAll)
}

function binomial(yes: number, all: number): number {
  const part = (n: number) => (n > 0 ? n * Math.log(n / all) : 0)
  return all === 0 ? 0 : part(yes) + part(all - yes)
}

function sourceOf(
  index: number,
  column: CodedColumn,
  judged: Uint16Array,
  agreed: Uint16Array,
): Source {
  let all = new Float64Array(column.values.length)
  let wrong = new Float64Array(column.values.length)
  column.codes.forEach((code, row) => {
    all[code] = (all[code] as number) + (judged[row] as number)
    wrong[code] = (wrong[code] as number) + (judged[row] as number) - (agreed[row] as number)
  })
  let rates = toRates(all, wrong)
  return {
    column: index,
    errorOf: (row) => rates[column.codes[row] as number] as number,
    adopt: () => {
      if (all.some((n) => n > 0)) rates = toRates(all, wrong)
      all = new Float64Array(column.values.length)
      wrong = new Float64Array(column.values.length)
    },
    learn: (row, own) => {
      const code = column.codes[row] as number
      all[code] = (all[code] as number) + 1
      wrong[code] = (wrong[code] as number) + 1 - own
    },
  }
}

/** Rates smoothed towards the overall one by ten rows' worth. */
function toRates(all: Float64Array, wrong: Float64Array): Float64Array {
  const mean = (sum(wrong) + 1) / (sum(all) + 2)
  return all.map((n, i) => ((wrong[i] as number) + 10 * mean) / (n + 10))
}

const sum = (numbers: Float64Array) => numbers.reduce((a, b) => a + b, 0)
