import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { PipelineSummary } from '../../server/shapes.ts'
import { client, trpc } from '../api/client.ts'
import { downloadText, fileNameOf } from '../app/download.ts'
import { showToast } from '../ui/toast-store.ts'

/** What the list of pipelines can do without asking back. */
export function usePipelineActions() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const creation = useMutation(trpc.pipelines.create.mutationOptions())

  const attempt = async (deed: () => Promise<void>) => {
    setError(null)
    try {
      await deed()
    } catch (failure) {
      setError(failure)
    }
  }

  return {
    error,
    create: {
      isPending: creation.isPending,
      run: () =>
        void attempt(async () => {
          const { id } = await creation.mutateAsync({ name: t`Untitled pipeline` })
          await navigate(`/p/${id}`)
        }),
    },
    duplicate: ({ id, name }: PipelineSummary) =>
      void attempt(async () => {
        await client.pipelines.duplicate.mutate({ id, name: t`${name} (copy)` })
        await queries.invalidateQueries(trpc.pipelines.pathFilter())
        showToast({ title: t`“${name}” was duplicated.`, tone: 'success' })
      }),
    exportJson: ({ id, name }: PipelineSummary) =>
      void attempt(async () => {
        const { document } = await client.pipelines.get.query({ id })
        downloadText(fileNameOf(name, 'json'), `${JSON.stringify(document, null, 2)}\n`)
      }),
  }
}
