import { Minus, Plus } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import type { NumberFieldProps as AriaNumberFieldProps } from 'react-aria-components/NumberField'
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField'
import type { FieldLook } from './Field.tsx'
import { FieldFrame, invalid } from './Field.tsx'
import { look } from './TextField.tsx'

export interface NumberFieldProps
  extends Omit<AriaNumberFieldProps, 'children' | 'className' | 'isInvalid'>,
    FieldLook {
  readonly placeholder?: string
}

/** A number; `NaN` while it is empty. */
export function NumberField(props: NumberFieldProps) {
  const { label, description, errorMessage, hideLabel, labelEnd, placeholder, ...field } = props
  return (
    <AriaNumberField {...field} {...invalid(errorMessage)} className="field">
      <FieldFrame {...look({ label, description, errorMessage, hideLabel, labelEnd })}>
        <Group className="field-group">
          <Input className="field-inner number" {...(placeholder && { placeholder })} />
          <Button slot="decrement" className="field-button">
            <Minus aria-hidden />
          </Button>
          <Button slot="increment" className="field-button">
            <Plus aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
    </AriaNumberField>
  )
}
