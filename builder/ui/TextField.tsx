import type { ReactNode } from 'react'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { classNames } from './class-names.ts'
import type { FieldLook } from './Field.tsx'
import { FieldFrame, invalid } from './Field.tsx'

type Base = Omit<AriaTextFieldProps, 'children' | 'className' | 'isInvalid'> & FieldLook

export interface TextFieldProps extends Base {
  readonly placeholder?: string
  /** Paths, identifiers, code: fixed width, always left to right. */
  readonly code?: boolean
  /** A button or unit inside the field, at its end. */
  readonly end?: ReactNode
}

export function TextField(props: TextFieldProps) {
  const { label, description, errorMessage, hideLabel, labelEnd, ...rest } = props
  const { placeholder, code, end, ...field } = rest
  const input = (
    <Input
      className={classNames(end ? 'field-inner' : 'field-input', code && 'code')}
      {...(placeholder && { placeholder })}
      {...(code && { dir: 'ltr' })}
    />
  )
  return (
    <AriaTextField {...field} {...invalid(errorMessage)} className="field">
      <FieldFrame {...look({ label, description, errorMessage, hideLabel, labelEnd })}>
        {end ? (
          <Group className="field-group">
            {input}
            {end}
          </Group>
        ) : (
          input
        )}
      </FieldFrame>
    </AriaTextField>
  )
}

export interface TextAreaProps extends Base {
  readonly placeholder?: string
  readonly code?: boolean
  readonly rows?: number
}

export function TextArea(props: TextAreaProps) {
  const { label, description, errorMessage, hideLabel, labelEnd, ...rest } = props
  const { placeholder, code, rows = 4, ...field } = rest
  return (
    <AriaTextField {...field} {...invalid(errorMessage)} className="field">
      <FieldFrame {...look({ label, description, errorMessage, hideLabel, labelEnd })}>
        <AriaTextArea
          className={classNames('field-input', 'field-area', code && 'code')}
          rows={rows}
          {...(code && { dir: 'ltr' })}
          {...(placeholder && { placeholder })}
        />
      </FieldFrame>
    </AriaTextField>
  )
}

interface LooseLook {
  readonly label: string
  readonly description: ReactNode
  readonly errorMessage: string | undefined
  readonly hideLabel: boolean | undefined
  readonly labelEnd: ReactNode
}

/** Drops what is not set, so that optional properties stay absent. */
export const look = (props: LooseLook): FieldLook => ({
  label: props.label,
  description: props.description,
  errorMessage: props.errorMessage,
  labelEnd: props.labelEnd,
  ...(props.hideLabel && { hideLabel: true }),
})
