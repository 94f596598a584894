import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { PipelineSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'

export interface RenameDialogProps {
  readonly pipeline: PipelineSummary
  readonly onClose: () => void
}

export function RenameDialog({ pipeline, onClose }: RenameDialogProps) {
  const { t } = useLingui()
  const [name, setName] = useState(pipeline.name)
  const queries = useQueryClient()
  const rename = useMutation(
    trpc.pipelines.rename.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries(trpc.pipelines.pathFilter())
        onClose()
      },
    }),
  )
  return (
    <Dialog
      isOpen
      title={t`Rename pipeline`}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="rename"
            isPending={rename.isPending}
            isDisabled={name.trim() === ''}
          >
            <Trans>Rename</Trans>
          </Button>
        </>
      }
    >
      <Form
        id="rename"
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate({ id: pipeline.id, name })
        }}
      >
        <TextField label={t`Name`} value={name} onChange={setName} maxLength={200} autoFocus />
      </Form>
      {rename.error && <ErrorNote error={rename.error} />}
    </Dialog>
  )
}
