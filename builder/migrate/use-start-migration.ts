import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { client, trpc } from '../api/client.ts'
import { extrasOf } from '../api/errors.ts'
import type { SavedPipeline } from './wizard-store.ts'
import { changeWizard, pipelineOf, useWizard } from './wizard-store.ts'

/** Saves the answers as a pipeline, then runs it, or opens it on the canvas. */
export function useStartMigration() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const save = async () => {
    const wizard = useWizard.getState()
    const { source, target } = wizard
    const saved = await keep(pipelineOf(wizard, t`${source} to ${target}`), wizard.saved)
    changeWizard({ saved })
    await queries.invalidateQueries(trpc.pipelines.pathFilter())
    return saved
  }
  const start = useMutation({
    async mutationFn() {
      const { id, version } = await save()
      return client.runs.start.mutate({ pipelineId: id, version, parameters: {} })
    },
    async onSuccess({ runId }) {
      await queries.invalidateQueries(trpc.runs.pathFilter())
      await navigate(`/migrate/${runId}`)
    },
  })
  const open = useMutation({
    mutationFn: save,
    onSuccess: ({ id }) => navigate(`/p/${id}`),
  })
  return { start, open }
}

/** The pipeline of an earlier run is changed, unless somebody else did, or it is gone. */
async function keep(
  document: ReturnType<typeof pipelineOf>,
  before: SavedPipeline | undefined,
): Promise<SavedPipeline> {
  const text = JSON.stringify(document)
  if (before?.text === text && (await isThere(before))) return before
  if (before) {
    const { id, version } = before
    try {
      const saved = await client.pipelines.save.mutate({ id, version, document })
      return { id, version: saved.version, text }
    } catch (error) {
      const { code } = extrasOf(error)
      if (code !== 'CONFLICT' && code !== 'NOT_FOUND') throw error
    }
  }
  const { id, version } = await client.pipelines.create.mutate({ document })
  return { id, version, text }
}

const isThere = async ({ id, version }: SavedPipeline): Promise<boolean> => {
  const found = await client.pipelines.get.query({ id }).catch(() => undefined)
  return found?.version === version
}
