import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { CodedTable } from './codes.ts'
import type { ColumnSet } from './cover.ts'

/** Below this, comparing all pairs is cheaper than being clever. */
const allPairs = 3_000_000
const sampledRows = 50_000
const window = 4

/**
 * Tells in which columns pairs of rows agree: all pairs of a small table (then it is exact), else
 * rows that stand near each other when sorted by one column and then the others.
 */
export async function samplePairs(
  table: CodedTable,
  learn: (agree: ColumnSet) => void,
  work?: Work,
): Promise<boolean> {
  const { rows, columns } = table
  const width = columns.length
  const cells = new Int32Array(rows * width)
  columns.forEach((codes, c) => {
    for (let i = 0; i < rows; i++) cells[i * width + c] = codes[i] as number
  })
  let last = -1
  const compare = (a: number, b: number) => {
    let agree = 0
    for (let c = 0; c < width; c++)
      if (cells[a * width + c] === cells[b * width + c]) agree |= 1 << c
    if (agree === last) return
    last = agree
    learn(agree)
  }
  if ((rows * (rows - 1)) / 2 <= allPairs) {
    for (let a = 0; a < rows; a++) {
      for (let b = a + 1; b < rows; b++) compare(a, b)
      if (a % 64 === 63) await breathe(work)
    }
    return true
  }
  const step = Math.ceil(rows / sampledRows)
  const some = Int32Array.from({ length: Math.floor(rows / step) }, (_, i) => i * step)
  for (let first = 0; first < width; first++) {
    const order = some.slice().sort((a, b) => {
      for (let k = 0; k < width; k++) {
        const c = (first + k) % width
        const difference = (cells[a * width + c] as number) - (cells[b * width + c] as number)
        if (difference !== 0) return difference
      }
      return a - b
    })
    for (let i = 0; i < order.length; i++)
      for (let w = 1; w <= window && i + w < order.length; w++)
        compare(order[i] as number, order[i + w] as number)
    await breathe(work)
  }
  return false
}
