import type { DatabaseFile } from './pages.ts'
import { damaged, PageReader } from './pages.ts'
import { Varints } from './varint.ts'

const interiorPage = 5
const leafPage = 13
/** Page 1 begins with the header of the file. */
const fileHeader = 100

/** `from < rowid ≤ to`; absent bounds are open. */
export interface RowidRange {
  readonly from?: number | bigint | undefined
  readonly to?: number | bigint | undefined
}

/** Takes one record, which lies in `bytes` from `start` to `end` only until the next one. */
export type TakeRecord = (bytes: Buffer, start: number, end: number, rowid: number | bigint) => void

/** The records of a table in the order of their row numbers, leaf by leaf. */
export class TableRows {
  readonly #file: DatabaseFile
  readonly #pages: PageReader
  readonly #overflow: PageReader
  readonly #range: RowidRange
  readonly #varints = new Varints()
  /** Pages still to be visited, the next one last. */
  readonly #waiting: number[]
  /** The largest payload that lies wholly in a leaf, and the least that lies there of others. */
  readonly #mostLocal: number
  readonly #leastLocal: number

  constructor(file: DatabaseFile, root: number, range: RowidRange) {
    this.#file = file
    this.#pages = new PageReader(file)
    this.#overflow = new PageReader(file)
    this.#range = range
    this.#waiting = [root]
    this.#mostLocal = file.usable - 35
    this.#leastLocal = Math.floor(((file.usable - 12) * 32) / 255) - 23
  }

  /** Gives the records of the next leaf. @returns false after the last one. */
  nextLeaf(take: TakeRecord): boolean {
    for (let number = this.#waiting.pop(); number !== undefined; number = this.#waiting.pop()) {
      const page = this.#pages.page(number)
      const header = number === 1 ? fileHeader : 0
      const type = page[header]
      if (type === leafPage) {
        this.#leaf(page, header, take)
        return this.#waiting.length > 0
      }
      if (type !== interiorPage) throw damaged(number)
      this.#interior(page, header)
    }
    return false
  }

  /** Puts the children that can hold rows of the range in waiting. */
  #interior(page: Buffer, header: number): void {
    const { from, to } = this.#range
    const cells = page.readUInt16BE(header + 3)
    const children: number[] = []
    let ended = false
    for (let i = 0; i < cells && !ended; i++) {
      const cell = page.readUInt16BE(header + 12 + 2 * i)
      this.#varints.at = cell + 4
      // The greatest row number below this child.
      const key = this.#varints.nextRowid(page)
      if (from === undefined || key > from) children.push(page.readUInt32BE(cell))
      ended = to !== undefined && key >= to
    }
    if (!ended) children.push(page.readUInt32BE(header + 8))
    this.#waiting.push(...children.reverse())
  }

  #leaf(page: Buffer, header: number, take: TakeRecord): void {
    const { from, to } = this.#range
    const varints = this.#varints
    const cells = page.readUInt16BE(header + 3)
    for (let i = 0; i < cells; i++) {
      varints.at = page.readUInt16BE(header + 8 + 2 * i)
      const size = varints.next(page)
      const rowid = varints.nextRowid(page)
      if (from !== undefined && rowid <= from) continue
      if (to !== undefined && rowid > to) {
        this.#waiting.length = 0
        return
      }
      const start = varints.at
      if (size <= this.#mostLocal) take(page, start, start + size, rowid)
      else take(this.#gather(page, start, size), 0, size, rowid)
    }
  }

  /** A record that goes on in pages of its own. */
  #gather(page: Buffer, start: number, size: number): Buffer {
    const least = this.#leastLocal
    const surplus = least + ((size - least) % (this.#file.usable - 4))
    const local = surplus <= this.#mostLocal ? surplus : least
    const whole = Buffer.allocUnsafe(size)
    let filled = page.copy(whole, 0, start, start + local)
    let next = page.readUInt32BE(start + local)
    while (filled < size) {
      const piece = this.#overflow.page(next)
      filled += piece.copy(whole, filled, 4, Math.min(this.#file.usable, 4 + size - filled))
      next = piece.readUInt32BE(0)
    }
    return whole
  }
}
