import { Trans, useLingui } from '@lingui/react/macro'
import { Wand2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessage } from '../app/translate.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { NumberField } from '../ui/NumberField.tsx'
import { Select } from '../ui/Select.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import { ColumnField } from './ColumnField.tsx'
import { ColumnsField } from './ColumnsField.tsx'
import { Fields } from './ConfigForm.tsx'
import { ConnectionField } from './ConnectionField.tsx'
import type { Control, FieldSpec, Json } from './describe-config.ts'
import { ExpressionField } from './ExpressionField.tsx'
import { FileField } from './FileField.tsx'
import type { Path } from './form-context.ts'
import {
  isRepeated,
  pathText,
  useChange,
  useForm,
  useIssuesAt,
  useProblemAt,
  valueAt,
} from './form-context.ts'
import { JsonField } from './JsonField.tsx'
import { ListField } from './ListField.tsx'
import { quickFix } from './quick-fix.ts'
import { RowsField } from './RowsField.tsx'
import { TableField } from './TableField.tsx'
import { TypeField } from './TypeField.tsx'
import { VariantsField } from './VariantsField.tsx'

export interface FieldProps {
  readonly spec: FieldSpec
  readonly path: Path
}

/** What every editor of a value gets. */
export interface ValueProps<T extends Json = Json> extends FieldProps {
  readonly label: string
  readonly description: string | undefined
  readonly problem: string | undefined
  readonly value: T | undefined
  readonly onChange: (value: T | undefined) => void
}

/** Needs the whole width where short fields stand side by side. */
const isWide = ({ control, meta }: FieldSpec): boolean =>
  !['text', 'number', 'choice', 'boolean'].includes(control.kind) ||
  ['expression', 'aggregate', 'sql', 'text-area', 'file'].includes(meta.widget ?? '')

const composite: ReadonlySet<Control['kind']> = new Set(['group', 'list', 'variants'])

/** One setting: its editor, its help, its problem in place, and the fix where there is one. */
export function FieldEditor({ spec, path }: FieldProps) {
  const message = useMessage()
  const change = useChange()
  const { node } = useForm()
  const isLeaf = !composite.has(spec.control.kind)
  const problem = useProblemAt(path, isLeaf)
  const { meta } = spec
  const props: ValueProps = {
    spec,
    path,
    label: message(meta.title),
    description: meta.help && !isRepeated(path) ? message(meta.help) : undefined,
    problem,
    value: valueAt(node.config, path) ?? spec.fallback,
    onChange: (value) => change(path, value),
  }
  return (
    <div
      className="form-field"
      data-field-path={pathText(path)}
      data-wide={isWide(spec) || undefined}
    >
      <Editor {...props} />
      {isLeaf && <Fixes path={path} />}
    </div>
  )
}

function Editor(props: ValueProps): ReactNode {
  const { control, meta } = props.spec
  switch (control.kind) {
    case 'text':
      return <TextEditor {...(props as ValueProps<string>)} />
    case 'number':
      return <NumberEditor {...(props as ValueProps<number>)} control={control} />
    case 'boolean':
      return (
        <Checkbox
          isSelected={props.value === true}
          onChange={props.onChange}
          {...(props.description && { description: props.description })}
        >
          {props.label}
        </Checkbox>
      )
    case 'choice':
      return <ChoiceEditor {...(props as ValueProps<string>)} values={control.values} />
    case 'columns':
      return <ColumnsField {...(props as ValueProps<string[]>)} />
    case 'rows':
      return <RowsField {...(props as ValueProps<(string | null)[][]>)} />
    case 'table':
      return <TableField {...props} />
    case 'list':
      return <ListField {...(props as ValueProps<Json[]>)} control={control} />
    case 'variants':
      return <VariantsField {...props} control={control} />
    case 'group':
      return (
        <fieldset className="form-group">
          <legend>{props.label}</legend>
          {props.description && <p className="field-description">{props.description}</p>}
          <Fields fields={control.fields} path={props.path} />
        </fieldset>
      )
    case 'json':
      return <JsonField {...props} key={meta.title.id} />
  }
}

function TextEditor(props: ValueProps<string>) {
  const { spec, label, description, problem, value = '', onChange } = props
  const { meta, control } = spec
  const look = {
    label,
    description,
    errorMessage: problem,
    value,
    onChange,
    ...(meta.placeholder !== undefined && { placeholder: meta.placeholder }),
    ...(control.kind === 'text' && control.maxLength && { maxLength: control.maxLength }),
  }
  switch (meta.widget) {
    case 'column':
      return <ColumnField {...props} />
    case 'expression':
    case 'aggregate':
      return <ExpressionField {...props} />
    case 'connection':
      return <ConnectionField {...props} />
    case 'type':
      return <TypeField {...props} />
    case 'file':
      return <FileField {...props} />
    case 'sql':
      return <TextArea {...look} rows={8} code />
    case 'text-area':
      return <TextArea {...look} />
    default:
      return <TextField {...look} />
  }
}

function NumberEditor(
  props: ValueProps<number> & { readonly control: Extract<Control, { kind: 'number' }> },
) {
  const { label, description, problem, value, onChange, control } = props
  return (
    <NumberField
      label={label}
      description={description}
      errorMessage={problem}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? undefined : next)}
      {...(control.minimum !== undefined && { minValue: control.minimum })}
      {...(control.maximum !== undefined && { maxValue: control.maximum })}
      {...(control.integer && { step: 1 })}
      formatOptions={{ useGrouping: false, maximumFractionDigits: 20 }}
    />
  )
}

function ChoiceEditor(props: ValueProps<string> & { readonly values: readonly string[] }) {
  const { spec, label, description, problem, value, onChange, values } = props
  const message = useMessage()
  return (
    <Select
      label={label}
      description={description}
      errorMessage={problem}
      value={value ?? null}
      onChange={onChange}
      options={values.map((id) => {
        const title = spec.meta.options?.[id]
        return { id, label: title ? message(title) : id }
      })}
    />
  )
}

/** “Did you mean” as a button. */
function Fixes({ path }: { readonly path: Path }) {
  const { t } = useLingui()
  const { node } = useForm()
  const change = useChange()
  const [issue] = useIssuesAt(path, true)
  const fix = issue && quickFix(node.config, issue)
  if (!fix || !issue) return null
  return (
    <Button
      size="s"
      variant="quiet"
      icon={Wand2}
      className="form-fix"
      aria-label={t`Use ${fix.suggestion} instead`}
      onPress={() => change(issue.path, fix.value)}
    >
      <Trans>
        Use <bdi className="code">{fix.suggestion}</bdi>
      </Trans>
    </Button>
  )
}
