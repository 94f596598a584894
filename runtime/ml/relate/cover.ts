/** Columns as bits of a number, at most 31 of them. */
export type ColumnSet = number

/**
 * For one right-hand side, the smallest left-hand sides that no pair of rows seen so far
 * contradicts.
 */
export interface Cover {
  readonly right: number
  lefts: ColumnSet[]
}

/**
 * A pair of rows is equal in `agree` and not in the cover's right-hand side: every left-hand side
 * within `agree` is wrong and gives way to those with one more column (as in FDEP: Flach,
 * Savnik, 1999). `most` columns are allowed.
 */
export function contradict(
  cover: Cover,
  agree: ColumnSet,
  columns: ColumnSet,
  most: number,
): boolean {
  const wrong: ColumnSet[] = []
  const kept: ColumnSet[] = []
  for (const left of cover.lefts) (left & ~agree ? kept : wrong).push(left)
  if (wrong.length === 0) return false
  const others = columns & ~agree & ~(1 << cover.right)
  // Widened sets never contain one another: the sets they are made of do not, and have no column
  // outside of `agree`.
  const before = kept.length
  for (const left of wrong) {
    if (sizeOf(left) >= most) continue
    for (let rest = others; rest !== 0; rest &= rest - 1) {
      const wider = left | (rest & -rest)
      if (isMinimal(wider, kept, before)) kept.push(wider)
    }
  }
  cover.lefts = kept
  return true
}

function isMinimal(wider: ColumnSet, kept: readonly ColumnSet[], count: number): boolean {
  for (let i = 0; i < count; i++) if (((kept[i] as number) & ~wider) === 0) return false
  return true
}

export function sizeOf(set: ColumnSet): number {
  let bits = set - ((set >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

export function columnsIn(set: ColumnSet): number[] {
  const columns: number[] = []
  for (let rest = set; rest !== 0; rest &= rest - 1) columns.push(31 - Math.clz32(rest & -rest))
  return columns
}
