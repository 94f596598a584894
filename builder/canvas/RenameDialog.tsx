import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { relabelNode } from '../store/commands.ts'
import { useNode, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { focusNode } from './focus-node.ts'
import { titleOf } from './node-types.ts'

export function RenameDialog({ id }: { readonly id: string }) {
  const { t, i18n } = useLingui()
  const session = useSession()
  const node = useNode(id)
  const [label, setLabel] = useState(node?.label ?? '')
  const close = () => {
    session.ui.setState({ dialog: undefined })
    focusNode(id)
  }
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    session.editor.getState().execute(relabelNode(id, label.trim()))
    close()
  }
  if (!node) return null
  return (
    <Dialog
      title={t`Rename`}
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" onPress={() => submit()}>
            <Trans>Rename</Trans>
          </Button>
        </>
      }
    >
      <form onSubmit={submit}>
        <TextField
          label={t`Name of the node`}
          description={t`Empty: the name of its type.`}
          placeholder={titleOf(i18n, { type: node.type })}
          value={label}
          onChange={setLabel}
          maxLength={200}
          autoFocus
        />
      </form>
    </Dialog>
  )
}
