import type { Work } from '../../ml/work.ts'

/** One line on a terminal about how far a computation is; without a terminal nothing. */
export function workProgress(stream: NodeJS.WriteStream = process.stderr): {
  readonly progress: NonNullable<Work['progress']>
  readonly clear: () => void
} {
  let drawn = false
  const clear = () => {
    if (drawn) stream.write('\r\x1b[K')
    drawn = false
  }
  return {
    clear,
    progress: (done, total, what) => {
      if (!stream.isTTY) return
      clear()
      const line = `${Math.floor((100 * done) / Math.max(1, total))} % ${what}`
      stream.write(line.slice(0, (stream.columns || 80) - 1))
      drawn = true
    },
  }
}
