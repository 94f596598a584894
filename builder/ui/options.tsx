import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import { ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox'
import { Text } from 'react-aria-components/Text'

/** One choice of a `Select` or `ComboBox`. */
export interface Option {
  readonly id: string
  readonly label: string
  readonly description?: string
  /** At the start of the line, 16 pixels wide. */
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
}

export interface OptionGroup {
  readonly title: string
  readonly options: readonly Option[]
}

export const optionItem = (option: Option) => (
  <ListBoxItem
    key={option.id}
    id={option.id}
    textValue={option.label}
    className="list-box-item"
    {...(option.isDisabled && { isDisabled: true })}
  >
    {({ isSelected }) => (
      <>
        {option.icon && <span className="list-box-item-icon">{option.icon}</span>}
        <Text slot="label" className="list-box-item-label" dir="auto">
          {option.label}
        </Text>
        {isSelected && <Check aria-hidden className="list-box-item-check" />}
        {option.description && (
          <Text slot="description" className="list-box-item-description" dir="auto">
            {option.description}
          </Text>
        )}
      </>
    )}
  </ListBoxItem>
)

export const optionSection = (group: OptionGroup) => (
  <ListBoxSection key={group.title} id={`group:${group.title}`}>
    <Header className="menu-heading">{group.title}</Header>
    {group.options.map(optionItem)}
  </ListBoxSection>
)
