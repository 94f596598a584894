import type { LucideIcon } from 'lucide-react'
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ToggleButton as AriaToggleButton } from 'react-aria-components/ToggleButton'
import type { ButtonLook } from './Button.tsx'
import { buttonClass } from './Button.tsx'
import { classNames } from './class-names.ts'
import { Tooltip } from './Tooltip.tsx'

export interface IconButtonProps
  extends Omit<AriaButtonProps, 'children' | 'className' | 'aria-label'>,
    ButtonLook {
  /** The button's name, shown as its tooltip. */
  readonly label: string
  readonly icon: LucideIcon
  /** Shown in the tooltip, e.g. `Ctrl+Z`. */
  readonly shortcut?: string
  readonly className?: string
  /** Turns round with the reading direction, as arrows do. */
  readonly mirrored?: boolean
}

/** A button that shows an icon only; its name is read out and shown as a tooltip. */
export function IconButton(props: IconButtonProps) {
  const {
    label,
    icon: Icon,
    shortcut,
    className,
    mirrored,
    variant = 'quiet',
    size,
    ...rest
  } = props
  return (
    <Tooltip text={label} {...(shortcut && { shortcut })}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={buttonClass(
          { variant, ...(size && { size }) },
          classNames('icon-button', className),
        )}
      >
        <Icon aria-hidden className={classNames('button-icon', mirrored && 'mirrored')} />
      </AriaButton>
    </Tooltip>
  )
}

export interface IconToggleProps extends ButtonLook {
  readonly label: string
  readonly icon: LucideIcon
  readonly shortcut?: string
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly isDisabled?: boolean
}

/** An icon button that stays pressed. */
export function IconToggle(props: IconToggleProps) {
  const { label, icon: Icon, shortcut, variant = 'quiet', size, ...rest } = props
  return (
    <Tooltip text={label} {...(shortcut && { shortcut })}>
      <AriaToggleButton
        {...rest}
        aria-label={label}
        className={buttonClass({ variant, ...(size && { size }) }, 'icon-button')}
      >
        <Icon aria-hidden className="button-icon" />
      </AriaToggleButton>
    </Tooltip>
  )
}
