import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { ListBox } from 'react-aria-components/ListBox'
import { classNames } from './class-names.ts'
import type { FieldLook } from './Field.tsx'
import { FieldFrame, invalid } from './Field.tsx'
import type { Option, OptionGroup } from './options.tsx'
import { optionItem, optionSection } from './options.tsx'
import { Popover } from './Popover.tsx'
import { look } from './TextField.tsx'

export interface ComboBoxProps extends FieldLook {
  readonly options?: readonly Option[]
  readonly groups?: readonly OptionGroup[]
  readonly value: string | null
  /** With `allowsCustom`, also texts that are no option. */
  readonly onChange: (value: string) => void
  readonly allowsCustom?: boolean
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly code?: boolean
}

/** A choice of one from a long list, found by typing. */
export function ComboBox(props: ComboBoxProps) {
  const { t } = useLingui()
  const { label, description, errorMessage, hideLabel, labelEnd } = props
  const { options = [], groups = [], value, onChange, allowsCustom, placeholder, code } = props
  const all = [...options, ...groups.flatMap((group) => group.options)]
  const known = all.find((option) => option.id === value)?.label
  const shown = known ?? (allowsCustom ? (value ?? '') : '')
  const [text, setText] = useState(shown)
  const [seen, setSeen] = useState(shown)
  if (seen !== shown) {
    setSeen(shown)
    setText(shown)
  }
  return (
    <AriaComboBox
      value={known === undefined ? null : value}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      inputValue={text}
      onInputChange={(next) => {
        setText(next)
        if (allowsCustom && !all.some((option) => option.label === next)) onChange(next)
      }}
      allowsCustomValue={allowsCustom ?? false}
      allowsEmptyCollection
      menuTrigger="focus"
      isDisabled={props.isDisabled ?? false}
      isRequired={props.isRequired ?? false}
      {...invalid(errorMessage)}
      className="field"
    >
      <FieldFrame {...look({ label, description, errorMessage, hideLabel, labelEnd })}>
        <Group className="field-group">
          <Input
            className={classNames('field-inner', code && 'code')}
            {...(code && { dir: 'ltr' })}
            {...(placeholder && { placeholder })}
          />
          <Button className="field-button">
            <ChevronDown aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
      <Popover>
        <ListBox
          className="list-box"
          renderEmptyState={() => <p className="list-empty">{t`Nothing found.`}</p>}
        >
          {options.map(optionItem)}
          {groups.map(optionSection)}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
