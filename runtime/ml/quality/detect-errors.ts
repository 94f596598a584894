import { seededRandom } from '../random.ts'
import type { TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import { codeTable } from './cells.ts'
import { chooseRow } from './choose-rows.ts'
import type { Clusters } from './clusters.ts'
import { clusterCells } from './clusters.ts'
import type { Evidence } from './evidence.ts'
import { gatherEvidence } from './evidence.ts'
import type { FeatureTable } from './features.ts'
import { cellFeatures } from './features.ts'
import type { RowLabel } from './learn-dirt.ts'
import { learnDirt } from './learn-dirt.ts'

/** From this probability on, a cell is reported as an error. */
export const errorFrom = 0.5

/** A table under examination: what the detectors found, and what labels taught. */
export interface Detector {
  readonly evidence: Evidence
  /** Probability of each cell to be an error, by column and row. */
  dirt(labels: readonly RowLabel[], work?: Work): Promise<Float32Array[]>
  /** The rows to be labelled next, 0-based, given the labels so far. */
  ask(
    count: number,
    labels: readonly RowLabel[],
    options?: { seed?: number | undefined; work?: Work | undefined },
  ): Promise<number[]>
}

/** Runs all detectors over a table once; labels can then be added as they come. */
export async function createDetector(table: TextTable, work?: Work): Promise<Detector> {
  const evidence = await gatherEvidence(codeTable(table), work)
  let made: { features: FeatureTable[]; clusters: Clusters[] } | undefined
  const learning = () => {
    if (made) return made
    const rowDoubt = new Float32Array(table.rows)
    for (const { prior } of evidence.columns)
      prior.forEach((p, row) => {
        rowDoubt[row] = (rowDoubt[row] as number) + p
      })
    made = {
      features: evidence.columns.map((_, i) => cellFeatures(evidence, i, rowDoubt)),
      clusters: evidence.columns.map(clusterCells),
    }
    return made
  }
  return {
    evidence,
    dirt: async (labels, work) => {
      if (labels.length === 0) return evidence.columns.map((column) => column.prior)
      const { features, clusters } = learning()
      return learnDirt(evidence, features, clusters, labels, work)
    },
    ask: async (count, labels, { seed = 0, work } = {}) => {
      const { features, clusters } = learning()
      const random = seededRandom(seed * 1000 + labels.length)
      const dirt = await learnDirt(evidence, features, clusters, labels, work)
      const known = new Set(labels.map((label) => label.row))
      const asked: number[] = []
      for (let i = 0; i < count; i++) {
        const row = chooseRow(dirt, clusters, known, table.rows, random)
        if (row === undefined) break
        known.add(row)
        asked.push(row)
      }
      return asked
    },
  }
}
