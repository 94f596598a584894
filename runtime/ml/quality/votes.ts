import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedColumn, CodedTable } from './cells.ts'
import type { Dependency } from './dependencies.ts'
import { groupRows, missingCodes, trustIn } from './dependencies.ts'
import { findExempt } from './exempt.ts'
import { findSource } from './sources.ts'

/** What the dependencies say of each cell of one column. */
export interface Votes {
  /** Probability that the cell is wrong, 0 … 1; -1 where no dependency speaks. */
  readonly wrong: Float32Array
  /** Share of the other rows of the group that agree, the mean over dependencies; -1 as above. */
  readonly agree: Float32Array
  /** How many other rows speak, the most over dependencies. */
  readonly voters: Float32Array
  /** How reliable the row's source is, where one is found: log-odds, else 0. */
  readonly reliability: Float32Array
  /** Code of the value voted for, or -1. */
  readonly best: Int32Array
  readonly bestShare: Float32Array
  /** The strongest dependency that speaks, as an index of the dependencies; -1. */
  readonly by: Int32Array
}

/** Dependencies that vote on one column: more would only repeat each other. */
const mostVoters = 5
const rounds = 3

/**
 * The rows that agree in a determining column vote on the true value. Rows that agree often
 * weigh more where a third column (a source, a site, a clerk) tells reliable rows from others:
 * the truth discovery of Yin, Han and Yu (TruthFinder, 2008) in a naive Bayes form.
 */
export async function castVotes(
  table: CodedTable,
  dependencies: readonly Dependency[],
  work?: Work,
): Promise<Votes[]> {
  const missing = table.columns.map(missingCodes)
  const votes = table.columns.map(() => noVotes(table.rows))
  const weights = table.columns.map(() => new Float32Array(table.rows))
  const speaking = dependencies.map((one, index) => ({ ...one, index })).filter(strongFewFilter())
  for (const from of new Set(speaking.map((one) => one.from))) {
    await breathe(work)
    const groups = groupRows(table.columns[from] as CodedColumn, missing[from] as Uint8Array)
    const targets = speaking.filter((one) => one.from === from)
    const error = new Float32Array(table.rows)
    const exempt = findExempt(table, from, targets, groups, missing)
    const source = findSource(table, from, targets, groups, missing)
    for (let round = 0; round < (source ? rounds : 1); round++) {
      source?.adopt()
      if (source) for (let row = 0; row < table.rows; row++) error[row] = source.errorOf(row)
      const last = round === (source ? rounds : 1) - 1
      for (const one of targets) {
        const rate = source ? undefined : clamp(1 - one.accuracy, 0.02, 0.45)
        for (const group of groups)
          judge(one.to, group, rate, (row, say) => {
            if (!say.blank) source?.learn(row, say.own)
            if (last && !exempt.has(one.to, row)) record(one, row, say)
          })
      }
    }
    if (source) {
      for (const one of targets) {
        const kept = votes[one.to] as Votes
        for (let row = 0; row < table.rows; row++)
          kept.reliability[row] = -Math.log(source.errorOf(row) / (1 - source.errorOf(row)))
      }
    }

    function judge(
      to: number,
      group: Int32Array,
      rate: number | undefined,
      tell: (row: number, say: Say) => void,
    ) {
      const column = table.columns[to] as CodedColumn
      const absent = missing[to] as Uint8Array
      const scores = new Map<number, { log: number; count: number }>()
      let filled = 0
      for (const row of group) {
        const code = column.codes[row] as number
        if (!absent[code]) {
          filled++
          if (!scores.has(code)) scores.set(code, { log: 0, count: 0 })
        }
      }
      if (filled === 0) return
      const others = Math.max(2, scores.size)
      for (const row of group) {
        const score = scores.get(column.codes[row] as number)
        if (!score) continue
        const e = clamp(rate ?? (error[row] as number), 0.02, 0.6)
        score.log += Math.max(0.05, Math.log(((1 - e) * others) / e))
        score.count++
      }
      let top = Number.NEGATIVE_INFINITY
      let best = -1
      for (const [code, { log }] of scores)
        if (log > top) {
          top = log
          best = code
        }
      let sum = 0
      for (const { log } of scores.values()) sum += Math.exp(log - top)
      for (const row of group) {
        const code = column.codes[row] as number
        const score = scores.get(code)
        // One row alone says nothing about itself.
        if (score ? filled < 2 : filled < 1) continue
        tell(row, {
          own: score ? Math.exp(score.log - top) / sum : 0,
          agree: score ? (score.count - 1) / (filled - 1) : 0,
          voters: score ? filled - 1 : filled,
          filledShare: filled / group.length,
          best,
          bestShare: 1 / sum,
          blank: !score,
        })
      }
    }
  }
  return votes

  function record(one: Dependency & { index: number }, row: number, say: Say) {
    const kept = votes[one.to] as Votes
    const weight = weights[one.to] as Float32Array
    const trust = trustIn(one)
    const wrong = trust * (say.blank ? Math.min(1, 2 * say.filledShare) : 1 - say.own)
    const add = one.strength ** 2 * (say.voters / (say.voters + 1))
    const before = weight[row] as number
    const all = before + add
    const mix = (old: number, now: number) =>
      before === 0 ? now : (old * before + now * add) / all
    if ((kept.by[row] as number) < 0) kept.by[row] = one.index
    kept.wrong[row] = mix(kept.wrong[row] as number, wrong)
    kept.agree[row] = mix(kept.agree[row] as number, say.agree)
    kept.voters[row] = Math.max(kept.voters[row] as number, say.voters)
    const share = say.bestShare * one.strength * (say.voters / (say.voters + 1))
    if (share > (kept.bestShare[row] as number)) {
      kept.best[row] = say.best
      kept.bestShare[row] = share
      kept.by[row] = one.index
    }
    weight[row] = all
  }
}

interface Say {
  readonly own: number
  readonly agree: number
  readonly voters: number
  readonly filledShare: number
  readonly best: number
  readonly bestShare: number
  readonly blank: boolean
}

/** Keeps the strongest dependencies of each column; they come sorted. */
function strongFewFilter() {
  const taken = new Map<number, number>()
  return ({ to }: Dependency) => {
    const count = taken.get(to) ?? 0
    taken.set(to, count + 1)
    return count < mostVoters
  }
}

const noVotes = (rows: number): Votes => ({
  wrong: new Float32Array(rows).fill(-1),
  agree: new Float32Array(rows).fill(-1),
  voters: new Float32Array(rows),
  reliability: new Float32Array(rows),
  best: new Int32Array(rows).fill(-1),
  bestShare: new Float32Array(rows),
  by: new Int32Array(rows).fill(-1),
})

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x))
