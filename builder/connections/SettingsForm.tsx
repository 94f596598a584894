import { Trans, useLingui } from '@lingui/react/macro'
import type { JsonValue } from '../../server/shapes.ts'
import { useMessage } from '../app/translate.ts'
import type { FieldSpec } from '../inspector/describe-config.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { NumberField } from '../ui/NumberField.tsx'
import { Select } from '../ui/Select.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import './connections.css'
import type { Settings } from './settings-form.ts'
import { isShown } from './settings-form.ts'

export interface SettingsFormProps {
  readonly fields: readonly FieldSpec[]
  readonly settings: Settings
  readonly onChange: (settings: Settings) => void
  /** Secrets that the server keeps already. */
  readonly stored: readonly string[]
  /** What the server refused, by field. */
  readonly problems: Readonly<Record<string, string>>
}

/** The settings of a connection, from nothing but their schema. */
export function SettingsForm(props: SettingsFormProps) {
  const { t } = useLingui()
  const shown = props.fields.filter((field) => isShown(field, props.settings))
  const advanced = shown.filter((field) => field.meta.advanced)
  return (
    <>
      <div className="settings-grid">
        {shown
          .filter((field) => !field.meta.advanced)
          .map((field) => (
            <SettingField key={field.name} field={field} {...props} />
          ))}
      </div>
      {advanced.length > 0 && (
        <Disclosure
          title={t`Advanced`}
          defaultExpanded={advanced.some(({ name }) => props.problems[name])}
        >
          <div className="settings-grid">
            {advanced.map((field) => (
              <SettingField key={field.name} field={field} {...props} />
            ))}
          </div>
        </Disclosure>
      )}
    </>
  )
}

function SettingField(props: SettingsFormProps & { readonly field: FieldSpec }) {
  const { field, settings, onChange, stored, problems } = props
  const { t } = useLingui()
  const message = useMessage()
  const { name, meta, control, required } = field
  const value = settings[name]
  const set = (next: JsonValue | undefined) => {
    const { [name]: _, ...others } = settings
    onChange(next === undefined ? others : { ...others, [name]: next })
  }
  const common = {
    label: message(meta.title),
    description: meta.help && message(meta.help),
    errorMessage: problems[name],
  }
  if (meta.secret) return <SecretField {...props} set={set} isStored={stored.includes(name)} />
  if (control.kind === 'boolean')
    return (
      <Checkbox
        isSelected={value === true}
        onChange={set}
        {...(common.description && { description: common.description })}
      >
        {common.label}
      </Checkbox>
    )
  if (control.kind === 'choice')
    return (
      <Select
        {...common}
        value={typeof value === 'string' ? value : ''}
        onChange={(next) => set(next === '' ? undefined : next)}
        options={[
          ...(required ? [] : [{ id: '', label: t`Default` }]),
          ...control.values.map((id) => {
            const title = meta.options?.[id]
            return { id, label: title ? message(title) : id }
          }),
        ]}
      />
    )
  if (control.kind === 'number')
    return (
      <NumberField
        {...common}
        isRequired={required}
        value={typeof value === 'number' ? value : Number.NaN}
        onChange={(next) => set(Number.isNaN(next) ? undefined : next)}
        formatOptions={{ useGrouping: false }}
        {...(control.minimum !== undefined && { minValue: control.minimum })}
        {...(control.maximum !== undefined && { maxValue: control.maximum })}
      />
    )
  const text = { ...common, isRequired: required, value: textOf(value), onChange: set }
  if (meta.widget === 'text-area') return <TextArea {...text} code rows={5} />
  return <TextField {...text} code {...(meta.placeholder && { placeholder: meta.placeholder })} />
}

const textOf = (value: JsonValue | undefined): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

interface SecretFieldProps extends SettingsFormProps {
  readonly field: FieldSpec
  readonly set: (value: JsonValue | undefined) => void
  readonly isStored: boolean
}

/** A secret goes in and never comes out: it is replaced, kept or removed. */
function SecretField({ field, settings, set, isStored, problems }: SecretFieldProps) {
  const { t } = useLingui()
  const message = useMessage()
  const { name, meta, required } = field
  const value = settings[name]
  const removed = value === null
  const common = {
    label: message(meta.title),
    errorMessage: problems[name],
    value: typeof value === 'string' ? value : '',
    // An emptied field means “as it was”; the button beside it removes.
    onChange: (next: string) => set(next === '' ? undefined : next),
    isRequired: required && !isStored,
    placeholder: isStored && !removed ? t`Stored; type to replace it` : '',
    description: removed ? t`It will be removed when you save.` : meta.help && message(meta.help),
    labelEnd: isStored && (
      <Button
        size="s"
        variant="quiet"
        className="text-button"
        onPress={() => set(removed ? undefined : null)}
      >
        {removed ? <Trans>Keep it</Trans> : <Trans>Remove</Trans>}
      </Button>
    ),
  }
  return meta.widget === 'text-area' ? (
    <TextArea {...common} code />
  ) : (
    <TextField {...common} type="password" autoComplete="new-password" />
  )
}
