import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Op } from 'sequelize'
import { registry } from '../../nodes/index.ts'
import { hasErrors } from '../../nodes/kit/issue.ts'
import { lintGraph } from '../../runtime/pipeline/lint.ts'
import type { ParameterValues } from '../../runtime/pipeline/parameters.ts'
import { resolveParameters } from '../../runtime/pipeline/parameters.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { RunState } from '../../runtime/report.ts'
import type { RunRow } from '../db/models/run.ts'
import type { Scope } from '../scope.ts'
import type { Page, RunDetail, RunSummary } from '../shapes.ts'
import { notFound, RequestError } from '../trpc/errors.ts'
import { runDir } from './folders.ts'
import * as pipelines from './pipelines.ts'

export const isOver = (state: RunState): boolean => state !== 'queued' && state !== 'running'

/** Everything but the long texts that lists do not show. */
const brief: (keyof RunRow)[] = [
  'id',
  'pipelineId',
  'pipelineName',
  'pipelineVersion',
  'state',
  'createdAt',
  'startedAt',
  'endedAt',
  'rows',
  'error',
]

export async function start(
  scope: Scope,
  input: {
    pipelineId: string
    version?: number | undefined
    parameters: ParameterValues
    resume: boolean
  },
): Promise<{ runId: string }> {
  const { folder, name, version, document } = await pipelines.rowOf(scope, input.pipelineId)
  const wanted = input.version ?? version
  const chosen: Pipeline =
    wanted === version
      ? JSON.parse(document)
      : (await pipelines.version(scope, input.pipelineId, wanted)).document
  refuseErrors(chosen, input.parameters)
  return enqueue(scope, {
    pipelineId: input.pipelineId,
    pipelineName: name,
    pipelineVersion: wanted,
    document: JSON.stringify(chosen),
    parameters: JSON.stringify(input.parameters),
    folder,
    resume: input.resume,
  })
}

export async function resume(scope: Scope, id: string): Promise<{ runId: string }> {
  const row = await rowOf(scope, id)
  if (!isResumable(row.state))
    throw new RequestError('PRECONDITION_FAILED', 'Only a run that ended early can be resumed.')
  const { pipelineId, pipelineName, pipelineVersion, document, parameters, folder } = row
  const copy = { pipelineId, pipelineName, pipelineVersion, document, parameters, folder }
  return enqueue(scope, { ...copy, resume: true })
}

type Work = Pick<
  RunRow,
  | 'pipelineId'
  | 'pipelineName'
  | 'pipelineVersion'
  | 'document'
  | 'parameters'
  | 'folder'
  | 'resume'
>

async function enqueue(scope: Scope, work: Work): Promise<{ runId: string }> {
  const id = randomUUID()
  const createdAt = new Date()
  const at = createdAt.toISOString()
  const { tenantId, instance } = scope
  await scope.db.transaction(async (transaction) => {
    const empty = { startedAt: null, endedAt: null, rows: null, report: null, error: null }
    const run = { ...work, ...empty, id, tenantId, instance, state: 'queued', createdAt } as const
    await scope.db.runs.create(run, { transaction })
    const event = JSON.stringify({ type: 'run', state: 'queued', at })
    await scope.db.runEvents.create({ tenantId, runId: id, seq: 1, event }, { transaction })
  })
  scope.jobs.wake()
  return { runId: id }
}

/** What cannot run at all is refused here; columns are the engine's part. */
function refuseErrors(document: Pipeline, parameters: ParameterValues): void {
  const issues = [
    ...lintGraph(document, registry),
    ...resolveParameters(document, parameters).issues,
  ]
  if (hasErrors(issues))
    throw new RequestError('BAD_REQUEST', 'The pipeline has problems.', { issues })
}

export async function list(
  scope: Scope,
  input: { pipelineId?: string | undefined; cursor?: string | null | undefined; limit: number },
): Promise<Page<RunSummary>> {
  const { tenantId } = scope
  const { pipelineId, cursor, limit } = input
  const rows = await scope.db.runs.findAll({
    where: {
      tenantId,
      ...(pipelineId === undefined ? {} : { pipelineId }),
      ...(cursor ? olderThan(cursor) : {}),
    },
    attributes: brief,
    order: [
      ['createdAt', 'DESC'],
      ['id', 'DESC'],
    ],
    limit: limit + 1,
  })
  const items = rows.slice(0, limit)
  const end = items.at(-1)
  const more = rows.length > limit && end
  return {
    items: items.map(toSummary),
    nextCursor: more ? `${end.createdAt.toISOString()}_${end.id}` : null,
  }
}

function olderThan(cursor: string) {
  const [, at = '', id = ''] = /^([\dTZ:.-]{24})_([\da-f-]{36})$/.exec(cursor) ?? []
  const createdAt = new Date(at)
  if (Number.isNaN(createdAt.getTime()))
    throw new RequestError('BAD_REQUEST', 'This is no cursor of an earlier page.')
  return {
    [Op.or]: [{ createdAt: { [Op.lt]: createdAt } }, { createdAt, id: { [Op.lt]: id } }],
  }
}

export async function get(scope: Scope, id: string): Promise<RunDetail> {
  const row = await rowOf(scope, id)
  return {
    ...toSummary(row),
    document: JSON.parse(row.document),
    parameters: JSON.parse(row.parameters),
    report: row.report === null ? null : JSON.parse(row.report),
  }
}

export async function cancel(scope: Scope, id: string): Promise<{ state: RunState }> {
  await rowOf(scope, id, ['id'])
  await scope.jobs.cancel(id)
  const { state } = await rowOf(scope, id, ['state'])
  return { state }
}

export async function remove(scope: Scope, id: string): Promise<void> {
  const { state } = await rowOf(scope, id, ['state'])
  if (!isOver(state))
    throw new RequestError('PRECONDITION_FAILED', 'The run is not over; cancel it first.')
  await scope.db.runs.destroy({ where: { id, tenantId: scope.tenantId } })
  await rm(runDir(scope, id), { recursive: true, force: true })
}

export async function rowOf(
  scope: Scope,
  id: string,
  attributes?: (keyof RunRow)[],
): Promise<RunRow> {
  const where = { id, tenantId: scope.tenantId }
  const row = await scope.db.runs.findOne({ where, ...(attributes ? { attributes } : {}) })
  if (!row) throw notFound('run')
  return row
}

const isResumable = (state: RunState) => state === 'failed' || state === 'cancelled'

const toSummary = (row: RunRow): RunSummary => ({
  id: row.id,
  pipelineId: row.pipelineId,
  pipelineName: row.pipelineName,
  pipelineVersion: row.pipelineVersion,
  state: row.state,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  rows: row.rows === null ? null : JSON.parse(row.rows),
  error: row.error === null ? null : JSON.parse(row.error),
  resumable: isResumable(row.state),
})
