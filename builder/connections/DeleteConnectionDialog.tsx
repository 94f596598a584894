import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ConnectionSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog, Dialog } from '../ui/Dialog.tsx'
import { showToast } from '../ui/toast-store.ts'

export interface DeleteConnectionDialogProps {
  readonly connection: ConnectionSummary
  readonly onClose: () => void
}

/** A connection in use stays; the dialog says where it is used. */
export function DeleteConnectionDialog({ connection, onClose }: DeleteConnectionDialogProps) {
  const { t } = useLingui()
  const { id, name, usedBy } = connection
  const queries = useQueryClient()
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      async onSuccess() {
        await queries.invalidateQueries(trpc.connections.pathFilter())
        showToast({ title: t`“${name}” was deleted.` })
        onClose()
      },
    }),
  )
  if (usedBy.length > 0)
    return (
      <Dialog
        isOpen
        title={t`“${name}” is in use`}
        onClose={onClose}
        footer={
          <Button variant="primary" onPress={onClose}>
            <Trans>Close</Trans>
          </Button>
        }
      >
        <p>
          <Plural
            value={usedBy.length}
            one="A pipeline uses it. Change that pipeline first."
            other="# pipelines use it. Change those pipelines first."
          />
        </p>
        <ul>
          {usedBy.map((pipeline) => (
            <li key={pipeline.id}>
              <Link to={`/p/${pipeline.id}`}>{pipeline.name}</Link>
            </li>
          ))}
        </ul>
      </Dialog>
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
          Its settings and secrets go away for good. The database itself stays as it is.
        </Trans>
      </p>
      {remove.error && <ErrorNote error={remove.error} />}
    </ConfirmDialog>
  )
}
