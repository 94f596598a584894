import type { ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import type { PopoverProps as AriaPopoverProps } from 'react-aria-components/Popover'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import './overlay.css'

/** The floating surface of menus, lists and small forms. */
export function Popover({ children, ...props }: AriaPopoverProps) {
  return (
    <AriaPopover offset={4} {...props} className="popover">
      {children}
    </AriaPopover>
  )
}

export interface PopoverDialogProps {
  /** The button that opens it. */
  readonly trigger: ReactNode
  readonly label: string
  readonly children: ReactNode
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** A small form or text beside the button that opens it. */
export function PopoverDialog({ trigger, label, children, ...state }: PopoverDialogProps) {
  return (
    <DialogTrigger {...state}>
      {trigger}
      <Popover>
        <Dialog aria-label={label} className="dialog popover-body">
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
