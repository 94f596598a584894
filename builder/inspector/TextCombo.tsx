import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { ListBox } from 'react-aria-components/ListBox'
import { FieldFrame, invalid } from '../ui/Field.tsx'
import type { Option } from '../ui/options.tsx'
import { optionItem } from '../ui/options.tsx'
import { Popover } from '../ui/Popover.tsx'
import { look } from '../ui/TextField.tsx'

export interface TextComboProps {
  readonly label: string
  readonly description?: ReactNode
  readonly errorMessage?: string | undefined
  readonly hideLabel?: boolean
  readonly labelEnd?: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
  /** Proposals; their ids are the texts. */
  readonly options: readonly Option[]
  readonly placeholder?: string | undefined
  /** What the list says when nothing fits. */
  readonly emptyText?: string
}

/** A text that proposes what is known, and takes anything: what is unknown is a problem, not lost. */
export function TextCombo(props: TextComboProps) {
  const { t } = useLingui()
  const { label, description, errorMessage, hideLabel, labelEnd, placeholder } = props
  const { value, onChange, options, emptyText } = props
  return (
    <ComboBox
      inputValue={value}
      onInputChange={(text) => {
        if (text !== value) onChange(text)
      }}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="focus"
      {...invalid(errorMessage)}
      className="field"
    >
      <FieldFrame {...look({ label, description, errorMessage, hideLabel, labelEnd })}>
        <Group className="field-group">
          <Input className="field-inner" dir="auto" {...(placeholder && { placeholder })} />
          <Button className="field-button">
            <ChevronDown aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
      <Popover>
        <ListBox
          className="list-box"
          renderEmptyState={() => <p className="list-empty">{emptyText ?? t`Nothing fits.`}</p>}
        >
          {options.map(optionItem)}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
