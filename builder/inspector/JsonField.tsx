import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { TextArea } from '../ui/TextField.tsx'
import type { Json } from './describe-config.ts'
import type { ValueProps } from './FieldEditor.tsx'

/** A value of any shape, as JSON; kept as soon as it can be read. */
export function JsonField({ label, description, problem, value, onChange }: ValueProps) {
  const { t } = useLingui()
  const [text, setText] = useState(() =>
    value === undefined ? '' : JSON.stringify(value, null, 2),
  )
  const [isBroken, setBroken] = useState(false)
  return (
    <TextArea
      label={label}
      description={description}
      errorMessage={isBroken ? t`This is not JSON yet.` : problem}
      value={text}
      code
      onChange={(next) => {
        setText(next)
        try {
          onChange(next.trim() === '' ? undefined : (JSON.parse(next) as Json))
          setBroken(false)
        } catch {
          setBroken(true)
        }
      }}
    />
  )
}
