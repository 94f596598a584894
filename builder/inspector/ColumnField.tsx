import { useLingui } from '@lingui/react/macro'
import { formatType } from '../../nodes/kit/data-type.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { Option } from '../ui/options.tsx'
import type { ValueProps } from './FieldEditor.tsx'
import { useColumns } from './form-context.ts'
import { TextCombo } from './TextCombo.tsx'

export const columnOptions = (columns: Schema): Option[] =>
  columns.map((c) => ({ id: c.name, label: c.name, description: formatType(c.type) }))

/** One column of an input. */
export function ColumnField(props: ValueProps<string>) {
  const { t } = useLingui()
  const { spec, label, description, problem, value, onChange } = props
  const columns = useColumns(spec.meta.port)
  return (
    <TextCombo
      label={label}
      description={description}
      errorMessage={problem}
      value={value ?? ''}
      onChange={onChange}
      options={columnOptions(columns)}
      placeholder={spec.meta.placeholder}
      emptyText={columns.length === 0 ? t`The columns are not known yet.` : t`No column fits.`}
    />
  )
}
