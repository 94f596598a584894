import { Op } from 'sequelize'
import type { RunReport } from '../runtime/report.ts'
import type { Scope } from './scope.ts'
import { instantiateTemplate } from './store/instantiate.ts'
import * as runs from './store/runs.ts'
import { isOver } from './store/runs.ts'
import * as templates from './store/templates.ts'

const folderOf = (template: string) => `template-${template}`

/**
 * Every template as a pipeline with its connections, once: what is there, or was removed, stays
 * as it is. On the very first start the first one is run; resolves with its report.
 */
export async function seedWorkspace(scope: Scope): Promise<RunReport | undefined> {
  const { tenantId, templatesDir, db } = scope
  const known = await templates.list(templatesDir)
  const folders = known.map(({ name }) => folderOf(name))
  const where = { tenantId, folder: { [Op.in]: folders } }
  const rows = await db.pipelines.findAll({ where, attributes: ['folder'] })
  const there = new Set(rows.map((row) => row.folder))
  const created: string[] = []
  for (const { name } of known) {
    if (there.has(folderOf(name))) continue
    created.push((await instantiateTemplate(scope, name, undefined, folderOf(name))).id)
  }
  const [first] = created
  return first === undefined || there.size > 0 ? undefined : runOnce(scope, first)
}

async function runOnce(scope: Scope, pipelineId: string): Promise<RunReport | undefined> {
  const { runId } = await runs.start(scope, { pipelineId, parameters: {}, resume: false })
  for (;;) {
    const news = scope.jobs.watchers.changed(runId, 500, undefined)
    const { state, report } = await runs.get(scope, runId)
    if (isOver(state)) return report ?? undefined
    await news
  }
}
