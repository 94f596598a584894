import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadRow } from '../db/models/upload.ts'
import type { Scope } from '../scope.ts'
import type { UploadSummary } from '../shapes.ts'
import { notFound } from '../trpc/errors.ts'
import { uploadsDir } from './folders.ts'

export async function list(scope: Scope): Promise<UploadSummary[]> {
  const where = { tenantId: scope.tenantId }
  const rows = await scope.db.uploads.findAll({
    where,
    order: [['createdAt', 'DESC']],
    limit: 1000,
  })
  return rows.map(toSummary)
}

export async function add(
  scope: Scope,
  file: { id: string; name: string; size: number },
): Promise<UploadSummary> {
  const row = { ...file, tenantId: scope.tenantId, createdAt: new Date() }
  return toSummary(await scope.db.uploads.create(row))
}

export async function remove(scope: Scope, id: string): Promise<void> {
  const removed = await scope.db.uploads.destroy({ where: { id, tenantId: scope.tenantId } })
  if (removed === 0) throw notFound('upload')
  // The id is one of ours: the database knew it.
  await rm(join(uploadsDir(scope), id), { force: true })
}

const toSummary = ({ id, name, size, createdAt }: UploadRow): UploadSummary => ({
  id,
  name,
  size,
  createdAt: createdAt.toISOString(),
})
