import { fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { MigrateError } from '../../../error.ts'

const headerBytes = 100
const utf8 = 1
/** Pages read ahead while they are asked for in their order. */
const mostAhead = 64

/**
 * A database file as its pages, past SQLite. Only for as long as a connection of this process
 * is in a read transaction: its lock keeps others from changing the file.
 * Format: https://www.sqlite.org/fileformat2.html
 */
export interface DatabaseFile {
  readonly descriptor: number
  readonly pageSize: number
  /** Bytes of a page without those that an extension has reserved. */
  readonly usable: number
}

/**
 * Stay open until the process ends: closing any descriptor of a file drops all locks that this
 * process has on it, SQLite's own among them (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
const descriptors = new Map<string, number>()

/** @returns undefined where the file does not hold everything: a log with pages, UTF-16. */
export function openDatabaseFile(path: string): DatabaseFile | undefined {
  const file = realpathSync(path)
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  if (log && log.size > 0) return undefined
  const { ino, dev } = statSync(file)
  const key = `${dev}:${ino}`
  const descriptor = descriptors.get(key) ?? openSync(file, 'r')
  descriptors.set(key, descriptor)
  const header = Buffer.alloc(headerBytes)
  if (readSync(descriptor, header, 0, headerBytes, 0) < headerBytes) return undefined
  const readable = (header[19] as number) <= 2 && header.readUInt32BE(56) === utf8
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3' || !readable) return undefined
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  return { descriptor, pageSize, usable: pageSize - (header[20] as number) }
}

/** Reads pages by number; those that follow each other in few and large pieces. */
export class PageReader {
  readonly #file: DatabaseFile
  readonly #pages: number
  readonly #window: Buffer
  #first = 0
  #count = 0
  #last = 0
  #ahead = 1

  constructor(file: DatabaseFile) {
    this.#file = file
    this.#pages = Math.floor(fstatSync(file.descriptor).size / file.pageSize)
    this.#window = Buffer.allocUnsafe(mostAhead * file.pageSize)
  }

  /** The page lies in memory that the next call uses again. */
  page(number: number): Buffer {
    const { pageSize } = this.#file
    if (number < this.#first || number >= this.#first + this.#count) this.#read(number)
    this.#last = number
    const at = (number - this.#first) * pageSize
    return this.#window.subarray(at, at + pageSize)
  }

  #read(number: number): void {
    this.#ahead = number === this.#last + 1 ? Math.min(this.#ahead * 2, mostAhead) : 1
    const count = Math.min(this.#ahead, this.#pages - number + 1)
    const { descriptor, pageSize } = this.#file
    const bytes = count * pageSize
    if (number < 1 || count < 1) throw damaged(number)
    if (readSync(descriptor, this.#window, 0, bytes, (number - 1) * pageSize) < bytes)
      throw damaged(number)
    this.#first = number
    this.#count = count
  }
}

export const damaged = (page: number): MigrateError =>
  new MigrateError('QUERY_FAILED', `The database file is damaged: page ${page} cannot be read.`, {
    hint: 'Look at PRAGMA integrity_check; .recover of the sqlite3 program may save the rest.',
  })
