import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, Play, Square, Trash2, Workflow } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { RunDetail } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { downloadText, fileNameOf } from '../app/download.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

export interface RunActionsProps {
  readonly run: RunDetail
  readonly goesOn: boolean
}

/** What can be done with a run as it stands. */
export function RunActions({ run, goesOn }: RunActionsProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const refresh = () => queries.invalidateQueries(trpc.runs.pathFilter())
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess: refresh }))
  const resume = useMutation(
    trpc.runs.resume.mutationOptions({
      async onSuccess({ runId }) {
        await refresh()
        await navigate(`/runs/${runId}`)
      },
    }),
  )
  const remove = useMutation(
    trpc.runs.remove.mutationOptions({
      async onSuccess() {
        await navigate('/runs')
        await refresh()
      },
    }),
  )
  const { id, pipelineId, pipelineName, report, resumable } = run
  const error = cancel.error ?? resume.error ?? remove.error
  return (
    <>
      {goesOn && (
        <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate({ id })}>
          <Trans>Cancel</Trans>
        </Button>
      )}
      {resumable && (
        <Button
          variant="primary"
          icon={Play}
          isPending={resume.isPending}
          onPress={() => resume.mutate({ id })}
        >
          <Trans>Resume</Trans>
        </Button>
      )}
      <LinkButton href={`/p/${pipelineId}`} icon={Workflow}>
        <Trans>Open pipeline</Trans>
      </LinkButton>
      {report && (
        <Button
          icon={Download}
          onPress={() =>
            downloadText(
              fileNameOf(`${pipelineName}-${id.slice(0, 8)}-report`, 'json'),
              `${JSON.stringify(report, null, 2)}\n`,
            )
          }
        >
          <Trans>Report as JSON</Trans>
        </Button>
      )}
      {!goesOn && (
        <IconButton label={t`Delete run`} icon={Trash2} onPress={() => setAsking(true)} />
      )}
      <ConfirmDialog
        isOpen={asking}
        danger
        title={t`Delete this run?`}
        action={t`Delete`}
        isPending={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate({ id })}
      >
        <Trans>Its report and rejected rows go away. What it has written stays.</Trans>
      </ConfirmDialog>
      {error && <ErrorNote error={error} />}
    </>
  )
}
