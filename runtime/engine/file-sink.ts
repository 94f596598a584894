import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Relation } from '../../nodes/kit/relation.ts'
import type { Target } from '../../nodes/kit/stage.ts'
import { MigrateError } from '../error.ts'
import type { SinkReport } from '../report.ts'
import type { Dataflow } from './dataflow.ts'
import { countMismatch } from './segments.ts'
import { runStatement } from './statement.ts'
import { literal, writeFileRows } from './wire-sql.ts'
import type { Writer } from './writer.ts'

type FileTarget = Extract<Target, { kind: 'file' }>

const compressions = { none: 'none', gzip: 'gzip', zstd: 'zstd', snappy: 'snappy' } as const

/** Writes under another name beside the target; `publish` renames it. */
export async function openFileWriter(
  node: string,
  input: Relation,
  target: FileTarget,
  flow: Dataflow,
  baseDir: string,
): Promise<Writer> {
  if (target.path.startsWith('upload:'))
    throw new MigrateError('FILE_UNREADABLE', 'Uploads can be read, not written.', {
      hint: 'Give the path of a file.',
    })
  const path = resolve(baseDir, target.path)
  const folder = dirname(path)
  const part = join(folder, `.${basename(path)}.${randomBytes(4).toString('hex')}.part`)
  await makeFolder(folder)
  const owner = {}
  const { counts } = flow.parts
  let rows = 0
  let bytes = 0

  return {
    now: () => ({ rows: counts.ofResult(owner), bytes }),
    expected: null,
    risk: 0,

    async run(signal) {
      const { sql, feeds, release } = await flow.select(input, owner)
      const counted = counts.tapResult(sql, owner)
      const select = writeFileRows(counted, input.schema, target.format, flow.isText(input))
      const copy = `COPY (${select}) TO ${literal(part)} (${copyOptions(target)})`
      const { written } = await runStatement(flow.parts.session, { sql: copy, feeds }, signal)
      release()
      rows = written
      const read = counts.ofResult(owner)
      if (read !== rows) throw countMismatch(basename(path), read, rows)
      const file = await open(part, 'r+')
      await file.sync()
      await file.close()
      bytes = (await stat(part)).size
    },

    async publish() {
      await rename(part, path)
      const entry = await open(folder, 'r')
      await entry.sync().catch(() => undefined)
      await entry.close()
    },

    discard: () => rm(part, { force: true }),
    close: async () => undefined,
    report: (): SinkReport => ({
      node,
      target: target.path,
      mode: 'replace',
      rows,
      bytes,
      chunks: 1,
      resumedChunks: 0,
      path: 'duckdb',
    }),
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new MigrateError('FILE_UNREADABLE', `The folder “${folder}” cannot be created.`, {
      hint: 'Check the path and the permissions of the folder above.',
      cause: error,
    })
  })
}

function copyOptions({ format, options }: FileTarget): string {
  const compression = compressions[options.compression ?? 'none']
  switch (format) {
    case 'csv':
      return `FORMAT csv, HEADER ${options.header ?? true}, DELIMITER ${literal(options.delimiter ?? ',')}, QUOTE '"', ESCAPE '"', NULL '', COMPRESSION ${literal(compression)}`
    case 'ndjson':
      return `FORMAT json, COMPRESSION ${literal(compression)}`
    case 'parquet':
      return `FORMAT parquet, COMPRESSION ${literal(compression === 'none' ? 'uncompressed' : compression)}`
  }
}
