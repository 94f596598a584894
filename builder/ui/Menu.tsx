import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  MenuTrigger,
} from 'react-aria-components/Menu'
import { Separator } from 'react-aria-components/Separator'
import { classNames } from './class-names.ts'
import { Kbd } from './Kbd.tsx'
import './overlay.css'
import { Popover } from './Popover.tsx'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactNode
  readonly label: string
  /** `MenuItem`, `MenuSection`, `MenuSeparator`. */
  readonly children: ReactNode
  readonly placement?: 'bottom start' | 'bottom end'
}

/** A button with a menu of actions. */
export function Menu({ trigger, label, children, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement}>
        <AriaMenu aria-label={label} className="menu">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

export interface MenuItemProps {
  readonly id?: string
  readonly children: string
  readonly icon?: LucideIcon
  readonly shortcut?: string
  readonly description?: string
  readonly danger?: boolean
  readonly isDisabled?: boolean
  readonly href?: string
  readonly onAction?: () => void
}

export function MenuItem(props: MenuItemProps) {
  const { children, icon: Icon, shortcut, description, danger, ...rest } = props
  return (
    <AriaMenuItem
      {...rest}
      textValue={children}
      className={classNames('menu-item', danger && 'menu-item-danger')}
    >
      {Icon && <Icon aria-hidden className="menu-item-icon" />}
      <span className="menu-item-label">{children}</span>
      {shortcut && (
        <span className="menu-item-end">
          <Kbd keys={shortcut} />
        </span>
      )}
      {description && <span className="menu-item-description">{description}</span>}
    </AriaMenuItem>
  )
}

export interface MenuSectionProps {
  readonly title: string
  readonly children: ReactNode
  /** A choice of one: the chosen item's id and what to do with another. */
  readonly choice?: { readonly value: string; readonly onChange: (value: string) => void }
}

export function MenuSection({ title, children, choice }: MenuSectionProps) {
  return (
    <AriaMenuSection
      {...(choice && {
        selectionMode: 'single',
        selectedKeys: [choice.value],
        onSelectionChange: (keys: 'all' | Set<string | number>) => {
          const [first] = keys === 'all' ? [] : keys
          if (first !== undefined) choice.onChange(String(first))
        },
      })}
    >
      <Header className="menu-heading">{title}</Header>
      {children}
    </AriaMenuSection>
  )
}

export const MenuSeparator = () => <Separator className="menu-separator" />
