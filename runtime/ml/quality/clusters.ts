import type { ColumnEvidence } from './evidence.ts'
import { reasons } from './evidence.ts'

/** Cells of one column that the detectors cannot tell apart. */
export interface Clusters {
  /** By row. */
  readonly of: Int32Array
  readonly sizes: readonly number[]
}

export function clusterCells(column: ColumnEvidence): Clusters {
  const { codes } = column.column
  const of = new Int32Array(codes.length)
  const sizes: number[] = []
  const names = new Map<string, number>()
  const [, runs, , wording] = column.formats.views
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number
    let name = ''
    for (const reason of reasons) name += level(column.doubt[reason][row] as number)
    const wrong = column.votes.wrong[row] as number
    name += wrong < 0 ? '-' : level(wrong)
    for (const view of [runs, wording])
      name += (view?.share[code] ?? 0) >= 0.02 ? `|${view?.forms[code]}` : '|other'
    let cluster = names.get(name)
    if (cluster === undefined) {
      cluster = sizes.length
      names.set(name, cluster)
      sizes.push(0)
    }
    of[row] = cluster
    sizes[cluster] = (sizes[cluster] as number) + 1
  }
  return { of, sizes }
}

const level = (p: number) => (p >= 0.7 ? 2 : p >= 0.3 ? 1 : 0)
