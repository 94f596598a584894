import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, ListPlus, Plus, Trash2 } from 'lucide-react'
import { useMessage } from '../app/translate.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Fields } from './ConfigForm.tsx'
import type { Control, FieldSpec, Json } from './describe-config.ts'
import { blankOf } from './describe-config.ts'
import type { ValueProps } from './FieldEditor.tsx'
import { FieldEditor } from './FieldEditor.tsx'
import { pathText } from './form-context.ts'
import { useFill } from './use-fill.ts'

type ListControl = Extract<Control, { kind: 'list' }>

/** A list of objects or of single values: add, delete, move up and down. */
export function ListField(props: ValueProps<Json[]> & { readonly control: ListControl }) {
  const { t } = useLingui()
  const { label, description, problem, value = [], onChange, path, control } = props
  const items = Array.isArray(value) ? value : []
  const isFull = control.maxItems !== undefined && items.length >= control.maxItems
  const fills = useFill(control, items)
  const replace = (next: Json[]) => onChange(next)
  const swap = (i: number, j: number) => {
    const next = [...items]
    ;[next[i], next[j]] = [next[j] as Json, next[i] as Json]
    replace(next)
  }
  return (
    <fieldset className="list-field" data-simple={isSimple(control) || undefined}>
      <legend className="field-label">{label}</legend>
      {description && <p className="field-description">{description}</p>}
      {problem && (
        <p className="field-error" role="status">
          {problem}
        </p>
      )}
      {items.length > 0 && (
        <ol className="list-items">
          {items.map((_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
            <li key={i} className="list-item" data-field-path={pathText([...path, i])}>
              <div className="list-item-head">
                <span className="list-item-number number">{i + 1}</span>
                <span className="list-item-tools">
                  <IconButton
                    label={t`Move ${label} ${i + 1} up`}
                    icon={ArrowUp}
                    size="s"
                    isDisabled={i === 0}
                    onPress={() => swap(i, i - 1)}
                  />
                  <IconButton
                    label={t`Move ${label} ${i + 1} down`}
                    icon={ArrowDown}
                    size="s"
                    isDisabled={i === items.length - 1}
                    onPress={() => swap(i, i + 1)}
                  />
                  <IconButton
                    label={t`Delete ${label} ${i + 1}`}
                    icon={Trash2}
                    size="s"
                    onPress={() => replace(items.filter((__, j) => j !== i))}
                  />
                </span>
              </div>
              <Item control={control} path={[...path, i]} label={`${label} ${i + 1}`} />
            </li>
          ))}
        </ol>
      )}
      <div className="row">
        <Button
          size="s"
          icon={Plus}
          isDisabled={isFull}
          onPress={() => replace([...items, blankOf(control.item)])}
        >
          <Trans>Add</Trans>
        </Button>
        {fills.map((fill) => (
          <Button
            key={fill.id}
            size="s"
            variant="quiet"
            icon={ListPlus}
            onPress={() => replace([...items, ...fill.items].slice(0, control.maxItems))}
          >
            {fill.title}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}

const isSimple = ({ item }: ListControl): boolean =>
  item.kind !== 'group' && item.kind !== 'variants' && item.kind !== 'list'

function Item(props: {
  readonly control: ListControl
  readonly path: readonly (string | number)[]
  readonly label: string
}) {
  const { control, path, label } = props
  const message = useMessage()
  if (control.item.kind === 'group')
    return (
      <div className="list-item-fields">
        <Fields fields={control.item.fields} path={path} />
      </div>
    )
  const title = control.meta ? `${message(control.meta.title)} ${Number(path.at(-1)) + 1}` : label
  const spec: FieldSpec = {
    name: String(path.at(-1)),
    meta: { ...control.meta, title: { id: title, message: title } },
    required: true,
    fallback: undefined,
    control: control.item,
  }
  return (
    <div className="list-item-fields">
      <FieldEditor spec={spec} path={path} />
    </div>
  )
}
