import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { Kbd } from './Kbd.tsx'
import './overlay.css'

export interface TooltipProps {
  readonly text: string
  readonly shortcut?: string
  readonly placement?: 'top' | 'bottom' | 'start' | 'end'
  /** One focusable element of React Aria. */
  readonly children: ReactNode
}

/** A short text for the element inside, on hover and on keyboard focus. */
export function Tooltip({ text, shortcut, placement = 'bottom', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip className="tooltip" placement={placement} offset={6}>
        {text}
        {shortcut && <Kbd keys={shortcut} />}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
