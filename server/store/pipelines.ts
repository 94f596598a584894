import { randomUUID } from 'node:crypto'
import type { Transaction } from 'sequelize'
import { QueryTypes } from 'sequelize'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { pipelineSchema, schemaVersion } from '../../runtime/pipeline/schema.ts'
import type { RunState } from '../../runtime/report.ts'
import type { PipelineRow } from '../db/models/pipeline.ts'
import type { Scope } from '../scope.ts'
import type { PipelineDetail, PipelineSummary, PipelineVersionSummary } from '../shapes.ts'
import { notFound, RequestError } from '../trpc/errors.ts'
import { connectionNames } from './connection-references.ts'

export async function list(scope: Scope): Promise<PipelineSummary[]> {
  const [rows, lastRuns] = await Promise.all([
    scope.db.pipelines.findAll({
      where: { tenantId: scope.tenantId, deletedAt: null },
      attributes: { exclude: ['document'] },
      order: [
        ['savedAt', 'DESC'],
        ['id', 'ASC'],
      ],
    }),
    lastRunByPipeline(scope),
  ])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    version: row.version,
    nodes: row.nodes,
    createdAt: row.createdAt.toISOString(),
    savedAt: row.savedAt.toISOString(),
    lastRun: lastRuns.get(row.id) ?? null,
  }))
}

async function lastRunByPipeline(scope: Scope) {
  const rows = await scope.db.sequelize.query<{
    id: string
    pipeline_id: string
    state: RunState
    created_at: Date | string
  }>(
    `SELECT id, pipeline_id, state, created_at FROM (
       SELECT id, pipeline_id, state, created_at,
              row_number() OVER (PARTITION BY pipeline_id ORDER BY created_at DESC, id DESC) AS place
       FROM runs WHERE tenant_id = $1) AS numbered WHERE place = 1`,
    { bind: [scope.tenantId], type: QueryTypes.SELECT },
  )
  return new Map(
    rows.map(({ id, pipeline_id, state, created_at }) => [
      pipeline_id,
      { id, state, at: new Date(created_at).toISOString() },
    ]),
  )
}

export async function get(scope: Scope, id: string): Promise<PipelineDetail> {
  return toDetail(await rowOf(scope, id))
}

export async function rowOf(
  scope: Scope,
  id: string,
  transaction: Transaction | null = null,
): Promise<PipelineRow> {
  const where = { id, tenantId: scope.tenantId, deletedAt: null }
  const row = await scope.db.pipelines.findOne({ where, transaction })
  if (!row) throw notFound('pipeline')
  return row
}

/** A new pipeline, empty unless a document is given; `folder` where its relative paths start. */
export async function create(
  scope: Scope,
  given?: Pipeline,
  name?: string,
  options: { id?: string; folder?: string } = {},
): Promise<PipelineDetail> {
  const base = given ?? pipelineSchema.parse({ schemaVersion, name: name ?? 'New pipeline' })
  const document = { ...base, name: name ?? base.name }
  const id = options.id ?? randomUUID()
  const now = new Date()
  return scope.db.transaction(async (transaction) => {
    const row = await scope.db.pipelines.create(
      {
        id,
        tenantId: scope.tenantId,
        version: 1,
        folder: options.folder ?? id,
        createdAt: now,
        savedAt: now,
        deletedAt: null,
        ...derived(document),
      },
      { transaction },
    )
    await remember(scope, row, transaction)
    return toDetail(row)
  })
}

/**
 * Keeps a new version if `version` is still the newest; else refuses with `data.conflict`.
 * One UPDATE decides, so of two saves at the same moment exactly one wins.
 */
export async function save(
  scope: Scope,
  id: string,
  version: number,
  document: Pipeline,
): Promise<PipelineDetail> {
  return scope.db.transaction(async (transaction) => {
    const changes = { ...derived(document), version: version + 1, savedAt: new Date() }
    const where = { id, tenantId: scope.tenantId, deletedAt: null, version }
    const [changed] = await scope.db.pipelines.update(changes, { where, transaction })
    const row = await rowOf(scope, id, transaction)
    if (changed !== 1)
      throw new RequestError('CONFLICT', 'The pipeline has been saved elsewhere meanwhile.', {
        conflict: { currentVersion: row.version, savedAt: row.savedAt.toISOString() },
      })
    await remember(scope, row, transaction)
    return toDetail(row)
  })
}

/** A rename is a save: it has a version, and a copy open elsewhere notices it. */
export async function rename(scope: Scope, id: string, name: string): Promise<PipelineDetail> {
  const { version, document } = await get(scope, id)
  return save(scope, id, version, { ...document, name })
}

/** Hides the pipeline; its versions and runs stay in the database. */
export async function remove(scope: Scope, id: string): Promise<void> {
  const where = { id, tenantId: scope.tenantId, deletedAt: null }
  const [changed] = await scope.db.pipelines.update({ deletedAt: new Date() }, { where })
  if (changed !== 1) throw notFound('pipeline')
}

/** A copy in the same folder, so that it finds the same files. */
export async function duplicate(scope: Scope, id: string, name?: string): Promise<PipelineDetail> {
  const row = await rowOf(scope, id)
  const { document } = toDetail(row)
  const copyName = name ?? `${document.name.slice(0, 190)} (copy)`
  return create(scope, document, copyName, { folder: row.folder })
}

export async function versions(scope: Scope, id: string): Promise<PipelineVersionSummary[]> {
  await rowOf(scope, id)
  const rows = await scope.db.pipelineVersions.findAll({
    where: { pipelineId: id, tenantId: scope.tenantId },
    attributes: { exclude: ['document'] },
    order: [['version', 'DESC']],
    limit: 1000,
  })
  return rows.map(({ version, name, nodes, savedAt }) => ({
    version,
    name,
    nodes,
    savedAt: savedAt.toISOString(),
  }))
}

export async function version(
  scope: Scope,
  id: string,
  wanted: number,
): Promise<PipelineVersionSummary & { document: Pipeline }> {
  await rowOf(scope, id)
  const where = { pipelineId: id, tenantId: scope.tenantId, version: wanted }
  const row = await scope.db.pipelineVersions.findOne({ where })
  if (!row) throw notFound('version')
  const { name, nodes, document, savedAt } = row
  return {
    version: wanted,
    name,
    nodes,
    savedAt: savedAt.toISOString(),
    document: JSON.parse(document),
  }
}

async function remember(scope: Scope, row: PipelineRow, transaction: Transaction): Promise<void> {
  const { id, version, name, nodes, document, savedAt } = row
  const copy = { pipelineId: id, version, name, nodes, document, savedAt }
  await scope.db.pipelineVersions.create({ tenantId: scope.tenantId, ...copy }, { transaction })
}

/** What lists and searches need of a document, beside the document itself. */
const derived = (document: Pipeline) => ({
  name: document.name,
  description: document.description,
  nodes: document.nodes.length,
  connections: JSON.stringify(connectionNames(document)),
  document: JSON.stringify(document),
})

const toDetail = (row: PipelineRow): PipelineDetail => ({
  id: row.id,
  name: row.name,
  version: row.version,
  document: JSON.parse(row.document),
  createdAt: row.createdAt.toISOString(),
  savedAt: row.savedAt.toISOString(),
})
