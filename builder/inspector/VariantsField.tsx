import { useMessage } from '../app/translate.ts'
import { Select } from '../ui/Select.tsx'
import { Fields } from './ConfigForm.tsx'
import type { Control, Json } from './describe-config.ts'
import { blankFields } from './describe-config.ts'
import type { ValueProps } from './FieldEditor.tsx'

/** An object of one of several shapes: choose the shape, fill in its fields. */
export function VariantsField(
  props: ValueProps & { readonly control: Extract<Control, { kind: 'variants' }> },
) {
  const { label, problem, value, onChange, path, control } = props
  const message = useMessage()
  const values = (value ?? {}) as Record<string, Json>
  const variant = control.variants.find((v) => v.value === values[control.key])
  const choose = (next: string) => {
    const to = control.variants.find((v) => v.value === next)
    if (!to || next === variant?.value) return
    // What both shapes have keeps its value.
    const kept = to.fields.filter((f) => Object.hasOwn(values, f.name))
    onChange({
      [control.key]: next,
      ...blankFields(to.fields),
      ...Object.fromEntries(kept.map((f) => [f.name, values[f.name] as Json])),
    })
  }
  return (
    <div className="list-item-fields">
      <Select
        label={control.meta ? message(control.meta.title) : label}
        errorMessage={problem}
        value={variant?.value ?? null}
        onChange={choose}
        options={control.variants.map((v) => {
          const title = control.meta?.options?.[v.value]
          return { id: v.value, label: title ? message(title) : v.value }
        })}
      />
      {variant && <Fields fields={variant.fields} path={path} />}
    </div>
  )
}
