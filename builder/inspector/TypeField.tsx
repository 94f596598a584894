import { formatType } from '../../nodes/kit/data-type.ts'
import { parseType, typeNames } from '../../nodes/kit/parse-type.ts'
import type { ValueProps } from './FieldEditor.tsx'
import { TextCombo } from './TextCombo.tsx'

/** Each type under its own name, without the other names it can be written by. */
const options = [
  ...typeNames.filter((name) => {
    const type = parseType(name)
    return type !== undefined && formatType(type) === name
  }),
  'decimal(18,2)',
  'text(100)',
  'list(text)',
].map((id) => ({ id, label: id }))

export function TypeField(props: ValueProps<string>) {
  const { label, description, problem, value, onChange, spec } = props
  return (
    <TextCombo
      label={label}
      description={description}
      errorMessage={problem}
      value={value ?? ''}
      onChange={onChange}
      options={options}
      placeholder={spec.meta.placeholder}
    />
  )
}
