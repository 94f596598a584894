import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PipelineSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { showToast } from '../ui/toast-store.ts'

export interface DeletePipelineDialogProps {
  readonly pipeline: PipelineSummary
  readonly onClose: () => void
}

export function DeletePipelineDialog({ pipeline, onClose }: DeletePipelineDialogProps) {
  const { t } = useLingui()
  const { id, name } = pipeline
  const queries = useQueryClient()
  const remove = useMutation(
    trpc.pipelines.remove.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries(trpc.pipelines.pathFilter())
        showToast({ title: t`“${name}” was deleted.` })
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      isOpen
      danger
      title={t`Delete “${name}”?`}
      action={t`Delete`}
      isPending={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate({ id })}
    >
      <p>
        <Trans>
          The pipeline, its versions and its runs go away for good. What it has written stays where
          it is.
        </Trans>
      </p>
      {remove.error && <ErrorNote error={remove.error} />}
    </ConfirmDialog>
  )
}
