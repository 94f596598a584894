import { Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './Button.tsx'
import { classNames } from './class-names.ts'
import { IconButton } from './IconButton.tsx'
import './overlay.css'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons, the main one last. */
  readonly footer?: ReactNode
  readonly size?: 'm' | 'l' | 'xl'
  readonly role?: 'dialog' | 'alertdialog'
}

/** A modal dialog; Escape, the cross and a click outside close it. */
export function Dialog(props: DialogProps) {
  const { t } = useLingui()
  const { title, isOpen, onClose, children, footer, size = 'm', role = 'dialog' } = props
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={classNames('modal', `modal-${size}`)}>
        <AriaDialog className="dialog" role={role}>
          <div className="dialog-header">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={t`Close`} icon={X} size="s" onPress={onClose} />
          </div>
          <div className="dialog-body">{children}</div>
          {footer && <div className="dialog-footer">{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export interface ConfirmDialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
  /** The verb on the button, e.g. “Delete”. */
  readonly action: string
  readonly danger?: boolean
  readonly isPending?: boolean
  readonly children: ReactNode
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { onConfirm, action, danger, isPending = false, children, ...dialog } = props
  return (
    <Dialog
      {...dialog}
      role="alertdialog"
      footer={
        <>
          <Button onPress={dialog.onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            isPending={isPending}
            onPress={onConfirm}
            autoFocus
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
