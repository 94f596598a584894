import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox'
import { Label } from 'react-aria-components/Label'
import {
  RadioGroup as AriaRadioGroup,
  RadioButton,
  RadioField,
} from 'react-aria-components/RadioGroup'
import { SwitchButton, SwitchField } from 'react-aria-components/Switch'
import { Text } from 'react-aria-components/Text'
import './field.css'

export interface ToggleProps {
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly children: ReactNode
  readonly description?: string
  readonly isDisabled?: boolean
  /** Only for a checkbox: some of what it stands for. */
  readonly isIndeterminate?: boolean
  /** Its name where `children` holds no text. */
  readonly 'aria-label'?: string
}

const Description = ({ children }: { readonly children: string }) => (
  <Text slot="description" className="field-description toggle-description">
    {children}
  </Text>
)

export function Checkbox({ children, description, ...props }: ToggleProps) {
  return (
    <CheckboxField {...props} className="toggle-field">
      <CheckboxButton className="toggle">
        {({ isIndeterminate, isSelected }) => (
          <>
            <span className="checkbox-box">
              {isIndeterminate ? <Minus aria-hidden /> : isSelected && <Check aria-hidden />}
            </span>
            <span>{children}</span>
          </>
        )}
      </CheckboxButton>
      {description && <Description>{description}</Description>}
    </CheckboxField>
  )
}

/** Takes effect at once, unlike a checkbox in a form. */
export function Switch({ children, description, isIndeterminate: _, ...props }: ToggleProps) {
  return (
    <SwitchField {...props} className="toggle-field">
      <SwitchButton className="toggle">
        <span className="switch-track">
          <span className="switch-thumb" />
        </span>
        <span>{children}</span>
      </SwitchButton>
      {description && <Description>{description}</Description>}
    </SwitchField>
  )
}

export interface RadioGroupProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly options: readonly {
    readonly id: string
    readonly label: string
    readonly description?: string
  }[]
  readonly isDisabled?: boolean
}

export function RadioGroup({ label, options, ...props }: RadioGroupProps) {
  return (
    <AriaRadioGroup {...props} className="field">
      <Label className="field-label">{label}</Label>
      <div className="radio-options">
        {options.map((option) => (
          <RadioField key={option.id} value={option.id} className="toggle-field">
            <RadioButton className="toggle">
              <span className="radio-dot" />
              <span>{option.label}</span>
            </RadioButton>
            {option.description && <Description>{option.description}</Description>}
          </RadioField>
        ))}
      </div>
    </AriaRadioGroup>
  )
}
