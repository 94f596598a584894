import { createReadStream } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { createInterface } from 'node:readline'
import type { RunReport } from '../../runtime/report.ts'
import type { Scope } from '../scope.ts'
import type { RejectedRows } from '../shapes.ts'
import { notFound } from '../trpc/errors.ts'
import { runDir } from './folders.ts'
import { rowOf } from './runs.ts'

/** The first rejected rows that a run kept for a node. */
export async function rejects(
  scope: Scope,
  input: { runId: string; node: string; limit: number },
): Promise<RejectedRows> {
  const { report } = await rowOf(scope, input.runId, ['report'])
  const all = report === null ? {} : (JSON.parse(report) as RunReport).rejects
  const kept = Object.hasOwn(all, input.node) ? all[input.node] : undefined
  if (!kept) return { columns: [], rows: [], total: 0 }
  const records = await firstRecords(await insideRun(scope, input.runId, kept.file), input.limit)
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const rows = records.map((record) => columns.map((column) => toText(record[column])))
  return { columns, rows, total: kept.rows }
}

/** The file of a report, if it is where this run keeps its files. */
async function insideRun(scope: Scope, runId: string, file: string): Promise<string> {
  const home = await realpath(runDir(scope, runId)).catch(() => undefined)
  const path = home && (await realpath(resolve(home, file)).catch(() => undefined))
  if (!path?.startsWith(`${home}${sep}`)) throw notFound('file of rejected rows')
  return path
}

async function firstRecords(file: string, limit: number): Promise<Record<string, unknown>[]> {
  const records: Record<string, unknown>[] = []
  const input = createReadStream(file)
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') records.push(JSON.parse(line))
    if (records.length >= limit) break
  }
  input.destroy()
  return records
}

const toText = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
