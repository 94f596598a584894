import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Link } from 'react-aria-components/Link'
import './button.css'
import { classNames } from './class-names.ts'
import { Spinner } from './Spinner.tsx'

export interface ButtonLook {
  /** `primary` once per view at most; `danger` for what cannot be undone. */
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 's' | 'm'
}

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'>, ButtonLook {
  readonly icon?: LucideIcon
  readonly children: ReactNode
  readonly className?: string
}

export const buttonClass = ({ variant = 'secondary', size = 'm' }: ButtonLook, extra?: string) =>
  classNames('button', `button-${variant}`, size === 's' && 'button-s', extra)

/** A labelled button; while `isPending` it spins, keeps its focus and does nothing. */
export function Button({ variant, size, icon: Icon, children, className, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={buttonClass(look(variant, size), className)}>
      {props.isPending ? <Spinner /> : Icon && <Icon aria-hidden className="button-icon" />}
      <span className="button-label">{children}</span>
    </AriaButton>
  )
}

export interface LinkButtonProps extends ButtonLook {
  readonly href: string
  readonly icon?: LucideIcon
  readonly children: ReactNode
  readonly className?: string
  /** The icon turns round with the reading direction, as arrows do. */
  readonly mirrored?: boolean
  /** Saves the target under this name instead of going there. */
  readonly download?: string
}

/** Looks like a button and goes to a page. */
export function LinkButton(props: LinkButtonProps) {
  const { href, icon: Icon, children, variant, size, className, download, mirrored } = props
  return (
    <Link
      href={href}
      {...(download === undefined ? {} : { download })}
      className={buttonClass(look(variant, size), className)}
    >
      {Icon && <Icon aria-hidden className={classNames('button-icon', mirrored && 'mirrored')} />}
      <span className="button-label">{children}</span>
    </Link>
  )
}

const look = (variant: ButtonLook['variant'], size: ButtonLook['size']): ButtonLook => ({
  ...(variant && { variant }),
  ...(size && { size }),
})
