import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ListBox } from 'react-aria-components/ListBox'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { classNames } from './class-names.ts'
import type { FieldLook } from './Field.tsx'
import { FieldFrame, invalid } from './Field.tsx'
import type { Option, OptionGroup } from './options.tsx'
import { optionItem, optionSection } from './options.tsx'
import { Popover } from './Popover.tsx'
import { look } from './TextField.tsx'

export interface SelectProps extends FieldLook {
  readonly options?: readonly Option[]
  readonly groups?: readonly OptionGroup[]
  /** `null` where nothing is chosen. */
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly size?: 's' | 'm'
}

/** A choice of one from a short list. */
export function Select(props: SelectProps) {
  const { t } = useLingui()
  const { label, description, errorMessage, hideLabel, labelEnd } = props
  const { options = [], groups = [], value, onChange, placeholder, size } = props
  return (
    <AriaSelect
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      placeholder={placeholder ?? t`Choose…`}
      isDisabled={props.isDisabled ?? false}
      isRequired={props.isRequired ?? false}
      {...invalid(errorMessage)}
      className="field"
    >
      <FieldFrame {...look({ label, description, errorMessage, hideLabel, labelEnd })}>
        <Button className={classNames('field-input', 'select', size === 's' && 'select-s')}>
          <SelectValue className="select-value">
            {({ isPlaceholder, selectedText, defaultChildren }) =>
              isPlaceholder ? defaultChildren : selectedText
            }
          </SelectValue>
          <ChevronDown aria-hidden className="field-chevron" />
        </Button>
      </FieldFrame>
      <Popover>
        <ListBox
          className="list-box"
          renderEmptyState={() => <p className="list-empty">{t`Nothing to choose from.`}</p>}
        >
          {options.map(optionItem)}
          {groups.map(optionSection)}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
