import type { BenchOptions, Figure } from './figure.ts'
import { beside, round } from './figure.ts'

/** What one contestant needed in all rounds. */
export interface Rounds {
  /** Median. */
  readonly seconds: number
  /** Highest of all rounds. */
  readonly peakBytes: number
  readonly all: readonly number[]
}

type Contestant = () => Promise<{ readonly seconds: number; readonly peakBytes?: number }>

export const roundsOf = ({ rounds }: BenchOptions): number => Number(rounds ?? 3)

/**
 * All contestants in turn, again and again: a machine that is slow for a while is slow for all
 * of them. Each sets up its target before its clock runs.
 */
export async function inRounds<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, Contestant>>,
): Promise<Record<Name, Rounds>> {
  const names = Object.keys(contestants) as Name[]
  const found = new Map(names.map((name) => [name, { all: [] as number[], peakBytes: 0 }]))
  for (let i = 0; i < rounds; i++)
    for (const [name, result] of found) {
      const { seconds, peakBytes = 0 } = await contestants[name]()
      result.all.push(round(seconds))
      result.peakBytes = Math.max(result.peakBytes, peakBytes)
    }
  const entries = [...found].map(([name, it]) => [name, { ...it, seconds: median(it.all) }])
  return Object.fromEntries(entries) as Record<Name, Rounds>
}

export const besideRounds = (
  ours: Rounds,
  peer: string,
  theirs: Rounds,
  details: Record<string, unknown> = {},
): Figure =>
  beside('seconds', ours.seconds, peer, theirs.seconds, {
    ...details,
    rounds: { ours: ours.all, theirs: theirs.all },
  })

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (low + high) / 2
}
