import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import './field.css'

/** What every field has besides its value. */
export interface FieldLook {
  readonly label: string
  readonly description?: ReactNode
  /** What is wrong with the value; the field shows as invalid while it is set. */
  readonly errorMessage?: string | undefined
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean
  /** Beside the label, at the line's end. */
  readonly labelEnd?: ReactNode
}

/** Label above, help and problem below; the control between them. */
export function FieldFrame(props: FieldLook & { readonly children: ReactNode }) {
  const { label, description, errorMessage, hideLabel, labelEnd, children } = props
  return (
    <>
      <span className={hideLabel ? 'visually-hidden' : 'field-head'}>
        <Label className="field-label">{label}</Label>
        {labelEnd}
      </span>
      {children}
      {description && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{errorMessage}</FieldError>
    </>
  )
}

/** The props that make a React Aria field show `errorMessage`. */
export const invalid = (errorMessage: string | undefined) =>
  ({ isInvalid: Boolean(errorMessage), validationBehavior: 'aria' }) as const
